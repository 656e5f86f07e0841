"""The sections [pads] and [mpe] of a map, and the errors for what is not valid in them."""

import tomllib
from typing import Any

import pytest

from engine.errors import BadConfig
from osc_bridge.midi.mapping.control_map import ControlMap, MapEntry
from osc_bridge.midi.playing.mpe import ModulationTarget, MpeSettings
from osc_bridge.midi.playing.pads import PadSettings


def pads_of(table: dict[str, Any], *controls: str) -> PadSettings:
    entries = {(control, None): MapEntry(control, None, None) for control in controls}
    return PadSettings.of_map(ControlMap("a map", entries=entries, pads=table))


def mpe_of(table: dict[str, Any], *controls: str) -> MpeSettings:
    entries = {(control, None): MapEntry(control, None, None) for control in controls}
    return MpeSettings.of_map(ControlMap("a map", entries=entries, mpe=table))


def test_empty_sections_are_the_defaults() -> None:
    assert pads_of({}) == PadSettings()
    assert mpe_of({}) == MpeSettings()


def test_controls_with_entries_in_the_map_are_not_pads_and_not_mpe() -> None:
    assert pads_of({}, "note 50", "cc 7").buttons == {50}
    assert mpe_of({}, "bend", "pressure") == MpeSettings(bend=None, pressure=None)


def test_every_key_is_read() -> None:
    table = tomllib.loads("""
        [pads]
        base = 48
        count = 16
        channel = 10
        mode = "latch"
        curve = "hard"
        choke = [[36, 38], [40, 41]]
        all_notes_off = "release"
        [mpe]
        bend = { to = "tempo", depth = -10 }
        slide = "latent/5"
        pressure = "none"
        lower = 7
        upper = 7
    """)
    groups = (frozenset({36, 38}), frozenset({40, 41}))
    pads = PadSettings(48, 16, 9, "latch", "hard", groups, frozenset({50}), "release")
    assert pads_of(table["pads"], "note 50") == pads
    assert mpe_of(table["mpe"]) == MpeSettings(
        ModulationTarget("tempo", -10.0), ModulationTarget("latent/5"), None, 7, 7
    )


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ({"bass": 36}, "unknown key 'bass'"),
        ({"base": 128}, "base is 128"),
        ({"base": -1}, "base is -1"),
        ({"base": 36.0}, "base is 36.0"),
        ({"base": True}, "base is True"),
        ({"base": float("nan")}, "base is nan"),
        ({"channel": 0}, "channel is 0"),
        ({"channel": 17}, "from 1 to 16"),
        ({"mode": "toggle"}, "one-shot, gate, latch"),
        ({"mode": ["gate"]}, "mode is"),
        ({"curve": "log"}, "linear, soft, hard, fixed"),
        ({"all_notes_off": 1}, "silence, release"),
        ({"choke": 36}, "choke is 36"),
        ({"choke": [36]}, "choke is"),
        ({"choke": [[128]]}, "choke is"),
        ({"choke": [["36"]]}, "choke is"),
    ],
)
def test_an_invalid_value_for_pads_is_refused_by_name(table: dict[str, Any], found: str) -> None:
    with pytest.raises(BadConfig, match=rf"^\[pads\] .*{found}"):
        pads_of(table)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ({"bent": "latent/0"}, "unknown key 'bent'"),
        ({"bend": "latent/99"}, "no parameter"),
        ({"bend": {"to": ["latent/0"]}}, "no parameter"),
        ({"bend": 3}, "bend is 3"),
        ({"bend": {"depth": 1.0}}, "bend is"),
        ({"bend": {"to": "latent/0", "deep": 1.0}}, "bend is"),
        ({"slide": {"to": "latent/0", "depth": "much"}}, "depth of 'much'"),
        ({"slide": {"to": "latent/0", "depth": True}}, "depth of True"),
        ({"slide": {"to": "latent/0", "depth": float("nan")}}, "depth of nan"),
        ({"pressure": {"to": "latent/0", "depth": 10**400}}, "depth of 1000"),
        ({"lower": 16}, "from 0 to 15"),
        ({"lower": 8, "upper": 7}, "14 together"),
    ],
)
def test_an_invalid_value_for_mpe_is_refused_by_name(table: dict[str, Any], found: str) -> None:
    with pytest.raises(BadConfig, match=rf"^\[mpe\] .*{found}"):
        mpe_of(table)
