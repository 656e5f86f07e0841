"""The documents name files, functions and packages that exist, and leave out no package."""

import re
import subprocess

import pytest

from .live import ROOT

DOCUMENTS = ("docs/architecture.md", "docs/decisions.md", "docs/realtime.md", "CONTRIBUTING.md", "README.md")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")
STEPS = re.findall(r"^\| (\d+) \| `([^`]+)` \| `([^`]+)` \|", ARCHITECTURE, re.MULTILINE)
TOP = ("engine", "osc_bridge", "training", "export", "tests", "benchmarks", "examples", "docs")


def section(name: str) -> list[str]:
    """Return the rows of the table below a heading, without its head."""
    [text] = re.findall(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", ARCHITECTURE, re.MULTILINE | re.DOTALL)
    return [line for line in text.splitlines() if line.startswith("| ")][2:]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_and_folders_that_a_document_names_exist(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    names = {word for code in re.findall(r"`([^`\n]+)`", text) for word in code.split()}
    paths = {name for name in names if name.split("/")[0] in TOP and "/" in name and "*" not in name}
    assert not [path for path in paths if not (ROOT / path).exists()]
    modules = {name for name in names if re.fullmatch(rf"(?:{'|'.join(TOP)})(?:\.\w+)+", name)}
    assert not [
        name
        for name in modules
        if not (ROOT / f"{name.replace('.', '/')}.py").exists() and not (ROOT / name.replace(".", "/")).is_dir()
    ]


def test_a_latent_takes_fifteen_steps_through_functions_that_exist() -> None:
    assert [int(number) for number, _, _ in STEPS] == list(range(1, 16))
    for _, path, function in STEPS:
        text, (*kind, name) = (ROOT / path).read_text("utf-8"), re.split(r"\.|::", function)
        assert all(re.search(rf"^class {word}\b", text, re.MULTILINE) for word in kind), f"{path} has no {function}"
        assert re.search(rf"\b(?:def|void|\w+) {re.escape(name)}\(", text), f"{path} has no {function}"


def test_every_package_is_named() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    inits = [name.removesuffix("/__init__.py") for name in tracked if name.endswith("/__init__.py")]
    packages = {name for name in inits if name.split("/")[0] in TOP[:4] and name.count("/") == 1}
    assert not [name for name in packages if name not in ARCHITECTURE and name not in NAMED_IN_A_ROW]


# packages that the picture names without their parent
NAMED_IN_A_ROW = {f"training/{name}" for name in ("sources", "synthesis", "dataset", "nets", "loop")} | {
    "osc_bridge/oscquery"
}


def test_there_are_twenty_places_to_change_and_at_most_thirty_terms() -> None:
    assert len(section("I want to change ...")) >= 20
    terms = [row.split("|")[1].strip() for row in section("Glossary")]
    assert len(terms) <= 30
    assert terms == sorted(terms)
