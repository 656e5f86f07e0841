"""A map is a file that a person can read, and what is wrong in it is said in a sentence."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.errors import BadConfig
from engine.parameters import TABLE
from osc_bridge.midi.mapping.entries import Entry, Map, default_map
from osc_bridge.midi.mapping.map_file import LIMIT, parse, read, save, with_entry, without_target
from osc_bridge.midi.mapping.targets import CommandTarget, resolve

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


def test_a_map_says_what_each_control_is_for() -> None:
    found = parse(FULL, "faders.toml")
    assert (found.name, found.ports) == ("Faders", ("nanoKONTROL2", "nano"))
    assert (found.pads, found.mpe, found.feedback) == ({"base": 40, "curve": "soft"}, {"members": 5}, {"notes": [1, 2]})
    assert list(found.entries.values()) == [
        Entry("cc 20", None, resolve("latent/0"), -3, 3, takeover="pick-up"),
        Entry("cc 21", 2, resolve("tempo"), 120, 180, "exp", takeover="value scaling"),
        Entry("cc 22", 15, resolve("level"), 0, -60, takeover="pick-up"),
        Entry("cc 23", None, resolve("latent/1"), -3, 3, relative="signed bit 2"),
        Entry("cc14 1", None, resolve("latent/2"), -3, 3, takeover="pick-up"),
        Entry("nrpn 300", None, resolve("width"), 0, 1, takeover="pick-up"),
        Entry("bend", None, CommandTarget("nudge", None, -20.0, 20.0), -20.0, 20.0),
        Entry("pressure", None, resolve("texture"), 0, 2, "s", takeover="pick-up"),
        Entry("poly 36", None, resolve("speed"), -4, 4, "log", takeover="pick-up"),
        Entry("note 40", None, resolve("freeze"), 0, 1, toggle=True),
        Entry("note 41", None, Event(Action.SLICE, 5)),
        Entry("cc 24", None, CommandTarget("preset", None, 0, 127), 0, 127),
        Entry("cc 25", None, None),
    ]
    assert found.pairs == {1}


def test_an_empty_file_is_an_empty_map() -> None:
    assert parse("", "empty.toml") == Map("empty.toml")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('"cc 120" = "tempo"', "no control"),
        ('"cc" = "tempo"', "no control"),
        ('"cc 20 channel 0" = "tempo"', "no control"),
        ('"cc 20 channel" = "tempo"', "no control"),
        ('"cc14 32" = "tempo"', "no control"),
        ('"knob 1" = "tempo"', "no control"),
        ('"cc 20" = "tempi"', "nothing called"),
        ('"cc 20" = 5', "expected the word"),
        ('"cc 20" = { low = 5 }', "expected the word"),
        ('"cc 20" = { to = "tempo", lo = 5 }', "there is no 'lo'"),
        ('"cc 20" = { to = "tempo", low = nan }', "expected a number"),
        ('"cc 20" = { to = "tempo", low = inf }', "expected a number"),
        ('"cc 20" = { to = "tempo", low = true }', "expected a number"),
        ('"cc 20" = { to = "tempo", low = "120" }', "expected a number"),
        ('"cc 20" = { to = "tempo", low = ' + "9" * 400 + " }", "expected a number"),
        ('"cc 20" = { to = "tempo", low = ' + "9" * 5000 + " }", "not valid TOML"),
        ('"cc 20" = { to = "tempo", low = 20 }', "goes from 40 to 300"),
        ('"cc 20" = { to = "tempo", low = 120, high = 120 }', "would do nothing"),
        ('"cc 20" = { to = "tempo", curve = "cubic" }', "expected one of linear, log, exp, s"),
        ('"cc 20" = { to = "tempo", relative = [] }', "expected one of signed bit"),
        ('"cc 20" = { to = "tempo", takeover = "pickup" }', "expected one of none, pick-up"),
        ('"cc 20" = { to = "tempo", channel = 17 }', "from 1 to 16"),
        ('"cc 20" = { to = "freeze", toggle = 1 }', "true or false"),
        ('"cc 20" = { to = "play", low = 0 }', "has no range"),
        ('"cc 20" = { to = "play", toggle = true }', "no parameter"),
        ('"cc 20" = { to = "preset", takeover = "pick-up" }', "no parameter"),
        ('"cc 20" = { to = "tap", relative = "signed bit" }', "wants a press"),
        ('"cc 20" = { to = "tempo", relative = "signed bit", takeover = "pick-up" }', "no place of its own"),
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
def test_what_has_no_meaning_is_refused_by_file_and_entry(line: str, complaint: str) -> None:
    with pytest.raises(BadConfig, match=complaint) as refusal:
        parse(f"[map]\n{line}\n", "mine.toml")
    text = str(refusal.value)
    assert text.startswith("mine.toml")
    assert "not valid TOML" in text or "entry '" in text
    assert "\n" not in text
    assert len(text) < 400


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("maps = 1", "unknown key 'maps'"),
        ("map = 1", "expected a table"),
        ("name = 3", "name is 3"),
        ('ports = "nano"', "expected a list"),
        ("ports = [1]", "an item of ports"),
        ('takeover = "jump"', "expected one of none"),
        ("[pads]\nbase = nan", "pads.base"),
        ("x = " + "[" * 5000, "TOML"),
    ],
)
def test_what_is_wrong_around_the_entries_is_refused_too(text: str, complaint: str) -> None:
    with pytest.raises(BadConfig, match=complaint):
        parse(text, "mine.toml")


@given(st.text(max_size=80))
def test_no_text_does_more_than_being_refused(text: str) -> None:
    try:
        parse(f"[map]\n{text}", "mine.toml")
    except BadConfig as refusal:
        assert str(refusal).startswith("mine.toml")


def test_a_file_that_is_no_map_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    with pytest.raises(BadConfig, match="cannot be read"):
        read(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadConfig, match="not UTF-8"):
        read(path)
    path.write_bytes(b"#" * (LIMIT + 1))
    with pytest.raises(BadConfig, match="longer than"):
        read(path)


def test_the_default_map_is_the_table_of_parameters() -> None:
    assert {key: entry.target for key, entry in default_map().entries.items()} == {
        (f"cc {entry.controller}", None): entry for entry in TABLE if entry.controller is not None
    }


def test_a_change_keeps_comments_and_everything_else() -> None:
    text = (
        '# mine\n[map]\n# the big one\n"cc 20" = "tempo"  # fast\n"cc 21" = "level" # loud\n[pads]\nbase = 36 # low\n'
    )
    changed = with_entry(text, ("cc14 21", 4), "tempo", {"low": 120, "curve": "exp"})
    assert parse(changed, "x").entries == {
        ("cc14 21", 4): Entry("cc14 21", 4, resolve("tempo"), 120, 300, "exp"),
    }
    assert '"cc14 21 channel 5" = {to = "tempo", low = 120, curve = "exp"}' in changed
    assert all(comment in changed for comment in ("# mine", "# the big one", "# low"))
    again = without_target(changed, "tempo")
    assert parse(again, "x").entries == {}
    assert "# the big one" in again


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "midi.toml"
    save(path, "# ä")
    assert path.read_bytes() == "# ä".encode()
    assert list(path.parent.iterdir()) == [path]
    former = path.stat().st_ino
    save(path, "# b")
    assert path.stat().st_ino != former
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    with pytest.raises(BadConfig, match="cannot be written"):
        save(folder, "x")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadConfig, match="No space left"):
        save(path, "# c")
    assert path.read_text() == "# b"
    assert list(path.parent.iterdir()) == [path]
    assert set(tmp_path.iterdir()) == {folder, path.parent}
