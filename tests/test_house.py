"""The structure and the words of the project: sizes, unique names, and words that stand for nothing outside it.

Names are those that a file defines: classes, functions and constants. Prose is docstrings, comments and documents.
"""

import ast
import io
import re
import subprocess
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("engine", "osc_bridge", "training", "export")
TRACKED = subprocess.run(
    ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
).stdout.split("\n")
FILES = sorted(name for name in TRACKED if name.endswith(".py") and (ROOT / name).is_file())
PRODUCT = [name for name in FILES if name.split("/")[0] in PACKAGES]
DOCUMENTS = sorted(name for name in TRACKED if name.endswith(".md") and (ROOT / name).is_file())

# Words that were names here once and mean something else, or nothing, to a reader who knows the field.
CLASSES = re.compile(
    "Address|Agenda|Ahead|Answers|Bell|Bend|Board|Bound|Budget|Canvas|Chosen|Cost|Cut|Deaf|Decoder|Ear|Face|Follower|"
    "Following|Gap|Given|Glide|Guard|Habit|Heard|Hearing|Hold|Inverter|Keeper|Kept|Lasting|Later|Learning|Listeners|"
    "Manner|Mark|Moved|News|Ordered|Orders|Painter|Patch|Performer|PhaseGuess|Picture|Placing|Press|Prompt|Pull|Recall|"
    "Recipe|Reel|Refusals|Relay|Repaint|Rewindable|Rig|Roll|Running|Score|Scout|Shared|Sheet|Shelf|Skew|Stage|Steady|"
    "Stroke|Struck|Take|Tapes|Taps|Tempo|Ticker|Timeline|Told|Verdict|Way|Wish|Witness|Word|Work|Sounding|Showing|"
    "Watch"
)
CONSTANTS = re.compile(
    "AHEAD|APART|AWAKE|BUMPS|CALM|DOUBTFUL|DOZE|EARLY|FADE|FAREWELL|FARTHEST|GRACE|HALO|HANDS|HASTE|HASTY|JOLT|LARGE|"
    "LARGEST|LASTS|LEAP|LEAST|LEAVES|LONGEST|LOOK|MOST|NOTHING|PATIENCE|PLACED|QUIET|REST|SAME|SETTLE|SHORT|SHORTEST|"
    "SLOWEST|SOON|STILL|TAKES|WITNESSES|WRITTEN"
)
FUNCTIONS = re.compile(
    "bequeath|birth|chance|crowd|deafen|develop|feel|foresee|found_or_made|gain_of|haunt|hurry|hush|hushed|in_vain|"
    "insist|inherited|lay|leap|may_hurry|moment|mourn|orphaned|outlive|painted|parted|pass_on|promptness|see_off|some|"
    "sounding|steered|stranger|strayed|told|told_to_end|wakeful|wanted|welcome"
)
PROSE = {
    r"\b(whoever|whomever|nobody|somebody|everybody|anybody|whom)\b": "name the caller, the process or the user",
    r"(^|[.;:] )[Ww]ho\b": "name the caller, the process or the user",
    r"\bis none\b": "say what was expected",
    r"\bis no more\b": "has ended, or does not exist",
    r"\b(deaf|mourns?|stranger|haunts?)\b": "use the term of the field",
    r"\b(dies|died|hears of)\b": "processes exit, threads end; neither hears",
    r"\broom of\b|\bthe rooms\b": "a package or a module",
}
ALLOWED: dict[tuple[str, str], str] = {}  # (file, name): the reason


def _tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text("utf-8"))


def _constants(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            yield from (
                item.id
                for item in ast.walk(target)
                if isinstance(item, ast.Name) and re.fullmatch(r"_?[A-Z][A-Z0-9_]*", item.id)
            )


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and CLASSES.fullmatch(node.name.lstrip("_")):
            yield node.name
        if isinstance(node, ast.FunctionDef) and FUNCTIONS.fullmatch(node.name.lstrip("_")):
            yield node.name
    yield from (name for name in _constants(tree) if CONSTANTS.fullmatch(name.lstrip("_")))


def _prose(name: str) -> Iterator[str]:
    """Docstrings and comments of a Python file, paragraphs of a document."""
    text = (ROOT / name).read_text("utf-8")
    if name.endswith(".md"):
        yield from text.split("\n\n")
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string.lstrip("# ")


@pytest.mark.parametrize("name", FILES)
def test_a_file_defines_no_private_word(name: str) -> None:
    found = [word for word in _defined(_tree(name)) if (name, word) not in ALLOWED]
    assert not found, f"{name} defines {', '.join(found)}: take the term of the field"


@pytest.mark.parametrize("name", [name for name in FILES + DOCUMENTS if name != "tests/test_house.py"])
def test_prose_is_plain(name: str) -> None:
    found = [
        f"{match.group(0)!r} ({advice}) in: {' '.join(text.split())[:120]}"
        for text in _prose(name)
        for pattern, advice in PROSE.items()
        if (match := re.search(pattern, text, re.MULTILINE))
    ]
    assert not found, "\n".join(found)


def test_a_class_name_stands_for_one_thing() -> None:
    places = defaultdict(list)
    for name in PRODUCT:
        for node in ast.walk(_tree(name)):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name)
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not twice


def test_a_constant_is_defined_once() -> None:
    places = defaultdict(list)
    for name in PRODUCT:
        for constant in _constants(_tree(name)):
            places[constant].append(name)
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not twice, "\n".join(f"{name}: {', '.join(where)}" for name, where in sorted(twice.items()))


def test_a_module_name_is_used_once_in_a_package() -> None:
    stems = Counter((name.split("/")[0], Path(name).stem) for name in PRODUCT if Path(name).stem != "__init__")
    assert not [stem for stem, count in stems.items() if count > 1]


def test_packages_are_shallow_and_files_of_one_subject() -> None:
    directly = Counter(name.split("/")[0] for name in PRODUCT if name.count("/") == 1)
    assert directly["engine"] <= 8 and directly["osc_bridge"] <= 4 and directly["training"] <= 4
    long = [name for name in PRODUCT if len((ROOT / name).read_text("utf-8").splitlines()) > 250]
    assert not long


def test_a_file_of_a_few_lines_has_several_importers() -> None:
    importers: defaultdict[str, set[str]] = defaultdict(set)
    for name in PRODUCT:
        package = name.removesuffix("/__init__.py").replace("/", ".").removesuffix(".py")
        parent = package if name.endswith("__init__.py") else package.rpartition(".")[0]
        for node in ast.walk(_tree(name)):
            if isinstance(node, ast.ImportFrom):
                base = ".".join(part for part in (parent if node.level else "", node.module or "") if part)
                for alias in node.names:
                    importers[base].add(name)
                    importers[f"{base}.{alias.name}"].add(name)
    crumbs = [
        name
        for name in PRODUCT
        if not name.endswith(("__init__.py", "__main__.py"))
        and len((ROOT / name).read_text("utf-8").splitlines()) < 60
        and len(importers[name.removesuffix(".py").replace("/", ".")]) == 1
    ]
    assert len(crumbs) <= 12, crumbs
