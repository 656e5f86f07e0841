"""Generated tables of the documents: OSC addresses, MIDI implementation and MIDI maps in, Markdown out.

`python -m osc_bridge.commands.doc_tables` writes them into docs/osc.md and docs/midi.md between their
markers, `<!-- controls -->` to `<!-- /controls -->` and so on. A test compares the documents with them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from engine.errors import BadInput
from osc_bridge.osc.addresses import (
    IGNORE_PATH,
    LATENT_PATH,
    LISTEN_PATH,
    NORM_ROOT,
    PING_PATH,
    ROOT,
    SLICE_PATH,
    STEP_ROOT,
    Endpoint,
    EndpointKind,
    endpoints,
)

from . import midi_chart

Row = tuple[str, ...]

ADDRESS_HEAD = ("address", "arguments", "range", "default", "what it does")
ARGUMENT_SIGNATURES = {
    LATENT_PATH: "f f …",
    SLICE_PATH: "i [f]",
    f"{ROOT}/preset/save": "i [s]",
    f"{ROOT}/scene/save": "[i] [s]",
    f"{ROOT}/preset/blend": "i f …",
    f"{ROOT}/random": "[f]",
    PING_PATH: "any",
    LISTEN_PATH: "s …",
    IGNORE_PATH: "[s …]",
}  # where type tags are not enough


def address_table(included: Callable[[Endpoint], bool]) -> str:
    """Return a table of the addresses that are `included`; those that differ only in their numbers share a row."""
    return _markdown(ADDRESS_HEAD, list(_rows(filter(included, endpoints()))))


def map_tables() -> str:
    """Return a table of the default MIDI map and of every bundled one, each under its name."""
    return "\n".join(
        f"### {name}\n\nFor {ports}.\n\n{_markdown(midi_chart.MAP_HEAD, rows)}"
        for name, ports, rows in midi_chart.maps()
    )


def rewrite(text: str, tables: Mapping[str, str]) -> str:
    """Return a document with its tables replaced; `tables`: the name in the markers -> the new text.

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
    """Return the tables of each document: path in the repository -> name of the table -> Markdown."""

    def of_kind(kind: EndpointKind) -> str:
        return address_table(lambda address: address.kind is kind and not _in(address, NORM_ROOT, STEP_ROOT))

    return {
        "docs/osc.md": {
            "controls": of_kind(EndpointKind.CONTROL),
            "actions": of_kind(EndpointKind.ACTION),
            "meters": of_kind(EndpointKind.METER),
            "reports": of_kind(EndpointKind.REPORT),
            "streams": of_kind(EndpointKind.STREAM),
            "questions": of_kind(EndpointKind.QUESTION),
            "steps": address_table(lambda address: _in(address, STEP_ROOT)),
            "norms": address_table(lambda address: _in(address, NORM_ROOT)),
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
            ARGUMENT_SIGNATURES.get(first.path, _tags(first)),
            spans[0] if len(spans) == 1 else "",
            "" if first.default is None else f"{first.default:g}",
            " ".join(_numberless(*words) for words in zip(first.about.split(), last.about.split(), strict=True)),
        )


def _tags(address: Endpoint) -> str:
    """Return the arguments: of a meter none, as it is asked for without any; of a report those of its answer."""
    return "" if address.kind is EndpointKind.METER else " ".join(address.tags)


def _between(first: str, last: str) -> str:
    """Return two paths that differ only in numbers as one, with ranges for these: /vamen/latent/0 … 15."""
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
