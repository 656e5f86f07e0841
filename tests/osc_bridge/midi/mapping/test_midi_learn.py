"""After a target is armed, the next control that is moved is mapped to it, also after a restart."""

from pathlib import Path

import pytest

from engine.errors import BadConfig, BadParameter
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage
from osc_bridge.midi.mapping.control_mapper import ControlMapper
from osc_bridge.midi.mapping.map_file import parse_map
from osc_bridge.midi.mapping.map_library import MapLibrary, load_maps
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.osc.latent_names import LatentNames

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
def library() -> MapLibrary:
    return MapLibrary()


@pytest.fixture
def midi_learn(path: Path, library: MapLibrary, clock: FakeClock) -> MidiLearn:
    return MidiLearn(path, library, clock=clock)


def move(midi_learn: MidiLearn, number: int, *raws: int, channel: int = 0) -> str:
    """Return the sentences while a controller is moved."""
    sentences = [midi_learn.feed(PORT, ControlChange(f"cc {number}", channel, raw / 127, raw, 0.0)) for raw in raws]
    return "; ".join(sentence for sentence in sentences if sentence)


def learn(midi_learn: MidiLearn, target: str, number: int, channel: int = 0) -> str:
    midi_learn.arm(target)
    return move(midi_learn, number, 60, 70, channel=channel)


def test_a_learned_control_works_at_once_and_after_a_restart(
    midi_learn: MidiLearn, library: MapLibrary, path: Path
) -> None:
    assert learn(midi_learn, "tempo", 90, channel=4) == "cc 90 channel 5 is for tempo now"
    turned = ControlChange("cc 90", 4, 1.0, 127, 0.0)
    for found in (library, load_maps(path.parent)):
        assert ControlMapper(found.for_port(PORT)).apply(turned, lambda id: 0.0) == [{"tempo": 300.0}]


def test_the_armed_target_can_be_read_until_it_is_learned(midi_learn: MidiLearn) -> None:
    assert midi_learn.armed == ""
    assert "tempo waits" in midi_learn.arm("tempo")
    assert midi_learn.armed == "tempo"
    assert move(midi_learn, 90, 60, 61, 60) == ""
    assert midi_learn.armed == "tempo"
    assert move(midi_learn, 90, 80) != ""
    assert midi_learn.armed == ""
    assert move(midi_learn, 90, 10, 100) == ""


def test_none_and_the_timeout_disarm(midi_learn: MidiLearn, clock: FakeClock, path: Path) -> None:
    midi_learn.arm("tempo")
    midi_learn.arm("none")
    assert (midi_learn.armed, move(midi_learn, 90, 0, 127)) == ("", "")
    midi_learn.arm("tempo")
    clock.now += 30.0
    assert (midi_learn.armed, move(midi_learn, 90, 0, 127)) == ("", "")
    assert not path.exists()


def test_another_target_replaces_the_armed_one(midi_learn: MidiLearn) -> None:
    midi_learn.arm("tempo")
    move(midi_learn, 90, 60)
    midi_learn.arm("slice/05")
    assert midi_learn.armed == "slice/5"
    assert midi_learn.feed(PORT, NoteMessage(40, 9, 0.7, 0.0)) == "note 40 channel 10 is for slice/5 now"


def test_a_note_is_learned_for_switches_and_not_for_knobs(midi_learn: MidiLearn, library: MapLibrary) -> None:
    midi_learn.arm("latent/3")
    assert midi_learn.feed(PORT, NoteMessage(40, 0, 0.7, 0.0)) is None
    midi_learn.arm("freeze")
    assert midi_learn.feed(PORT, NoteMessage(40, 0, 0.7, 0.0)) == "note 40 channel 1 is for freeze now"
    found = library.for_port(PORT).find("note 40", 0)
    assert found is not None
    assert (found.low, found.high) == (0.0, 1.0)


def test_pairs_and_encoders_are_learned_as_such(midi_learn: MidiLearn, library: MapLibrary) -> None:
    midi_learn.arm("width")
    sentences = [move(midi_learn, *half) for half in ((20, 10), (52, 3), (20, 14), (52, 9))]
    assert sentences[-1].startswith("cc14 20 channel 1 is for width now")
    assert library.for_port(PORT).pairs == {20}
    midi_learn.arm("texture")
    assert move(midi_learn, 91, 1, 1, 127) == "cc 91 channel 1 is for texture now, as an encoder by two's complement"
    found = library.for_port(PORT).find("cc 91", 0)
    assert found is not None
    assert found.relative == "two's complement"


def test_conflicts_are_resolved_and_reported(midi_learn: MidiLearn, library: MapLibrary) -> None:
    """A control gets the new target; a target loses its former control in the user's map, but not in maps below."""
    assert learn(midi_learn, "tempo", 20) == "cc 20 channel 1 is for tempo now; no longer for latent/0"
    assert learn(midi_learn, "latent/1", 20) == (
        "cc 20 channel 1 is for latent/1 now; no longer for tempo; cc 21 still does the same by another map"
    )
    assert learn(midi_learn, "latent/1", 90) == (
        "cc 90 channel 1 is for latent/1 now; cc 20 channel 1 is out of your map; "
        "cc 21 still does the same by another map"
    )
    assert [entry.name for entry in library.user_map.entries.values()] == ["cc 90 channel 1"]
    midi_learn.arm("width")
    for half in ((20, 10), (52, 3), (20, 14)):
        move(midi_learn, *half)
    assert move(midi_learn, 52, 9) == "cc14 20 channel 1 is for width now"
    assert learn(midi_learn, "level", 52) == (
        "cc 52 channel 1 is for level now; cc14 20 channel 1 is out of your map; "
        "cc 7 still does the same by another map"
    )


