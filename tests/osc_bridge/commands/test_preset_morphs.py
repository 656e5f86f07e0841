"""Morphs between presets, which are named as a recall names them."""

import logging
from pathlib import Path
from typing import Any

import pytest

from tests.tiny_client import pack

from .preset_peer import PresetPeer


@pytest.fixture
def setup(tmp_path: Path) -> PresetPeer:
    return PresetPeer(tmp_path)


def test_a_morph_interpolates_two_presets(setup: PresetPeer) -> None:
    for position, value, kick in (
        (0.0, -1.0, 0.0),
        (0.25, -0.5, 0.5),
        (1.0, 1.0, 2.0),
        (-3.0, -1.0, 0.0),
        (9.0, 1.0, 2.0),
    ):
        assert setup.peer.send(pack("/vamen/preset/morph", 0, 3, position)) == []
        assert (setup.controls.read("latent/0"), setup.controls.read_step((0, "kick"))) == (value, kick)
    ((address, _),) = setup.peer.send(pack("/vamen/preset/morph", 0, 99, 0.5))
    assert address == "/vamen/error"


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (["home", "Glass", 0.25], -0.5),
        ([0, "GLASS", 0.25], -0.5),
        (["glass", 0, 0.75], -0.5),
        (["0", "3", 0.25], -0.5),
        ([" home ", "3", "0.25"], -0.5),
        ([0.0, 3.0, 1], 1.0),
    ],
)
def test_a_morph_takes_presets_as_a_recall_does(setup: PresetPeer, arguments: list[Any], value: float) -> None:
    assert setup.peer.send(pack("/vamen/preset/morph", *arguments)) == []
    assert setup.controls.read("latent/0") == value


@pytest.mark.parametrize(
    "which", (7, 128, -1, 0.5, "glas", "", "128", "3.0", "../000.json", "\u0663", "nan", "9" * 5000)
)
def test_morph_and_recall_refuse_the_same_presets_with_the_same_sentence(setup: PresetPeer, which: float | str) -> None:
    ((address, (sentence,)),) = recalled = setup.peer.send(pack("/vamen/preset", which))
    assert address == "/vamen/error" and len(sentence) < 200
    assert setup.peer.send(pack("/vamen/preset/morph", which, 0, 0.5)) == recalled
    assert setup.peer.send(pack("/vamen/preset/morph", 0, which, 0.5)) == recalled


def test_names_are_texts_or_symbols(setup: PresetPeer) -> None:
    assert setup.peer.send(b"/vamen/preset\0\0\0,S\0\0glass\0\0\0") == []
    assert setup.controls.read("latent/0") == 1.0
    assert setup.peer.send(b"/vamen/preset/morph\0,Ssf\0\0\0\0home\0\0\0\0glass\0\0\0\0\0\0\0") == []
    assert setup.controls.read("latent/0") == -1.0


def test_a_morph_beyond_its_ends_is_said_once(setup: PresetPeer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for share in (0.0, 0.5, 1.0):
            setup.peer.send(pack("/vamen/preset/morph", 0, 3, share))
        assert caplog.messages == []
        for share in (1.5, -2.0, 9.0):
            setup.peer.send(pack("/vamen/preset/morph", 0, 3, share))
    assert caplog.messages == ["/vamen/preset/morph share goes from 0 to 1; 1.5 is taken as 1"]
