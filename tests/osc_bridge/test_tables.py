"""The README's tables are those of the code."""

import re
from pathlib import Path

import pytest

from engine.errors import BadInput
from engine.parameters import TABLE
from osc_bridge.namespace import interpret
from osc_bridge.tables import midi_table, osc_table, rewrite

README = Path(__file__).parents[2] / "README.md"
ADDRESS = re.compile(r"^\| `(/vamen/[^` ]+)[^|]*\| ([^|]*) \|", re.MULTILINE)


def test_the_readme_is_up_to_date() -> None:
    text = README.read_text("utf-8")
    assert rewrite(text) == text, "run: python -m osc_bridge.tables README.md"


def test_every_address_of_the_table_is_understood() -> None:
    rows = ADDRESS.findall(osc_table())
    single = [entry for entry in TABLE if not entry.id.startswith("latent/")]
    assert len(rows) == len(single) + 1 + 8  # one row for all latents, eight for what is no parameter
    for address, kinds in rows:
        arguments = [1 for kind in kinds.split() if kind in ("f", "i")]
        interpret(address, arguments)


def test_every_parameter_and_controller_is_named() -> None:
    for entry in TABLE:
        assert entry.about in osc_table()
        if entry.controller is not None:
            assert f"| CC {entry.controller} | {entry.name} |" in midi_table()


def test_a_document_without_markers_is_refused() -> None:
    with pytest.raises(BadInput, match="<!-- osc -->"):
        rewrite("# vamen\n")
    with pytest.raises(BadInput, match="<!-- /midi -->"):
        rewrite("<!-- osc -->\n<!-- /osc --><!-- midi -->\n")


def test_nothing_but_the_tables_is_touched() -> None:
    text = "before\n<!-- osc -->\nold\n<!-- /osc -->\nbetween\n<!-- midi -->\nold\n<!-- /midi -->\nafter\n"
    new = rewrite(text)
    assert re.sub(r"\| .*\n", "", new) == text.replace("old\n", "")
    assert rewrite(new) == new
