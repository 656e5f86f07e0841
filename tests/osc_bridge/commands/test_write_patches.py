"""The command writes every file, for the port that is used, and those that are checked in are what it writes."""

import json
import zlib
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import osc_bridge
from engine.errors import BadInput
from engine.model.card import Card
from engine.parameters import LATENTS
from osc_bridge.commands.write_patches import FILES, patches
from osc_bridge.hosts.patch_target import PatchTarget
from tests.osc_bridge.hosts.test_max_msp import require_joined
from tests.osc_bridge.hosts.test_pure_data import require_sheet

CHECKED_IN = Path(osc_bridge.__file__).parent / "hosts" / "generated"


def text_of(name: str, content: bytes) -> str:
    return (zlib.decompress(content) if name.endswith(".tosc") else content).decode("utf-8", "replace")


@pytest.mark.parametrize("name", FILES)
def test_what_is_checked_in_is_what_would_be_written(rig: PatchTarget, name: str) -> None:
    written, there = FILES[name](rig), (CHECKED_IN / name).read_bytes()
    if name.endswith(".tosc"):  # not every zlib packs alike
        written, there = zlib.decompress(written), zlib.decompress(there)
    assert written == there, "write them anew: vamen patches osc_bridge/hosts/generated"


def test_nothing_else_is_checked_in() -> None:
    assert {path.name for path in CHECKED_IN.iterdir()} == set(FILES)


def test_the_command_writes_for_the_port_that_is_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    patches(tmp_path / "new", osc_host="10.0.0.7", osc_port=9123)
    for name in FILES:
        written = text_of(name, (tmp_path / "new" / name).read_bytes())
        assert "7770" not in written, name
        if name != "Vamen.schelp":  # its example has both, too
            assert "9123" in written or name == "vamen-replies.js", name
    assert "10.0.0.7 port 9123" in capsys.readouterr().out


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="choose another folder"):
        patches(tmp_path / "file")


@settings(max_examples=8, deadline=None)
@given(names=st.lists(st.text(max_size=20), min_size=LATENTS, max_size=LATENTS))
def test_no_name_that_a_model_may_have_breaks_a_patch(card: Card, names: list[str]) -> None:
    knobs = tuple(replace(knob, name=name) for knob, name in zip(card.knobs, names, strict=True))
    rig = PatchTarget.of(replace(card, knobs=knobs), "127.0.0.1", 7770)
    made = {name: make(rig) for name, make in FILES.items()}
    require_joined(json.loads(made["vamen.maxpat"]))
    require_sheet(made["vamen.pd"].decode())
    ElementTree.fromstring(zlib.decompress(made["vamen.tosc"]))
    json.loads(made["vamen-stage.json"])
    for quoting in ("Vamen.sc", "Vamen.hs", "vamen-sonic-pi.rb"):
        assert made[quoting].count(b'"') % 2 == 0


def test_the_page_tells_of_every_file() -> None:
    page = (Path(__file__).parents[3] / "docs" / "driving.md").read_text("utf-8")
    assert all(f"`{name}`" in page for name in FILES)
    assert "(patch.png)" in page and (Path(__file__).parents[3] / "docs" / "patch.png").is_file()
