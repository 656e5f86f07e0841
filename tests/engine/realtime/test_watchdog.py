"""The keeper of players that are made up: what it starts, when, and what it says."""

import gc
import threading
from collections.abc import Iterator

import pytest

from engine.realtime.outputs import SILENT, OutputChoice
from engine.realtime.shared_memory import DEVICE_GONE, LOST, PLAYING, STARTING, SharedState
from engine.realtime.watchdog import MAX_EARLY_DEATHS, PATIENCE, RESTART_DELAY, PlayerWatchdog
from tests.engine.segments import write_meters

DESK = "desk (JACK)"


class Player:
    """A process that does what the test says."""

    def __init__(self, world: "World", choice: OutputChoice) -> None:
        self.world, self.choice = world, choice
        self.pid = 4000 + len(world.players)
        self.exitcode: int | None = None

    def plays(self, name: str, note: str = "") -> None:
        self.world.shared.name, self.world.shared.note, self.world.shared.state = name, note, PLAYING

    def loses(self) -> None:
        self.world.shared.state, self.exitcode = LOST, DEVICE_GONE

    def join(self, timeout: float | None = None) -> None:
        if self.world.shared.stopping:
            self.exitcode = 0

    def kill(self) -> None:
        self.exitcode = -9

    def close(self) -> None:
        pass


class Scout:
    def __init__(self, name: str) -> None:
        self.name, self.there, self.vain, self.recalled = name, False, 0, False

    def found(self) -> bool:
        return self.there

    def in_vain(self) -> None:
        self.vain += 1

    def recall(self) -> None:
        self.recalled = True


class Patch:
    def __init__(self) -> None:
        self.news, self.closed = "", False

    def look(self) -> str:
        return self.news

    def close(self) -> None:
        self.closed = True


