"""The tables in the documents are up to date, and complete."""

import re
from pathlib import Path

import pytest

from engine.errors import BadInput
from engine.parameters import TABLE
from osc_bridge.commands.doc_tables import documents, rewrite
from osc_bridge.osc.addresses import endpoints
from osc_bridge.osc.interpret import interpret

ROOT = Path(__file__).parents[3]
ADDRESS = re.compile(r"^\| `(/vamen/[^`]+)` \| ([^|]*) \|", re.MULTILINE)
SPAN = re.compile(r"(\d+) … (\d+)")


def addresses_of(path: str) -> list[str]:
    """Return the addresses of a row."""
    span = SPAN.search(path)
    if span is None:
        return [path]
    numbers = range(int(span[1]), int(span[2]) + 1)
    return [address for number in numbers for address in addresses_of(SPAN.sub(str(number), path, count=1))]


@pytest.mark.parametrize("name", documents())
def test_the_documents_are_up_to_date(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert rewrite(text, documents()[name]) == text, "run: python -m osc_bridge.commands.doc_tables"


def test_the_osc_tables_have_every_address_once_and_no_other() -> None:
    rows = [row for table in documents()["docs/osc.md"].values() for row in ADDRESS.findall(table)]
    assert sorted(address for path, _ in rows for address in addresses_of(path)) == sorted(
        one.path for one in endpoints()
    )


def test_the_listed_arguments_are_accepted() -> None:
    answered = ("reports", "streams")  # their arguments are those of the answer
    tables = [table for name, table in documents()["docs/osc.md"].items() if name not in answered]
    for path, kinds in ADDRESS.findall("".join(tables)):
        for address in addresses_of(path):
            interpret(address, ["/vamen/tempo" if kind == "s" else 1 for kind in re.findall("[fis]", kinds)])


def test_the_page_of_osc_has_every_parameter() -> None:
    table = documents()["docs/osc.md"]["controls"]
    assert not [entry.id for entry in TABLE if entry.about not in table]


TABLES = {"osc": "| new |\n", "midi": "| new |\n"}


def test_a_document_without_markers_is_refused() -> None:
    with pytest.raises(BadInput, match="<!-- osc -->"):
        rewrite("# vamen\n", TABLES)
    with pytest.raises(BadInput, match="<!-- /midi -->"):
        rewrite("<!-- osc -->\n<!-- /osc --><!-- midi -->\n", TABLES)


def test_the_text_around_the_tables_is_unchanged() -> None:
    text = "before\n<!-- osc -->\nold\n<!-- /osc -->\nbetween\n<!-- midi -->\nold\n<!-- /midi -->\nafter\n"
    assert rewrite(text, TABLES) == text.replace("old\n", "| new |\n")