def test_the_same_control_for_the_same_target_is_no_conflict(midi_learn: MidiLearn, path: Path) -> None:
    learn(midi_learn, "tempo", 90)
    text = path.read_text()
    assert learn(midi_learn, "tempo", 90) == "cc 90 channel 1 is for tempo now"
    assert path.read_text() == text


def test_ranges_and_comments_in_the_file_stay(midi_learn: MidiLearn, path: Path, library: MapLibrary) -> None:
    path.parent.mkdir()
    path.write_text(
        'name = "mine"  # all mine\n[map]\n'
        '"cc 1" = { to = "tempo", low = 120, high = 180, curve = "exp", takeover = "pick-up" }\n'
        '# below\n"cc 2" = "level"\n'
    )
    learn(midi_learn, "tempo", 90)
    (found,) = library.user_map.with_target("tempo")
    assert (found.name, found.low, found.high, found.curve, found.takeover) == (
        "cc 90 channel 1", 120, 180, "exp", "pick-up",
    )  # fmt: skip
    assert "# all mine" in path.read_text()
    assert "# below" in path.read_text()
    midi_learn.arm("tempo")
    move(midi_learn, 91, 65, 65, 63)
    (found,) = library.user_map.with_target("tempo")
    assert (found.low, found.relative, found.takeover) == (120, "binary offset", "none")
    assert [entry.name for entry in library.user_map.with_target("level")] == ["cc 2"]


def test_unlearn_uncovers_the_maps_below(midi_learn: MidiLearn, library: MapLibrary, path: Path) -> None:
    learn(midi_learn, "tempo", 20)
    assert midi_learn.unlearn("tempo") == "cc 20 channel 1 no longer moves tempo"
    assert list(library.for_port(PORT).with_target("tempo")) == []
    assert [entry.name for entry in library.for_port(PORT).with_target("latent/0")] == ["cc 20"]
    assert parse_map(path.read_text(), "x").entries == {}
    assert midi_learn.unlearn("tempo") == "tempo is not in your map, so there is nothing to forget"


@pytest.mark.parametrize("target", ["", "tempi", "../../etc/passwd", "slice/99", "/vamen/tempo", "a" * 5000])
def test_an_unknown_target_is_refused(midi_learn: MidiLearn, target: str, path: Path) -> None:
    with pytest.raises(BadParameter):
        midi_learn.arm(target)
    with pytest.raises(BadParameter):
        midi_learn.unlearn(target)
    assert not path.parent.exists()


def test_an_invalid_file_is_not_changed(midi_learn: MidiLearn, library: MapLibrary, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("[map\n# half a thought")
    with pytest.raises(BadConfig, match="not valid TOML"):
        learn(midi_learn, "tempo", 90)
    assert path.read_text() == "[map\n# half a thought"
    assert list(library.user_map.entries) == []
    assert midi_learn.armed == ""


def test_a_file_that_cannot_be_written_changes_nothing(library: MapLibrary, clock: FakeClock, tmp_path: Path) -> None:
    (tmp_path / "vamen").write_text("a file where the folder should be")
    midi_learn = MidiLearn(tmp_path / "vamen" / "midi.toml", library, clock=clock)
    with pytest.raises(BadConfig, match="cannot be written"):
        learn(midi_learn, "tempo", 90)
    assert list(library.user_map.entries) == []


def test_the_same_number_on_two_ports_is_two_controls(midi_learn: MidiLearn) -> None:
    midi_learn.arm("tempo")
    assert midi_learn.feed("one", ControlChange("cc 90", 0, 0.1, 10, 0.0)) is None
    assert midi_learn.feed("two", ControlChange("cc 90", 0, 0.9, 110, 0.0)) is None
    assert midi_learn.feed("two", ControlChange("cc 90", 0, 0.8, 100, 0.0)) == "cc 90 channel 1 is for tempo now"


def test_a_latent_is_learned_and_taken_out_by_its_name(path: Path, clock: FakeClock) -> None:
    path.parent.mkdir()
    path.write_text('[map]\n"cc 30" = "snare"\n"cc 31" = { to = "kick", low = -1 }\n')
    latents = LatentNames(lambda: (("kick", "the bass drum"), ("snare", "the snare")))
    library = load_maps(path.parent, latents=latents)
    midi_learn = MidiLearn(path, library, clock=clock)
    assert midi_learn.arm("kick").startswith("kick waits for a control")
    for value in (10, 100):
        said = midi_learn.feed(PORT, ControlChange("cc 90", 0, value / 127, value, 0.0))
    assert said == "cc 90 channel 1 is for kick now; cc 31 is out of your map; cc 20 still does the same by another map"
    assert [(entry.name, entry.low) for entry in library.user_map.with_target("latent/0")] == [("cc 90 channel 1", -1)]
    still = "cc {} of the default map still moves it"
    assert midi_learn.unlearn("latent/1") == f"cc 30 no longer moves snare; {still.format(21)}"
    assert midi_learn.unlearn("latent/kick") == f"cc 90 channel 1 no longer moves kick; {still.format(20)}"
    assert midi_learn.unlearn("kick") == f"kick is not in your map, so there is nothing to forget; {still.format(20)}"
    with pytest.raises(BadParameter):
        midi_learn.arm("hats")
