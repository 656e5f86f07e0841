import pytest

from engine.realtime import device_probe as scout
from engine.realtime.device_probe import HERE, MISSING, PATIENCE, PAUSE, SELDOM, SLOWEST, DeviceProbe, parts, ready
from engine.realtime.devices import Device
from tests.portaudio import Library


class Look:
    """A look under way: a process that ends when it is told to."""

    pid = 1

    def __init__(self) -> None:
        self.exitcode: int | None = None

    def join(self, timeout: float | None = None) -> None:
        pass

    def kill(self) -> None:
        self.exitcode = -9

    def close(self) -> None:
        pass


class World:
    def __init__(self) -> None:
        self.now = 0.0
        self.looks: list[Look] = []
        self.names: list[str] = []

    def send(self, name: str) -> Look:
        self.names.append(name)
        self.looks.append(Look())
        return self.looks[-1]

    def scout(self, name: str) -> DeviceProbe:
        return DeviceProbe(name, clock=lambda: self.now, send=self.send)


def test_it_looks_about_once_a_second_until_the_device_is_there() -> None:
    world = World()
    scout = world.scout("desk (ALSA)")
    for code in (MISSING, MISSING, HERE):
        assert not scout.found()
        world.now += 1.01 * PAUSE
        assert not scout.found()
        assert not scout.found()
        world.looks[-1].exitcode = code
        world.now += 0.3
        assert scout.found() == (code == HERE)
    assert world.names == ["desk (ALSA)"] * 3
    assert PAUSE <= 1.0


def test_a_look_that_hangs_is_ended_and_counts_as_missing() -> None:
    world = World()
    scout = world.scout("desk (ALSA)")
    world.now += 1.01 * PAUSE
    scout.found()
    world.now += PATIENCE + 0.1
    assert not scout.found()
    assert world.looks[0].exitcode == -9
    assert not scout.found()
    world.now += 1.01 * PAUSE
    scout.found()
    assert len(world.looks) == 2
    scout.recall()
    assert world.looks[1].exitcode == -9


def test_a_device_that_is_there_and_cannot_be_used_is_looked_for_less_often() -> None:
    scout = World().scout("desk (ALSA)")
    pauses = []
    for _ in range(10):
        scout.in_vain()
        pauses.append(scout.pause)
    assert pauses[:2] == [2 * PAUSE, 4 * PAUSE]
    assert pauses[-1] == SLOWEST


def test_where_there_never_was_a_device_it_looks_seldom_and_for_any() -> None:
    scout = World().scout("")
    assert (scout.name, scout.pause) == ("", SELDOM)


@pytest.mark.parametrize(
    ("name", "there"), [("desk (ALSA)", True), ("", True), ("Desk (ALSA)", False), ("desk (JACK)", False)]
)
def test_a_device_is_known_by_its_whole_name(name: str, there: bool) -> None:
    assert ready(Library(("card", 2, 44_100), ("desk", 1, 44_100)), name) == there


def test_a_device_that_refuses_its_own_rate_is_not_ready() -> None:
    assert not ready(Library(("desk", 2, 96_000)), "desk (ALSA)")
    assert not ready(Library(), "")


@pytest.mark.parametrize("name", ["desk", "HDA Intel PCH: ALC257 Analog (hw:0,0)", "Lautsprecher (2- USB) "])
def test_a_title_can_be_taken_apart(name: str) -> None:
    device = Device(0, "JACK Audio Connection Kit", name, 2, 44_100, True)
    assert parts(device.title) == (device.host_api, name)


def test_a_look_says_with_its_exit_code_what_it_saw(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []
    library = Library(("desk", 2, 44_100))
    library._terminate = lambda: None  # type: ignore[attr-defined]
    monkeypatch.setattr(scout, "portaudio", lambda: library)
    monkeypatch.setattr("os._exit", codes.append)
    monkeypatch.setattr("os.nice", lambda step: step)
    scout.look("desk (ALSA)")
    scout.look("table (ALSA)")
    assert codes == [HERE, MISSING]
