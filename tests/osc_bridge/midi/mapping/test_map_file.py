"""Maps are read, refused in one sentence where they are not valid, and changed with their comments kept."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.errors import BadConfig
from engine.parameters import TABLE
from osc_bridge.midi.mapping.control_map import ControlMap, MapEntry, default_map
from osc_bridge.midi.mapping.map_file import MAX_MAP_BYTES, parse_map, read_map, save_map, with_entry, without_target
from osc_bridge.midi.mapping.targets import CommandTarget, parse_target, target_name
from osc_bridge.midi.playing.mpe import ModulationTarget, MpeSettings
from osc_bridge.osc.latent_names import LatentNames

FULL = """
name = "Faders"
ports = ["nanoKONTROL2", "nano"]
takeover = "pick-up"

[map]
"cc 20" = "latent/0"
"CC  21 channel 3" = { to = "tempo", low = 120, high = 180, curve = "exp", takeover = "value scaling" }
"cc 22" = { to = "level", low = 0, high = -60, channel = 16 }
"cc 23" = { to = "latent/1", relative = "signed bit 2" }
"cc14 1" = "latent/2"
"nrpn 300" = "width"
"bend" = "nudge"
"pressure" = { to = "texture", curve = "s" }
"poly 36" = { to = "speed", curve = "log" }
"note 40" = { to = "freeze", toggle = true }
"note 41" = "slice/5"
"cc 24" = "preset"
"cc 25" = "none"

