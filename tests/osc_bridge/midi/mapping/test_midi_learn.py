"""A target is armed, a control is moved, and from then on it is mapped: after a restart, too."""

from pathlib import Path

import pytest

from engine.errors import BadConfig, BadParameter
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage
from osc_bridge.midi.mapping.control_map import Mapping
from osc_bridge.midi.mapping.map_file import parse
from osc_bridge.midi.mapping.map_library import MapLibrary, load
from osc_bridge.midi.mapping.midi_learn import MidiLearn

PORT = "Some controller"


class FakeClock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vamen" / "midi.toml"


@pytest.fixture
def shelf() -> MapLibrary:
    return MapLibrary()


@pytest.fixture
def learning(path: Path, shelf: MapLibrary, clock: FakeClock) -> MidiLearn:
    return MidiLearn(path, shelf, clock=clock)


def move(learning: MidiLearn, number: int, *raws: int, channel: int = 0) -> str:
    """The sentences that come while a controller is moved."""
    sentences = [learning.hear(PORT, ControlChange(f"cc {number}", channel, raw / 127, raw, 0.0)) for raw in raws]
    return "; ".join(sentence for sentence in sentences if sentence)


def learn(learning: MidiLearn, target: str, number: int, channel: int = 0) -> str:
    learning.arm(target)
    return move(learning, number, 60, 70, channel=channel)


def test_a_learned_control_works_at_once_and_after_a_restart(
    learning: MidiLearn, shelf: MapLibrary, path: Path
) -> None:
    assert learn(learning, "tempo", 90, channel=4) == "cc 90 channel 5 is for tempo now"
    turned = ControlChange("cc 90", 4, 1.0, 127, 0.0)
    for found in (shelf, load(path.parent)):
        assert Mapping(found.for_port(PORT)).apply(turned, lambda id: 0.0) == [{"tempo": 300.0}]


def test_what_is_armed_can_be_read_until_something_is_learned(learning: MidiLearn) -> None:
    assert learning.armed == ""
    assert "tempo waits" in learning.arm("tempo") == learning.note
    assert learning.armed == "tempo"
    assert move(learning, 90, 60, 61, 60) == ""
    assert learning.armed == "tempo"
    assert move(learning, 90, 80) == learning.note != ""
    assert learning.armed == ""
    assert move(learning, 90, 10, 100) == ""


def test_disarm_and_patience_end_it(learning: MidiLearn, clock: FakeClock, path: Path) -> None:
    learning.arm("tempo")
    learning.disarm()
    assert (learning.armed, move(learning, 90, 0, 127)) == ("", "")
    learning.arm("tempo")
    clock.now += 30.0
    assert (learning.armed, move(learning, 90, 0, 127)) == ("", "")
    assert "no control was moved for tempo" in learning.note
    assert not path.exists()


def test_another_target_takes_the_place_of_the_armed_one(learning: MidiLearn) -> None:
    learning.arm("tempo")
    move(learning, 90, 60)
    learning.arm("slice/05")
    assert learning.armed == "slice/5"
    assert learning.hear(PORT, NoteMessage(40, 9, 0.7, 0.0)) == "note 40 channel 10 is for slice/5 now"


def test_a_note_is_learned_for_switches_and_not_for_knobs(learning: MidiLearn, shelf: MapLibrary) -> None:
    learning.arm("latent/3")
    assert learning.hear(PORT, NoteMessage(40, 0, 0.7, 0.0)) is None
    learning.arm("freeze")
    assert learning.hear(PORT, NoteMessage(40, 0, 0.7, 0.0)) == "note 40 channel 1 is for freeze now"
    found = shelf.for_port(PORT).find("note 40", 0)
    assert found is not None
    assert (found.low, found.high) == (0.0, 1.0)


def test_pairs_and_encoders_are_learned_as_such(learning: MidiLearn, shelf: MapLibrary) -> None:
    learning.arm("width")
    sentences = [move(learning, *half) for half in ((20, 10), (52, 3), (20, 14), (52, 9))]
    assert sentences[-1].startswith("cc14 20 channel 1 is for width now")
    assert shelf.for_port(PORT).pairs == {20}
    learning.arm("texture")
    assert move(learning, 91, 1, 1, 127) == "cc 91 channel 1 is for texture now, as an encoder by two's complement"
    found = shelf.for_port(PORT).find("cc 91", 0)
    assert found is not None
    assert found.relative == "two's complement"


