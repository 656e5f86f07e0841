"""The watchdog with fake players, probes and connections: what it starts, when, and its notes."""

import gc
import threading
from collections.abc import Iterator

import pytest

from engine.realtime.outputs import SILENT_OUTPUT, OutputChoice
from engine.realtime.shared_memory import DEVICE_LOST, EXIT_DEVICE_LOST, PLAYING, STARTING, SharedState
from engine.realtime.watchdog import MAX_EARLY_EXITS, PLAYER_START_TIMEOUT_S, RESTART_DELAY_S, PlayerWatchdog
from tests.engine.segments import write_meters

DESK = "desk (JACK)"


class FakePlayer:
    """A player process that the test controls."""

    def __init__(self, world: "World", choice: OutputChoice) -> None:
        self.world, self.choice = world, choice
        self.pid = 4000 + len(world.players)
        self.exitcode: int | None = None

    def plays(self, name: str, note: str = "") -> None:
        self.world.shared.output_name, self.world.shared.note, self.world.shared.state = name, note, PLAYING

    def loses(self) -> None:
        self.world.shared.state, self.exitcode = DEVICE_LOST, EXIT_DEVICE_LOST

    def join(self, timeout: float | None = None) -> None:
        if self.world.shared.stopping:
            self.exitcode = 0

    def kill(self) -> None:
        self.exitcode = -9

    def close(self) -> None:
        pass


class FakeProbe:
    def __init__(self, title: str) -> None:
        self.title, self.ready, self.back_offs, self.cancelled = title, False, 0, False

    def found(self) -> bool:
        return self.ready

    def back_off(self) -> None:
        self.back_offs += 1

    def cancel(self) -> None:
        self.cancelled = True


class FakeRestorer:
    def __init__(self) -> None:
        self.event, self.closed = "", False

    def look(self) -> str:
        return self.event

    def close(self) -> None:
        self.closed = True