[pads]
base = 40
curve = "soft"
[mpe]
members = 5
[feedback]
notes = [1, 2]
"""


def test_every_kind_of_entry_is_parsed() -> None:
    found = parse_map(FULL, "faders.toml")
    assert (found.name, found.ports) == ("Faders", ("nanoKONTROL2", "nano"))
    assert (found.pads, found.mpe, found.feedback) == ({"base": 40, "curve": "soft"}, {"members": 5}, {"notes": [1, 2]})
    assert list(found.entries.values()) == [
        MapEntry("cc 20", None, parse_target("latent/0"), -3, 3, takeover="pick-up"),
        MapEntry("cc 21", 2, parse_target("tempo"), 120, 180, "exp", takeover="value scaling"),
        MapEntry("cc 22", 15, parse_target("level"), 0, -60, takeover="pick-up"),
        MapEntry("cc 23", None, parse_target("latent/1"), -3, 3, relative="signed bit 2"),
        MapEntry("cc14 1", None, parse_target("latent/2"), -3, 3, takeover="pick-up"),
        MapEntry("nrpn 300", None, parse_target("width"), 0, 1, takeover="pick-up"),
        MapEntry("bend", None, CommandTarget("nudge", None, -20.0, 20.0), -20.0, 20.0),
        MapEntry("pressure", None, parse_target("texture"), 0, 2, "s", takeover="pick-up"),
        MapEntry("poly 36", None, parse_target("speed"), -4, 4, "log", takeover="pick-up"),
        MapEntry("note 40", None, parse_target("freeze"), 0, 1, toggle=True),
        MapEntry("note 41", None, Event(Action.SLICE, 5)),
        MapEntry("cc 24", None, CommandTarget("preset", None, 0, 127), 0, 127),
        MapEntry("cc 25", None, None),
    ]
    assert found.pairs == {1}


def test_a_map_says_what_programs_recall_and_the_upper_one_counts() -> None:
    scenes, presets, silent = (parse_map(text, "x") for text in ('program = "scene"', 'program = "preset"', ""))
    assert [one.over(other).program for one, other in ((scenes, presets), (presets, scenes), (silent, scenes))] == [
        "scene",
        "preset",
        "scene",
    ]
    with pytest.raises(BadConfig, match="program is 'slice', expected one of preset, scene"):
        parse_map('program = "slice"', "x")


def test_an_empty_file_is_an_empty_map() -> None:
    assert parse_map("", "empty.toml") == ControlMap("empty.toml")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('"cc 120" = "tempo"', "no control"),
        ('"cc" = "tempo"', "no control"),
        ('"cc 20 channel 0" = "tempo"', "no control"),
        ('"cc 20 channel" = "tempo"', "no control"),
        ('"cc14 32" = "tempo"', "no control"),
        ('"knob 1" = "tempo"', "no control"),
        ('"cc 20" = "tempi"', "nothing called"),
        ('"cc 20" = 5', "expected the name"),
        ('"cc 20" = { low = 5 }', "expected the name"),
        ('"cc 20" = { to = "tempo", lo = 5 }', "there is no option 'lo'"),
        ('"cc 20" = { to = "tempo", low = nan }', "expected a number"),
        ('"cc 20" = { to = "tempo", low = inf }', "expected a number"),
        ('"cc 20" = { to = "tempo", low = true }', "expected a number"),
        ('"cc 20" = { to = "tempo", low = "120" }', "expected a number"),
        ('"cc 20" = { to = "tempo", low = ' + "9" * 400 + " }", "expected a number"),
        ('"cc 20" = { to = "tempo", low = ' + "9" * 5000 + " }", "not valid TOML"),
        ('"cc 20" = { to = "tempo", low = 20 }', "goes from 40 to 300"),
        ('"cc 20" = { to = "tempo", low = 120, high = 120 }', "would do nothing"),
        ('"cc 20" = { to = "tempo", curve = "cubic" }', "expected one of linear, log, exp, s, octaves"),
        ('"cc 20" = { to = "speed", curve = "octaves" }', "octaves need both above 0"),
        ('"cc 20" = { to = "tempo", relative = [] }', "expected one of signed bit"),
        ('"cc 20" = { to = "tempo", takeover = "pickup" }', "expected one of none, pick-up"),
        ('"cc 20" = { to = "tempo", channel = 17 }', "from 1 to 16"),
        ('"cc 20" = { to = "freeze", toggle = 1 }', "true or false"),
        ('"cc 20" = { to = "play", low = 0 }', "has no range"),
        ('"cc 20" = { to = "play", toggle = true }', "no parameter"),
        ('"cc 20" = { to = "preset", takeover = "pick-up" }', "no parameter"),
        ('"cc 20" = { to = "tap", relative = "signed bit" }', "needs a press"),
        ('"cc 20" = { to = "tempo", relative = "signed bit", takeover = "pick-up" }', "has no position"),
        ('"cc14 2" = { to = "tempo", relative = "signed bit" }', "never relative"),
        ('"note 40" = { to = "tempo", curve = "exp" }', "a note is a button"),
        ('"note 40" = "preset"', "as in preset/1"),
        ('"cc 20" = "tempo"\n"cc  20" = "level"', "mapped twice"),
        ('"cc 20 channel 3" = "tempo"\n"cc 20" = { to = "level", channel = 3 }', "mapped twice"),
        ('"cc 20 channel 3" = { to = "tempo", channel = 4 }', "two channels"),
        ('"cc14 20" = "tempo"\n"cc 52" = "level"', "same controller"),
        ('"cc 20" = "level"\n"cc14 20" = "tempo"', "same controller"),
        ('"cc 20 = "level"', "not valid TOML"),
    ],
)
def test_an_invalid_entry_is_refused_by_file_and_control(line: str, message: str) -> None:
    with pytest.raises(BadConfig, match=message) as error:
        parse_map(f"[map]\n{line}\n", "mine.toml")
    text = str(error.value)
    assert text.startswith("mine.toml")
    assert "not valid TOML" in text or "entry '" in text
    assert "\n" not in text
    assert len(text) < 400


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("maps = 1", "unknown key 'maps'"),
        ("map = 1", "expected a table"),
        ("name = 3", "name is 3"),
        ('ports = "nano"', "expected a list"),
        ("ports = [1]", "an item of ports"),
        ('takeover = "jump"', "expected one of none"),
        ("pads = 1", "expected a table"),
        ("x = " + "[" * 5000, "TOML"),
    ],
)
def test_an_invalid_key_besides_the_entries_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadConfig, match=message):
        parse_map(text, "mine.toml")


@given(st.text(max_size=80))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parse_map(f"[map]\n{text}", "mine.toml")
    except BadConfig as error:
        assert str(error).startswith("mine.toml")


def test_a_file_that_cannot_be_a_map_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    with pytest.raises(BadConfig, match="cannot be read"):
        read_map(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadConfig, match="not UTF-8"):
        read_map(path)
    path.write_bytes(b"#" * (MAX_MAP_BYTES + 1))
    with pytest.raises(BadConfig, match="more than the 64 kB"):
        read_map(path)


def test_the_default_map_is_the_table_of_parameters() -> None:
    assert {key: entry.target for key, entry in default_map().entries.items()} == {
        (f"cc {entry.controller}", None): entry for entry in TABLE if entry.controller is not None
    }


def test_a_change_of_one_entry_keeps_comments() -> None:
    text = (
        '# mine\n[map]\n# the big one\n"cc 20" = "tempo"  # fast\n"cc 21" = "level" # loud\n[pads]\nbase = 36 # low\n'
    )
    changed = with_entry(text, ("cc14 21", 4), "tempo", {"low": 120, "curve": "exp"})
    assert parse_map(changed, "x").entries == {
        ("cc14 21", 4): MapEntry("cc14 21", 4, parse_target("tempo"), 120, 300, "exp"),
    }
    assert '"cc14 21 channel 5" = {to = "tempo", low = 120, curve = "exp"}' in changed
    assert all(comment in changed for comment in ("# mine", "# the big one", "# low"))
    again = without_target(changed, "tempo")
    assert parse_map(again, "x").entries == {}
    assert "# the big one" in again


def test_a_file_is_replaced_completely_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "midi.toml"
    save_map(path, "# ä")
    assert path.read_bytes() == "# ä".encode()
    assert list(path.parent.iterdir()) == [path]
    former = path.stat().st_ino
    save_map(path, "# b")
    assert path.stat().st_ino != former
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    with pytest.raises(BadConfig, match="cannot be written"):
        save_map(folder, "x")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadConfig, match="No space left"):
        save_map(path, "# c")
    assert path.read_text() == "# b"
    assert list(path.parent.iterdir()) == [path]
    assert set(tmp_path.iterdir()) == {folder, path.parent}


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('name = "a"\nports = ["a"]\n[map]\n"cc 1" = "level"\n', "utf-8-sig")
    assert read_map(tmp_path / "a.toml").name == "a"


NAMES = LatentNames(lambda: (("kick", "the bass drum"), ("snare", "the snare"), ("hats", "hats")))
NAMED = """[map]
"cc 20" = "kick"  # right hand
"cc 21" = "latent/snare"
"cc 22" = { to = "hats", low = -1, high = 1, curve = "exp" }
"nrpn 300" = "latent/3"
"""


def test_a_map_names_latents_as_the_model_does() -> None:
    found = parse_map(NAMED, "mine.toml", NAMES).entries
    assert {name: target_name(entry.target) for (name, _), entry in found.items()} == {
        "cc 20": "latent/0",
        "cc 21": "latent/1",
        "cc 22": "latent/2",
        "nrpn 300": "latent/3",
    }
    assert (found["cc 22", None].low, found["cc 22", None].curve) == (-1, "exp")


def test_bends_and_pressure_name_latents_too() -> None:
    text = '[mpe]\nbend = "snare"\nslide = { to = "latent/kick", depth = 0.5 }\npressure = "none"\nlower = 3'
    settings = MpeSettings.of_map(parse_map(text, "mine.toml", NAMES))
    assert settings.bend == ModulationTarget("latent/1")
    assert settings.slide == ModulationTarget("latent/0", 0.5)
    assert (settings.pressure, settings.lower) == (None, 3)


def test_a_name_that_the_model_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(BadConfig, match=r"mine.toml, entry 'cc 20': .*'tone'.*known are kick, snare, hats, the ids"):
        parse_map('[map]\n"cc 20" = "tone"', "mine.toml", NAMES)


def test_entries_with_names_are_replaced_and_removed_as_those_with_numbers() -> None:
    assert '"cc 20"' not in without_target(NAMED, "latent/0", NAMES)
    changed = with_entry(NAMED, ("cc 90", None), "latent/1", {}, NAMES)
    assert '"cc 21"' not in changed and '"cc 90" = "latent/1"' in changed and "# right hand" in changed