def test_conflicts_are_said_and_decided(learning: MidiLearn, shelf: MapLibrary) -> None:
    """A control gets the new target; a target loses its former control of the user's map, not that of maps below."""
    assert learn(learning, "tempo", 20) == "cc 20 channel 1 is for tempo now; no longer for latent/0"
    assert learn(learning, "latent/1", 20) == (
        "cc 20 channel 1 is for latent/1 now; no longer for tempo; cc 21 still does the same by another map"
    )
    assert learn(learning, "latent/1", 90) == (
        "cc 90 channel 1 is for latent/1 now; cc 20 channel 1 is out of your map; "
        "cc 21 still does the same by another map"
    )
    assert [entry.name for entry in shelf.mine.entries.values()] == ["cc 90 channel 1"]
    learning.arm("width")
    for half in ((20, 10), (52, 3), (20, 14)):
        move(learning, *half)
    assert move(learning, 52, 9) == "cc14 20 channel 1 is for width now"
    assert learn(learning, "level", 52) == (
        "cc 52 channel 1 is for level now; cc14 20 channel 1 is out of your map; "
        "cc 7 still does the same by another map"
    )


def test_the_same_control_for_the_same_target_is_no_conflict(learning: MidiLearn, path: Path) -> None:
    learn(learning, "tempo", 90)
    text = path.read_text()
    assert learn(learning, "tempo", 90) == "cc 90 channel 1 is for tempo now"
    assert path.read_text() == text


def test_a_range_and_comments_that_a_person_wrote_stay(learning: MidiLearn, path: Path, shelf: MapLibrary) -> None:
    path.parent.mkdir()
    path.write_text(
        'name = "mine"  # all mine\n[map]\n'
        '"cc 1" = { to = "tempo", low = 120, high = 180, curve = "exp", takeover = "pick-up" }\n'
        '# below\n"cc 2" = "level"\n'
    )
    learn(learning, "tempo", 90)
    (found,) = shelf.mine.of("tempo")
    assert (found.name, found.low, found.high, found.curve, found.takeover) == (
        "cc 90 channel 1", 120, 180, "exp", "pick-up",
    )  # fmt: skip
    assert "# all mine" in path.read_text()
    assert "# below" in path.read_text()
    learning.arm("tempo")
    move(learning, 91, 65, 65, 63)
    (found,) = shelf.mine.of("tempo")
    assert (found.low, found.relative, found.takeover) == (120, "binary offset", "none")
    assert [entry.name for entry in shelf.mine.of("level")] == ["cc 2"]


def test_unlearn_gives_the_control_back_to_the_maps_below(learning: MidiLearn, shelf: MapLibrary, path: Path) -> None:
    learn(learning, "tempo", 20)
    assert learning.unlearn("tempo") == "cc 20 channel 1 no longer moves tempo"
    assert list(shelf.for_port(PORT).of("tempo")) == []
    assert [entry.name for entry in shelf.for_port(PORT).of("latent/0")] == ["cc 20"]
    assert parse(path.read_text(), "x").entries == {}
    assert learning.unlearn("tempo") == "tempo is not in your map, so there is nothing to forget"


@pytest.mark.parametrize("target", ["", "tempi", "../../etc/passwd", "slice/99", "/vamen/tempo", "a" * 5000])
def test_only_targets_can_be_named(learning: MidiLearn, target: str, path: Path) -> None:
    with pytest.raises(BadParameter):
        learning.arm(target)
    with pytest.raises(BadParameter):
        learning.unlearn(target)
    assert not path.parent.exists()


def test_a_file_that_cannot_be_used_is_left_as_it_is(learning: MidiLearn, shelf: MapLibrary, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[map\n# half a thought")
    with pytest.raises(BadConfig, match="not valid TOML"):
        learn(learning, "tempo", 90)
    assert path.read_text() == "[map\n# half a thought"
    assert list(shelf.mine.entries) == []
    assert learning.armed == ""
    assert "not valid TOML" in learning.note


def test_a_file_that_cannot_be_written_changes_nothing(shelf: MapLibrary, clock: FakeClock, tmp_path: Path) -> None:
    (tmp_path / "vamen").write_text("a file where the folder should be")
    learning = MidiLearn(tmp_path / "vamen" / "midi.toml", shelf, clock=clock)
    with pytest.raises(BadConfig, match="cannot be written"):
        learn(learning, "tempo", 90)
    assert list(shelf.mine.entries) == []


def test_two_controllers_that_use_the_same_number_are_not_one_that_moves(learning: MidiLearn) -> None:
    learning.arm("tempo")
    assert learning.hear("one", ControlChange("cc 90", 0, 0.1, 10, 0.0)) is None
    assert learning.hear("two", ControlChange("cc 90", 0, 0.9, 110, 0.0)) is None
    assert learning.hear("two", ControlChange("cc 90", 0, 0.8, 100, 0.0)) == "cc 90 channel 1 is for tempo now"
