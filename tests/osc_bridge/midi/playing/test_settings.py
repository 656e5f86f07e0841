"""How pads are played can be written down, and what is wrong there is said in one sentence."""

import tomllib
from typing import Any

import pytest

from engine.errors import BadConfig
from osc_bridge.midi.playing.mpe import MpeSetting, Reach
from osc_bridge.midi.playing.pads import PadSetting
from osc_bridge.midi.playing.settings import read_mpe, read_pads


def test_a_table_that_says_nothing_changes_nothing() -> None:
    assert read_pads({}) == PadSetting()
    assert read_mpe({}) == MpeSetting()


def test_everything_can_be_said() -> None:
    table = tomllib.loads("""
        [pads]
        base = 48
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
    pads = PadSetting(48, 9, "latch", "hard", groups, frozenset({50}), "release")
    assert read_pads(table["pads"], apart=[50]) == pads
    assert read_mpe(table["mpe"]) == MpeSetting(Reach("tempo", -10.0), Reach("latent/5"), None, 7, 7)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ({"bass": 36}, "unknown key 'bass'"),
        ({"base": 128}, "base is 128"),
        ({"base": -1}, "base is -1"),
        ({"base": 36.0}, "base is 36.0"),
        ({"base": True}, "base is True"),
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
def test_what_is_wrong_with_pads_is_said(table: dict[str, Any], found: str) -> None:
    with pytest.raises(BadConfig, match=rf"^\[pads\] .*{found}"):
        read_pads(table)


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
def test_what_is_wrong_with_mpe_is_said(table: dict[str, Any], found: str) -> None:
    with pytest.raises(BadConfig, match=rf"^\[mpe\] .*{found}"):
        read_mpe(table)
