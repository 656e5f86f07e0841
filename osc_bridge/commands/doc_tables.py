"""The tables of the documents: the surface and the parameter table in, Markdown out.

`python -m osc_bridge.commands.doc_tables` writes them into README.md, docs/osc.md and docs/midi.md between their
markers, `<!-- osc -->` to `<!-- /osc -->` and so on. A test wants documents that this leaves as they are.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from engine.errors import BadInput
from osc_bridge.osc.addresses import NORM_ROOT, ROOT, STEP_ROOT, Endpoint, EndpointKind, endpoints
from osc_bridge.osc.interpret import IGNORE_PATH, LATENT_PATH, LISTEN_PATH, PING_PATH, SLICE_PATH

from . import midi_chart

Row = tuple[str, ...]

HEAD = ("address", "arguments", "range", "default", "what it does")
ARGUMENTS = {
    LATENT_PATH: "f f …",
    SLICE_PATH: "i [f]",
    f"{ROOT}/preset/save": "i [s]",
    PING_PATH: "any",
    LISTEN_PATH: "s …",
    IGNORE_PATH: "[s …]",
}  # that tags cannot say


def surface_table(wanted: Callable[[Endpoint], bool]) -> str:
    """All addresses of one sort; those that only differ in their numbers share a row."""
    return _markdown(HEAD, list(_rows(filter(wanted, endpoints()))))


def map_tables() -> str:
    """Every MIDI map that comes along, each under its name."""
    return "\n".join(
        f"### {name}\n\nFor {ports}.\n\n{_markdown(midi_chart.MAP_HEAD, rows)}"
        for name, ports, rows in midi_chart.maps()
    )


def rewrite(text: str, tables: Mapping[str, str]) -> str:
    """A document with its tables made anew.

    Args:
        text: the document.
        tables: by the names in their markers.

    Raises:
        BadInput: a marker is missing.
    """
    for name, table in tables.items():
        head, opening, rest = text.partition(f"<!-- {name} -->\n")
        _, closing, tail = rest.partition(f"<!-- /{name} -->")
        if not opening or not closing:
            raise BadInput(f"the marker <!-- {name} --> or its end <!-- /{name} --> is missing; put it back")
        text = f"{head}{opening}{table}{closing}{tail}"
    return text


def documents() -> dict[str, dict[str, str]]:
    """The tables of each document, which is a path within the repository."""
    kinds = {kind: lambda address, kind=kind: address.kind is kind and not _in(address, NORM_ROOT, STEP_ROOT) for kind in EndpointKind}
    return {
        "README.md": {"osc": surface_table(kinds[EndpointKind.CONTROL])},
        "docs/osc.md": {
            "controls": surface_table(kinds[EndpointKind.CONTROL]),
            "actions": surface_table(kinds[EndpointKind.ACTION]),
            "meters": surface_table(kinds[EndpointKind.METER]),
            "questions": surface_table(kinds[EndpointKind.QUESTION]),
            "steps": surface_table(lambda address: _in(address, STEP_ROOT)),
            "norms": surface_table(lambda address: _in(address, NORM_ROOT)),
        },
        "docs/midi.md": {
            "controllers": f"{midi_chart.controllers()}\n",
            "chart": _markdown(midi_chart.CHART_HEAD, midi_chart.chart()),
            "maps": map_tables(),
        },
    }


def _in(address: Endpoint, *roots: str) -> bool:
    return address.path.startswith(tuple(f"{root}/" for root in roots))


def _rows(addresses: Iterable[Endpoint]) -> Iterator[Row]:
    families: dict[str, list[Endpoint]] = {}
    for address in addresses:
        families.setdefault(re.sub(r"/\d+", "/0", address.path), []).append(address)
    for members in families.values():
        first, last = members[0], members[-1]
        spans = [f"{low:g} to {high:.12g} {first.unit}".strip() for low, high in filter(None, first.ranges)]
        yield (
            f"`{_between(first.path, last.path)}`",
            ARGUMENTS.get(first.path, "" if first.kind is EndpointKind.METER else " ".join(first.tags)),
            spans[0] if len(spans) == 1 else "",
            "" if first.default is None else f"{first.default:g}",
            " ".join(_numberless(*words) for words in zip(first.about.split(), last.about.split(), strict=True)),
        )


def _between(first: str, last: str) -> str:
    """A path whose numbers go from those of one to those of another."""
    parts = zip(first.split("/"), last.split("/"), strict=True)
    return "/".join(one if one == other else f"{one} … {other}" for one, other in parts)


def _numberless(one: str, other: str) -> str:
    return one if one == other else re.sub(r"\d+", "n", one)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    for name, tables in documents().items():
        document = Path(__file__).parents[2] / name
        document.write_text(rewrite(document.read_text("utf-8"), tables), "utf-8")