class Closing(threading.Event):
    """An end that never comes; it remembers how long it was waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        return False


class World:
    def __init__(self, shared: SharedState) -> None:
        self.shared, self.now = shared, 50.0
        self.players: list[Player] = []
        self.scouts: list[Scout] = []
        self.patches: list[Patch] = []
        self.closing = Closing()

    def keeper(self, choice: OutputChoice | None = None, home: str = "") -> PlayerWatchdog:
        return PlayerWatchdog(
            self.shared,
            choice or OutputChoice(),
            home=home,
            clock=lambda: self.now,
            launch=self.launch,
            scout=self.scout,  # type: ignore[arg-type]
            patch=lambda: self.patches.pop(0) if self.patches else None,  # type: ignore[arg-type,return-value]
        )

    def launch(self, segment: str, choice: OutputChoice, lifeline: object) -> Player:
        assert segment == self.shared.segment
        assert (self.shared.state, self.shared.stopping) == (STARTING, 0)
        self.players.append(Player(self, choice))
        return self.players[-1]

    def scout(self, name: str) -> Scout:
        self.scouts.append(Scout(name))
        return self.scouts[-1]

    def look(self, keeper: PlayerWatchdog, seconds: float = 0.05) -> None:
        self.now += seconds
        keeper.look(self.closing)


@pytest.fixture
def world() -> Iterator[World]:
    shared = SharedState.create()
    yield World(shared)
    gc.collect()
    shared.close()
    shared.unlink()


def playing(world: World, choice: OutputChoice | None = None, name: str = DESK) -> PlayerWatchdog:
    keeper = world.keeper(choice)
    keeper.start()
    world.players[0].plays(name)
    keeper.welcome()
    world.look(keeper)
    world.now += 10.0
    return keeper


def test_a_player_is_started_known_by_its_number_and_ended(world: World) -> None:
    keeper = playing(world)
    assert (keeper.home, keeper.note) == (DESK, "")
    assert world.shared.player == world.players[0].pid
    keeper.close()
    assert world.shared.stopping
    assert world.players[0].exitcode == 0


def test_a_player_that_dies_is_replaced_at_once_and_said(world: World) -> None:
    keeper = playing(world)
    for times, said in ((1, ""), (2, " (2 times so far)")):
        world.players[-1].exitcode = -9
        world.look(keeper, 10.0)
        assert len(world.players) == times + 1
        world.players[-1].plays(DESK)
        world.look(keeper)
        assert keeper.note == f"the player ended with exit code -9 and was started again{said}"
        assert world.shared.player == world.players[-1].pid
    assert world.closing.waits == [0, 0]


def test_a_lost_device_is_looked_for_by_name_and_come_back_to(world: World) -> None:
    keeper = playing(world)
    world.players[0].loses()
    world.look(keeper)
    assert (world.players[1].choice.host_api, world.players[1].choice.device) == ("JACK", "desk")
    world.players[1].plays("speakers (ALSA)", "there is no output 'desk'; playing into speakers (ALSA)")
    world.look(keeper)
    assert keeper.note == (
        "the player lost its output and was started again; there is no output 'desk'; playing into speakers (ALSA)"
    )
    [scout] = world.scouts
    assert scout.name == DESK
    world.look(keeper)
    assert len(world.players) == 2
    scout.there = True
    world.look(keeper)
    assert world.players[1].exitcode == 0  # told to stop, it faded out
    assert (world.players[2].choice.host_api, world.players[2].choice.device) == ("JACK", "desk")
    world.players[2].plays(DESK)
    world.look(keeper)
    assert keeper.note == f"{DESK} is there and plays"
    world.look(keeper)
    assert (len(world.players), len(world.scouts)) == (3, 1)


def test_a_device_that_is_there_and_does_not_open_is_tried_less_often(world: World) -> None:
    keeper = playing(world)
    world.players[0].loses()
    world.look(keeper)
    world.players[1].plays(SILENT, "desk does not open")
    world.look(keeper)
    world.scouts[0].there = True
    world.look(keeper)
    world.players[2].plays(SILENT, "desk does not open")
    world.scouts[0].there = False
    world.look(keeper)
    assert [scout.vain for scout in world.scouts] == [1]
    assert keeper.home == DESK


def test_without_any_device_the_first_one_that_comes_is_taken(world: World) -> None:
    keeper = playing(world, name=SILENT)
    [scout] = world.scouts
    assert (scout.name, keeper.home) == ("", "")
    scout.there = True
    world.look(keeper)
    assert world.players[1].choice == OutputChoice()
    world.players[1].plays(DESK)
    world.look(keeper)
    assert (keeper.home, keeper.note) == (DESK, f"{DESK} is there and plays")


def test_nobody_looks_for_a_device_where_silence_was_asked_for(world: World) -> None:
    playing(world, OutputChoice(null=True), SILENT)
    assert not world.scouts


def test_a_sound_system_that_kills_players_is_left_alone(world: World) -> None:
    keeper = playing(world)
    for _ in range(1 + MAX_EARLY_DEATHS):  # the first one had lived for a while
        world.players[-1].exitcode = -6
        world.look(keeper)
    assert world.closing.waits == [0, 0, *[RESTART_DELAY] * (MAX_EARLY_DEATHS - 1)]
    assert world.players[-1].choice.null
    world.players[-1].plays(SILENT)
    world.look(keeper)
    assert keeper.note == f"the player ended with exit code -6 {MAX_EARLY_DEATHS} times; playing into the {SILENT}"


def test_a_player_that_does_not_come_to_play_is_ended(world: World) -> None:
    keeper = playing(world)
    world.players[0].exitcode = -9
    world.look(keeper)
    world.look(keeper, PATIENCE + 1)
    assert world.players[1].exitcode == -9


def test_a_successor_takes_over_the_player_that_is_there(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    left = Player(world, OutputChoice())
    left.plays(DESK)
    world.shared.player = left.pid
    write_meters(world.shared, due=1.0)
    monkeypatch.setattr("engine.realtime.watchdog.adopt", {left.pid: left}.get)
    keeper = world.keeper(home=DESK)
    keeper.start()
    keeper.welcome()
    assert (keeper.process, world.players) == (left, [])
    left.exitcode = 0
    world.look(keeper, 10.0)
    world.players[0].plays(DESK)
    world.look(keeper)
    assert keeper.note == "the player ended and was started again"


def test_a_successor_starts_a_player_where_none_is_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.realtime.watchdog.adopt", lambda number: None)
    world.shared.player, world.shared.stopping, world.shared.state = 4711, 1, PLAYING
    world.keeper(home=DESK).start()
    [player] = world.players
    assert (player.choice.host_api, player.choice.device) == ("JACK", "desk")


def test_the_connections_of_each_player_at_jack_are_looked_after(world: World) -> None:
    first, second = Patch(), Patch()
    world.patches += [first, second]
    keeper = playing(world)
    first.news = "desk is back"
    world.look(keeper)
    first.news = ""
    world.look(keeper)
    assert keeper.note == "desk is back"
    world.players[0].exitcode = -9
    world.look(keeper, 10.0)
    assert first.closed
    world.players[1].plays(DESK)
    world.look(keeper)
    assert (world.patches, second.closed) == ([], False)
    keeper.close()
    assert second.closed
