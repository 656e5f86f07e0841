"""Each port gets the map that fits it, below the user's own; bundled maps are complete."""

from pathlib import Path

import pytest

from engine.errors import BadConfig
from engine.parameters import LATENTS
from osc_bridge.midi.mapping.control_map import ControlMap
from osc_bridge.midi.mapping.map_file import parse_map, read_map
from osc_bridge.midi.mapping.map_library import BUNDLED_MAPS, MapLibrary, load_maps
from osc_bridge.midi.mapping.targets import target_name

FILES = sorted(BUNDLED_MAPS.glob("*.toml"))
NAMES = {  # as MIDI systems list them
    "Launch Control XL:Launch Control XL MIDI 1 20:0": "Launch Control XL",
    "APC40 mkII:APC40 mkII MIDI 1 24:0": "APC40 mkII",
    "MPD218": "MPD218",
    "nanoKONTROL2 SLIDER/KNOB": "nanoKONTROL2",
    "MIDIIN2 (Ableton Push 2)": "Push 2",
}


def targets(found: ControlMap) -> set[str]:
    return {target_name(entry.target) for entry in found.entries.values()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bundled_map_has_the_controls_of_a_live_set(path: Path) -> None:
    """Reading a map refuses unknown targets and controls with two entries."""
    found = read_map(path)
    assert {f"latent/{index}" for index in range(8)} <= targets(found)
    assert {"tempo", "level", "texture", "width", "freeze", "reverse", "stutter", "panic", "tap"} <= targets(found)
    assert found.name in NAMES.values()
    assert found.pads.get("count") == 0 or found.pads["count"] >= 32


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bundled_map_has_one_control_for_each_latent(path: Path) -> None:
    words = [target_name(entry.target) for entry in read_map(path).entries.values() if entry.target is not None]
    assert all(words.count(f"latent/{index}") <= 1 for index in range(LATENTS))


@pytest.mark.parametrize(("port", "name"), NAMES.items())
def test_a_controller_gets_its_map_by_the_name_of_its_port(port: str, name: str, tmp_path: Path) -> None:
    assert load_maps(tmp_path).for_port(port).name == f"{name} over default"


def test_every_bundled_map_fits_a_port() -> None:
    assert len(FILES) == len(NAMES)


def test_an_unknown_port_has_the_default_map(tmp_path: Path) -> None:
    found = load_maps(tmp_path).for_port("Some keyboard")
    assert found.name == "default"
    assert found.find("cc 7", 3) is not None


def test_the_users_map_is_over_the_controllers_map_and_that_over_the_default() -> None:
    user_map = parse_map('[map]\n"cc 20" = "tempo"\n"cc 22" = "none"\n[pads]\nbase = 0', "mine")
    pad = parse_map(
        'ports = ["pad"]\n[map]\n"cc 20" = "level"\n"cc 21" = "width"\n[pads]\nbase = 5\nmode = "gate"', "pad"
    )
    wide = parse_map('ports = ["pad 88"]\n[map]\n"cc 21" = "texture"', "wide")
    library = MapLibrary(user_map, [pad, wide])
    found = library.for_port("My PAD 16")
    assert {c: target_name(found.entries[c, None].target) for c in ("cc 20", "cc 21", "cc 22", "cc 23")} == {
        "cc 20": "tempo",
        "cc 21": "width",
        "cc 22": "none",
        "cc 23": "latent/3",
    }
    assert found.pads == {"base": 0, "mode": "gate"}
    assert target_name(library.for_port("pad 88").entries["cc 21", None].target) == "texture"
    assert target_name(MapLibrary(controller_maps=[pad]).for_port("My pad").entries["cc 20", None].target) == "level"


def test_a_pair_hides_its_halves_below_and_a_half_hides_the_pair() -> None:
    pair, halves = (
        parse_map('[map]\n"cc14 20" = "tempo"', "pair"),
        parse_map('[map]\n"cc 52 channel 2" = "level"', "halves"),
    )
    assert set(pair.over(halves).entries) == {("cc14 20", None)}
    assert set(halves.over(pair).entries) == {("cc 52", 1)}


def test_an_entry_for_one_channel_hides_only_that_channel() -> None:
    above, below = (
        parse_map('[map]\n"cc 7 channel 2" = "tempo"', "above"),
        parse_map('[map]\n"cc 7" = "level"', "below"),
    )
    found = above.over(below)
    assert [target_name(entry.target) for channel in (0, 1) if (entry := found.find("cc 7", channel))] == [
        "level",
        "tempo",
    ]
    assert set(below.over(above).entries) == {("cc 7", None)}


def test_the_users_folder_may_have_maps_for_controllers(tmp_path: Path) -> None:
    (tmp_path / "midi").mkdir()
    (tmp_path / "midi" / "mpd.toml").write_text('name = "my pads"\nports = ["MPD218"]\n')
    (tmp_path / "midi.toml").write_text('name = "mine"\nports = ["nano"]\n')
    library = load_maps(tmp_path)
    assert library.for_port("MPD218").name == "my pads over default"
    assert library.for_port("nanoKONTROL2").name == "mine over nanoKONTROL2 over default"


def test_an_invalid_map_is_named(tmp_path: Path) -> None:
    (tmp_path / "midi.toml").write_text("[map")
    with pytest.raises(BadConfig, match=r"midi\.toml is not valid TOML"):
        load_maps(tmp_path)


def test_everything_that_a_control_moves_is_listed_with_its_controls() -> None:
    library = MapLibrary(parse_map('[map]\n"cc 20" = "tap"\n"bend" = "latent/0"\n"note 40" = "latent/0"\n', "a map"))
    pairs = library.mapped(["any port", "another"])
    listed = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert listed["tap"] == "CC 20"
    assert listed["latent/0"] == "pitch bend, note 40"
    assert listed["latent/1"] == "CC 21"  # of the default map


def test_without_an_open_port_the_maps_for_all_ports_are_listed() -> None:
    assert MapLibrary().mapped([])[:2] == ["level", "CC 7"]
