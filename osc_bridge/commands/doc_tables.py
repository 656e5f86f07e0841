"""The tables of the documents: the surface and the parameter table in, Markdown out.

`python -m osc_bridge.commands.doc_tables` writes them into README.md (in short) and docs/osc.md (all) between their
markers, `<!-- osc -->` to `<!-- /osc -->` and so on. A test wants documents that this leaves as they are.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from engine.controls import STROKES
from engine.errors import BadInput
from engine.parameters import LATENTS, TABLE, Parameter
from engine.spec import SPEC
from osc_bridge.midi.playing.pads import FIRST_NOTE
from osc_bridge.osc.addresses import NORM, ROOT, STEP, Endpoint, Kind, surface
from osc_bridge.osc.interpret import IGNORE, LATENT, LISTEN, METER, PING, SLICE

from . import midi_chart

Row = tuple[str, ...]

HEAD = ("address", "arguments", "range", "default", "what it does")
ARGUMENTS = {
    LATENT: "f f …",
    SLICE: "i [f]",
    f"{ROOT}/preset/save": "i [s]",
    PING: "any",
    LISTEN: "s …",
    IGNORE: "[s …]",
}  # that tags cannot say
MESSAGES = (
    (f"notes from {FIRST_NOTE} up", f"sixteenth 0 to {SPEC.steps - 1} and from 0 again, by velocity"),
    ("start, continue", "play"),
    ("stop", "stop"),
    ("CC 120, CC 123", "panic"),
)


def osc_table() -> str:
    """What is played most: every parameter and action, and a row for each family beside them."""
    meters = [address.path.removeprefix(f"{METER}/") for address in surface() if address.kind is Kind.METER]
    families = [
        (f"`{NORM}/…`", "f", "0 to 1", "", "any of the parameters, 0 to 1 over its range"),
        (
            f"`{STEP}/0 … {SPEC.steps - 1}/…`",
            "f",
            "-3 to 3",
            "0",
            f"one sixteenth: its latent 0 … {LATENTS - 1}, {', '.join(STROKES)}",
        ),
        (f"`{METER}/…`", "", "", "", f"answers with {', '.join(meters)}"),
    ]
    plain = [address for address in surface() if address.kind is not Kind.METER and not _in(address, NORM, STEP)]
    controls = [address for address in plain if address.kind is Kind.CONTROL]
    others = [address for address in plain if address.kind is not Kind.CONTROL]
    clear = [address for address in surface() if address.kind is Kind.ACTION and _in(address, STEP)]
    return _markdown(HEAD, [*_rows(controls), *_rows(others), *families[:2], *_rows(clear), families[2]])


def surface_table(wanted: Callable[[Endpoint], bool]) -> str:
    """All addresses of one sort; those that only differ in their numbers share a row."""
    return _markdown(HEAD, list(_rows(filter(wanted, surface()))))


def midi_table(parameters: Sequence[Parameter] = TABLE) -> str:
    """Controllers and messages, and what they do."""
    controlled = {entry.controller: entry for entry in parameters if entry.controller is not None}
    rows = [
        (f"CC {number}", entry.name, f"{entry.low:g} to {entry.high:g} {entry.unit}".strip())
        for number, entry in sorted(controlled.items())
    ]
    rows += [(message, about, "") for message, about in MESSAGES]
    return _markdown(("message", "moves", "range"), rows)


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
    kinds = {kind: lambda address, kind=kind: address.kind is kind and not _in(address, NORM, STEP) for kind in Kind}
    return {
        "README.md": {"osc": osc_table(), "midi": midi_table()},
        "docs/osc.md": {
            "controls": surface_table(kinds[Kind.CONTROL]),
            "actions": surface_table(kinds[Kind.ACTION]),
            "meters": surface_table(kinds[Kind.METER]),
            "questions": surface_table(kinds[Kind.QUESTION]),
            "steps": surface_table(lambda address: _in(address, STEP)),
            "norms": surface_table(lambda address: _in(address, NORM)),
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
        spans = [f"{low:g} to {high:.12g} {first.unit}".strip() for low, high in filter(None, first.reach)]
        yield (
            f"`{_between(first.path, last.path)}`",
            ARGUMENTS.get(first.path, "" if first.kind is Kind.METER else " ".join(first.tags)),
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
