"""docs/features.md: its counts are those of its rows; every test, command, address and page that it names exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from engine.commands.cli import build
from osc_bridge.hosts.patch_target import card_of
from osc_bridge.osc.addresses import ROOT as OSC_ROOT
from osc_bridge.osc.addresses import by_path

from .live import ROOT

PAGE = ROOT / "docs" / "features.md"
TEXT = PAGE.read_text("utf-8")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith(("| feature |", "| --- |"))
]
FEATURES = 107
STATES = ("has", "partly", "no")


@cache
def functions(path: str) -> set[str]:
    """Return the functions of a file of tests that pytest collects."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@cache
def anchors(path: Path) -> set[str]:
    """Return the anchors of the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@cache
def addresses() -> set[str]:
    """Return all OSC addresses, those by the names of the bundled model's latents included."""
    return {*by_path(), *(f"{OSC_ROOT}/{knob.name}" for knob in card_of(None).knobs)}


def faults(where: str) -> list[str]:
    """Return what does not exist of the commands, options, addresses and pages in a cell."""
    wrong = []
    for code in re.findall(r"`([^`]+)`", where):
        program, *words = code.split()
        if program == "vamen":
            options = build()[words[0]].assemble_argument_collection()
            known = {name for option in options for name in option.names}
            wrong += [f"{code}: {word}" for word in words if word.startswith("-") and word not in known]
        elif program.startswith("/"):
            wrong += [code] if program not in addresses() else []
    for link in re.findall(r"\]\(([^)]+)\)", where):
        name, _, anchor = link.partition("#")
        path = PAGE.parent / name
        if not path.is_file() or (anchor and anchor not in anchors(path)):
            wrong.append(link)
    return wrong


def test_the_first_sentence_counts_the_rows() -> None:
    assert len(ROWS) == FEATURES
    assert len({row[0] for row in ROWS}) == FEATURES
    sentence = re.split(r"(?<=\.)\s", TEXT.split("\n\n")[1])[0]
    states = [row[1] for row in ROWS]
    assert [int(number) for number in re.findall(r"\d+", sentence)] == [
        FEATURES,
        *(states.count(state) for state in STATES),
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_a_row_names_exists(row: tuple[str, ...]) -> None:
    feature, state, where, test = row
    assert state in STATES
    assert faults(where) == []
    if state == "has":
        assert re.search(r"`(vamen|/)|\]\(", where), f"{feature}: where is it?"
        assert test, f"{feature}: what shows it?"
    if test:
        path, _, function = test.strip("`").partition("::")
        assert Path(path).name.startswith("test_") and function in functions(path), test
