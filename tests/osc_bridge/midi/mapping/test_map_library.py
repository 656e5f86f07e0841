"""Each port is played by the map that fits it, under the user's own; the maps that come along name what there is."""

from pathlib import Path

import pytest

from engine.errors import BadConfig
from engine.parameters import LATENTS
from osc_bridge.midi.mapping.entries import Map
from osc_bridge.midi.mapping.map_file import parse, read
from osc_bridge.midi.mapping.map_library import READY, MapLibrary, load
from osc_bridge.midi.mapping.targets import word

FILES = sorted(READY.glob("*.toml"))
NAMES = {  # as the systems show them
    "Launch Control XL:Launch Control XL MIDI 1 20:0": "Launch Control XL",
    "APC40 mkII:APC40 mkII MIDI 1 24:0": "APC40 mkII",
    "MPD218": "MPD218",
    "nanoKONTROL2 SLIDER/KNOB": "nanoKONTROL2",
    "MIDIIN2 (Ableton Push 2)": "Push 2",
}


def targets(found: Map) -> set[str]:
    return {word(entry.target) for entry in found.entries.values()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_ready_map_has_what_is_played_live(path: Path) -> None:
    """Reading refuses unknown targets, and a control that is mapped twice."""
    found = read(path)
    assert {f"latent/{index}" for index in range(8)} <= targets(found)
    assert {"tempo", "level", "texture", "width", "freeze", "reverse", "stutter", "panic", "tap"} <= targets(found)
    assert found.name in NAMES.values()
    assert found.pads.get("count") == 0 or found.pads["count"] >= 32


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_ready_map_moves_no_latent_by_two_controls(path: Path) -> None:
    words = [word(entry.target) for entry in read(path).entries.values() if entry.target is not None]
    assert all(words.count(f"latent/{index}") <= 1 for index in range(LATENTS))


@pytest.mark.parametrize(("port", "name"), NAMES.items())
def test_a_controller_is_known_by_its_port(port: str, name: str, tmp_path: Path) -> None:
    assert load(tmp_path).for_port(port).name == f"{name} over default"


def test_every_ready_map_is_for_one_of_the_ports() -> None:
    assert len(FILES) == len(NAMES)


def test_an_unknown_port_has_the_default_map(tmp_path: Path) -> None:
    found = load(tmp_path).for_port("Some keyboard")
    assert found.name == "default"
    assert found.find("cc 7", 3) is not None


def test_the_users_map_lies_over_the_controllers_and_that_over_the_default() -> None:
    mine = parse('[map]\n"cc 20" = "tempo"\n"cc 22" = "none"\n[pads]\nbase = 0', "mine")
    pad = parse('ports = ["pad"]\n[map]\n"cc 20" = "level"\n"cc 21" = "width"\n[pads]\nbase = 5\nmode = "gate"', "pad")
    wide = parse('ports = ["pad 88"]\n[map]\n"cc 21" = "texture"', "wide")
    shelf = MapLibrary(mine, [pad, wide])
    found = shelf.for_port("My PAD 16")
    assert {c: word(found.entries[c, None].target) for c in ("cc 20", "cc 21", "cc 22", "cc 23")} == {
        "cc 20": "tempo",
        "cc 21": "width",
        "cc 22": "none",
        "cc 23": "latent/3",
    }
    assert found.pads == {"base": 0, "mode": "gate"}
    assert word(shelf.for_port("pad 88").entries["cc 21", None].target) == "texture"
    assert word(shelf.below("My pad").entries["cc 20", None].target) == "level"


def test_a_pair_hides_its_halves_below_and_a_half_hides_the_pair() -> None:
    pair, halves = parse('[map]\n"cc14 20" = "tempo"', "pair"), parse('[map]\n"cc 52 channel 2" = "level"', "halves")
    assert set(pair.over(halves).entries) == {("cc14 20", None)}
    assert set(halves.over(pair).entries) == {("cc 52", 1)}


def test_a_channel_of_its_own_leaves_the_other_channels_below() -> None:
    above, below = parse('[map]\n"cc 7 channel 2" = "tempo"', "above"), parse('[map]\n"cc 7" = "level"', "below")
    found = above.over(below)
    assert [word(entry.target) for channel in (0, 1) if (entry := found.find("cc 7", channel))] == ["level", "tempo"]
    assert set(below.over(above).entries) == {("cc 7", None)}


def test_a_users_folder_may_hold_maps_for_controllers(tmp_path: Path) -> None:
    (tmp_path / "midi").mkdir()
    (tmp_path / "midi" / "mpd.toml").write_text('name = "my pads"\nports = ["MPD218"]\n')
    (tmp_path / "midi.toml").write_text('name = "mine"\nports = ["nano"]\n')
    shelf = load(tmp_path)
    assert shelf.for_port("MPD218").name == "my pads over default"
    assert shelf.for_port("nanoKONTROL2").name == "mine over nanoKONTROL2 over default"


def test_a_broken_map_is_named(tmp_path: Path) -> None:
    (tmp_path / "midi.toml").write_text("[map")
    with pytest.raises(BadConfig, match=r"midi\.toml is not valid TOML"):
        load(tmp_path)
