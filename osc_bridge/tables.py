"""The README's tables: the parameter table in, Markdown out.

`python -m osc_bridge.tables README.md` writes them between their markers, `<!-- osc -->` to `<!-- /osc -->` and
`<!-- midi -->` to `<!-- /midi -->`. A test wants a README that this leaves as it is.
"""

import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from engine.errors import BadInput
from engine.parameters import TABLE, Parameter
from engine.spec import SPEC

from .midi_map import FIRST_NOTE

ACTIONS = (
    ("/vamen/latent", "f f …", "latents 0, 1, … at once, as many as are sent"),
    ("/vamen/slice", "i [f]", f"jump to sixteenth 0 to {SPEC.steps - 1}, at velocity 0 to 1; starts the break"),
    ("/vamen/play", "", "start from the downbeat"),
    ("/vamen/stop", "", "fade out and return to the downbeat"),
    ("/vamen/panic", "", "silence, now"),
    ("/vamen/ping", "any", "answers `/vamen/pong` with the same arguments"),
    ("/vamen/status", "", "answers with position, peak, load, underruns, device, decoder, model, latency"),
    ("/vamen/version", "", "answers with the version"),
)
MESSAGES = (
    (f"notes from {FIRST_NOTE} up", f"sixteenth 0 to {SPEC.steps - 1} and from 0 again, by velocity"),
    ("start, continue", "play"),
    ("stop", "stop"),
    ("CC 120, CC 123", "panic"),
)


def osc_table(parameters: Sequence[Parameter] = TABLE) -> str:
    """Addresses, their arguments and what they do."""
    rows = []
    for address, group in _families(parameters):
        entry = group[0]
        span = f"{entry.low:g} to {entry.high:.12g} {entry.unit}".strip()
        rows.append((f"`{address}`", "i" if entry.whole else "f", span, f"{entry.default:g}", entry.about))
    rows += [(f"`{address}`", arguments, "", "", about) for address, arguments, about in ACTIONS]
    return _markdown(("address", "arguments", "range", "default", "what it does"), rows)


def midi_table(parameters: Sequence[Parameter] = TABLE) -> str:
    """Controllers and messages, and what they do."""
    controlled = {entry.controller: entry for entry in parameters if entry.controller is not None}
    rows = [
        (f"CC {number}", entry.name, f"{entry.low:g} to {entry.high:g} {entry.unit}".strip())
        for number, entry in sorted(controlled.items())
    ]
    rows += [(message, about, "") for message, about in MESSAGES]
    return _markdown(("message", "moves", "range"), rows)


def rewrite(text: str) -> str:
    """A document with its tables made anew.

    Raises:
        BadInput: a marker is missing.
    """
    for name, table in (("osc", osc_table()), ("midi", midi_table())):
        head, opening, rest = text.partition(f"<!-- {name} -->\n")
        _, closing, tail = rest.partition(f"<!-- /{name} -->")
        if not opening or not closing:
            raise BadInput(f"the marker <!-- {name} --> or its end <!-- /{name} --> is missing; put it back")
        text = f"{head}{opening}{table}{closing}{tail}"
    return text


def _families(parameters: Sequence[Parameter]) -> Iterable[tuple[str, list[Parameter]]]:
    """Parameters that only differ in their number share a row."""
    for _, members in groupby(parameters, key=lambda entry: entry.id.partition("/")[0]):
        group = list(members)
        last = group[-1].id.rpartition("/")[2]
        yield f"/vamen/{group[0].id}" + (f" … {last}" if len(group) > 1 else ""), group


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    document = Path(sys.argv[1])
    document.write_text(rewrite(document.read_text("utf-8")), "utf-8")