class Closing(threading.Event):
    """An event that is never set and records the timeouts of `wait`."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        return False


class World:
    def __init__(self, shared: SharedState) -> None:
        self.shared, self.now = shared, 50.0
        self.players: list[FakePlayer] = []
        self.probes: list[FakeProbe] = []
        self.restorers: list[FakeRestorer] = []
        self.closing = Closing()

    def watchdog(self, choice: OutputChoice | None = None, preferred_device: str = "") -> PlayerWatchdog:
        return PlayerWatchdog(
            self.shared,
            choice or OutputChoice(),
            preferred_device=preferred_device,
            clock=lambda: self.now,
            launch=self.launch,  # type: ignore[arg-type]
            probe=self.probe,  # type: ignore[arg-type]
            watch_connections=lambda: self.restorers.pop(0) if self.restorers else None,  # type: ignore[arg-type,return-value]
        )

    def launch(self, segment: str, choice: OutputChoice, lifeline: object) -> FakePlayer:
        assert segment == self.shared.segment
        assert (self.shared.state, self.shared.stopping) == (STARTING, 0)
        self.players.append(FakePlayer(self, choice))
        return self.players[-1]

    def probe(self, title: str) -> FakeProbe:
        self.probes.append(FakeProbe(title))
        return self.probes[-1]

    def poll(self, watchdog: PlayerWatchdog, seconds: float = 0.05) -> None:
        self.now += seconds
        watchdog.poll(self.closing)


@pytest.fixture
def world() -> Iterator[World]:
    shared = SharedState.create()
    yield World(shared)
    gc.collect()
    shared.close()
    shared.unlink()


def playing(world: World, choice: OutputChoice | None = None, name: str = DESK) -> PlayerWatchdog:
    watchdog = world.watchdog(choice)
    watchdog.start()
    world.players[0].plays(name)
    watchdog.wait_until_playing()
    world.poll(watchdog)
    world.now += 10.0
    return watchdog


def test_a_player_is_started_registered_and_ended(world: World) -> None:
    watchdog = playing(world)
    assert (watchdog.preferred_device, watchdog.note) == (DESK, "")
    assert world.shared.player_pid == world.players[0].pid
    watchdog.close()
    assert world.shared.stopping
    assert world.players[0].exitcode == 0


def test_a_player_that_exits_is_restarted_at_once_with_a_note(world: World) -> None:
    watchdog = playing(world)
    for times, count in ((1, ""), (2, " (2 times so far)")):
        world.players[-1].exitcode = -9
        world.poll(watchdog, 10.0)
        assert len(world.players) == times + 1
        world.players[-1].plays(DESK)
        world.poll(watchdog)
        assert watchdog.note == f"the player ended with exit code -9 and was started again{count}"
        assert world.shared.player_pid == world.players[-1].pid
    assert world.closing.waits == [0, 0]


def test_a_lost_device_is_probed_and_used_again_when_it_is_back(world: World) -> None:
    watchdog = playing(world)
    world.players[0].loses()
    world.poll(watchdog)
    assert (world.players[1].choice.host_api, world.players[1].choice.device) == ("JACK", "desk")
    world.players[1].plays("speakers (ALSA)", "there is no output 'desk'; playing into speakers (ALSA)")
    world.poll(watchdog)
    assert watchdog.note == (
        "the player lost its output and was started again; there is no output 'desk'; playing into speakers (ALSA)"
    )
    [probe] = world.probes
    assert probe.title == DESK
    world.poll(watchdog)
    assert len(world.players) == 2
    probe.ready = True
    world.poll(watchdog)
    assert world.players[1].exitcode == 0  # asked to stop, it faded out
    assert (world.players[2].choice.host_api, world.players[2].choice.device) == ("JACK", "desk")
    world.players[2].plays(DESK)
    world.poll(watchdog)
    assert watchdog.note == f"{DESK} is there and plays"
    world.poll(watchdog)
    assert (len(world.players), len(world.probes)) == (3, 1)


def test_the_probe_backs_off_when_the_device_does_not_open(world: World) -> None:
    watchdog = playing(world)
    world.players[0].loses()
    world.poll(watchdog)
    world.players[1].plays(SILENT_OUTPUT, "desk does not open")
    world.poll(watchdog)
    world.probes[0].ready = True
    world.poll(watchdog)
    world.players[2].plays(SILENT_OUTPUT, "desk does not open")
    world.probes[0].ready = False
    world.poll(watchdog)
    assert [probe.back_offs for probe in world.probes] == [1]
    assert watchdog.preferred_device == DESK


def test_without_any_device_the_first_one_found_becomes_the_preferred_one(world: World) -> None:
    watchdog = playing(world, name=SILENT_OUTPUT)
    [probe] = world.probes
    assert (probe.title, watchdog.preferred_device) == ("", "")
    probe.ready = True
    world.poll(watchdog)
    assert world.players[1].choice == OutputChoice()
    world.players[1].plays(DESK)
    world.poll(watchdog)
    assert (watchdog.preferred_device, watchdog.note) == (DESK, f"{DESK} is there and plays")


def test_no_device_is_probed_when_the_silent_output_was_chosen(world: World) -> None:
    playing(world, OutputChoice(null=True), SILENT_OUTPUT)
    assert not world.probes


def test_the_silent_output_is_used_after_repeated_early_exits(world: World) -> None:
    watchdog = playing(world)
    for _ in range(1 + MAX_EARLY_EXITS):  # the first one had played for a while
        world.players[-1].exitcode = -6
        world.poll(watchdog)
    assert world.closing.waits == [0, 0, *[RESTART_DELAY_S] * (MAX_EARLY_EXITS - 1)]
    assert world.players[-1].choice.null
    world.players[-1].plays(SILENT_OUTPUT)
    world.poll(watchdog)
    assert (
        watchdog.note == f"the player ended with exit code -6 {MAX_EARLY_EXITS} times; playing into the {SILENT_OUTPUT}"
    )


def test_a_player_that_does_not_start_in_time_is_killed(world: World) -> None:
    watchdog = playing(world)
    world.players[0].exitcode = -9
    world.poll(watchdog)
    world.poll(watchdog, PLAYER_START_TIMEOUT_S + 1)
    assert world.players[1].exitcode == -9


def test_the_player_of_a_former_control_process_is_adopted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    left = FakePlayer(world, OutputChoice())
    left.plays(DESK)
    world.shared.player_pid = left.pid
    write_meters(world.shared, output_time=1.0)
    monkeypatch.setattr("engine.realtime.watchdog.adopt_player", {left.pid: left}.get)
    watchdog = world.watchdog(preferred_device=DESK)
    watchdog.start()
    watchdog.wait_until_playing()
    assert (watchdog.process, world.players) == (left, [])
    left.exitcode = 0
    world.poll(watchdog, 10.0)
    world.players[0].plays(DESK)
    world.poll(watchdog)
    assert watchdog.note == "the player ended and was started again"


def test_a_player_is_launched_when_the_former_one_has_exited(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.realtime.watchdog.adopt_player", lambda number: None)
    world.shared.player_pid, world.shared.stopping, world.shared.state = 4711, 1, PLAYING
    world.watchdog(preferred_device=DESK).start()
    [player] = world.players
    assert (player.choice.host_api, player.choice.device) == ("JACK", "desk")


def test_each_player_at_a_jack_server_gets_a_connection_restorer(world: World) -> None:
    first, second = FakeRestorer(), FakeRestorer()
    world.restorers += [first, second]
    watchdog = playing(world)
    first.event = "desk is back"
    world.poll(watchdog)
    first.event = ""
    world.poll(watchdog)
    assert watchdog.note == "desk is back"
    world.players[0].exitcode = -9
    world.poll(watchdog, 10.0)
    assert first.closed
    world.players[1].plays(DESK)
    world.poll(watchdog)
    assert (world.restorers, second.closed) == ([], False)
    watchdog.close()
    assert second.closed
