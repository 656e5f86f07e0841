"""`vamen patches` writes every file for the given port; the bundled files are up to date."""

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
from osc_bridge.commands.write_patches import PATCH_FILES, patches
from osc_bridge.hosts.patch_target import PatchTarget, card_of
from tests.osc_bridge.hosts.test_max_msp import require_joined
from tests.osc_bridge.hosts.test_pure_data import require_sheet

BUNDLED_PATCHES = Path(osc_bridge.__file__).parent / "hosts" / "generated"


def text_of(name: str, content: bytes) -> str:
    return (zlib.decompress(content) if name.endswith(".tosc") else content).decode("utf-8", "replace")


@pytest.fixture(scope="module")
def card() -> Card:
    return card_of(None)


@pytest.mark.parametrize("name", PATCH_FILES)
def test_the_bundled_file_is_up_to_date(card: Card, name: str) -> None:
    target = PatchTarget.of(card, "127.0.0.1", 7770)
    written, bundled = PATCH_FILES[name](target), (BUNDLED_PATCHES / name).read_bytes()
    if name.endswith(".tosc"):  # zlib versions compress differently
        written, bundled = zlib.decompress(written), zlib.decompress(bundled)
    assert written == bundled, "write them anew: vamen patches osc_bridge/hosts/generated"


def test_no_other_file_is_bundled() -> None:
    assert {path.name for path in BUNDLED_PATCHES.iterdir()} == set(PATCH_FILES)


def test_the_files_have_the_given_host_and_port(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    patches(tmp_path / "new", osc_host="10.0.0.7", osc_port=9123)
    for name in PATCH_FILES:
        written = text_of(name, (tmp_path / "new" / name).read_bytes())
        assert "7770" not in written, name
        if name != "Vamen.schelp":  # its example shows both
            assert "9123" in written or name == "vamen-clip.js", name
    assert "10.0.0.7 port 9123" in capsys.readouterr().out


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be written"):
        patches(tmp_path / "file")


@settings(max_examples=8, deadline=None)
@given(names=st.lists(st.text(max_size=20), min_size=LATENTS, max_size=LATENTS))
def test_no_latent_name_breaks_a_patch(card: Card, names: list[str]) -> None:
    knobs = tuple(replace(knob, name=name) for knob, name in zip(card.knobs, names, strict=True))
    target = PatchTarget.of(replace(card, knobs=knobs), "127.0.0.1", 7770)
    made = {name: make(target) for name, make in PATCH_FILES.items()}
    require_joined(json.loads(made["vamen.maxpat"]))
    require_sheet(made["vamen.pd"].decode())
    ElementTree.fromstring(zlib.decompress(made["vamen.tosc"]))
    json.loads(made["vamen-stage.json"])
    for quoting in ("Vamen.sc", "Vamen.hs", "vamen-sonic-pi.rb"):
        assert made[quoting].count(b'"') % 2 == 0


def test_the_documentation_lists_every_file() -> None:
    page = (Path(__file__).parents[3] / "docs" / "driving.md").read_text("utf-8")
    assert all(f"`{name}`" in page for name in PATCH_FILES)
    assert "(patch.png)" in page and (Path(__file__).parents[3] / "docs" / "patch.png").is_file()
