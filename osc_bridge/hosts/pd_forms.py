"""Forms in a Pd patch, and the lists of names from which they show what a number stands for: items in, boxes out.

A list is a `text define` that a report fills, a line for each entry. Vanilla has no menu, so what is chosen by name is
chosen by number, and its name is shown beside it. The fields of a form are receivers (vamen-preset-save-a, -b, ...),
and so is its button (vamen-preset-save-send).
"""

from string import ascii_lowercase

from .items import PLACE, Field, FieldKind, Frame, Item, form_frames
from .pd_patch import PdPatch

PD_COLOURS = "-262144 -1 -1"  # background, foreground, label
OSC_BUS = "vamen-osc"  # send name of outgoing OSC bytes
BEHIND_THE_LAST = "1e+06"  # a line number


def form(patch: PdPatch, item: Item) -> None:
    """Add the fields of a form, its button, and what sends their values in one message."""
    name, frames = receiver(item.path), form_frames(item)
    patch.box("text", frames.name[0], frames.name[1], item.label)
    values = [
        _field(patch, field, frame, f"{name}-{letter}")
        for field, frame, letter in zip(item.fields, frames.fields, ascii_lowercase, strict=False)
    ]
    stored, joined = _sender(patch, item)
    patch.join(values[0], stored, inlet=1)
    for place, (field, value) in enumerate(zip(item.fields[1:], values[1:], strict=True), start=1):
        if item.live and field.kind is FieldKind.REAL:
            [both] = patch.chain("t b f")
            patch.join(value, both)
            patch.join(both, joined, 1, place)
            patch.join(both, stored)
        else:
            patch.join(value, joined, inlet=place)
        if field.is_text:  # else `pack` would send the word "symbol"
            patch.join(patch.chain("loadbang", "symbol")[-1], joined, inlet=place)
    if frames.button:
        x, y, _, height = frames.button
        word = "set" if PLACE in item.path else item.path.rpartition("/")[2]
        bang = f"bng {height} 120 50 0 empty {name}-send {word} {height + 4} 12 0 9 {PD_COLOURS}"
        patch.join(patch.box("obj", x, y, bang), stored)


def name_list(patch: PdPatch, path: str, size: int, source: int, outlet: int) -> None:
    """Add what fills the list of a report, whose values come from an outlet; `size`: values of an entry, 1 or 2."""
    both = patch.chain("list", "t l b")
    patch.join(source, both[0], outlet)
    patch.join(both[-1], patch.chain("msg clear", f"text define {name_table(path)}")[0], 1)
    split = patch.chain(f"list split {size}", f"text set {name_table(path)} {BEHIND_THE_LAST}")
    patch.join(both[-1], split[0])
    patch.join(split[0], split[0], 1)


def name_table(path: str) -> str:
    """Return the name of the list of a report."""
    return f"{receiver(path)}-names"


def receiver(path: str, *arguments: int) -> str:
    """Return the name under which a control receives: path and arguments with hyphens, like vamen-slice-7."""
    return "-".join([pd_words(path.replace(f"/{PLACE}", "")).replace(" ", "-"), *map(str, arguments)])


def pd_words(path: str) -> str:
    """Return an OSC address as the words that Pd's OSC objects take."""
    return path.strip("/").replace("/", " ")


def pd_word(text: str) -> str:
    """Return a label as one word."""
    return text.replace(" ", "_")


def _field(patch: PdPatch, field: Field, frame: Frame, name: str) -> int:
    """Add a field, and return the box with its value."""
    (x, y, width, height), label = frame, pd_word(field.label)
    match field.kind:
        case FieldKind.WHOLE:
            return patch.box("floatatom", x, y, f"6 {field.low:g} {field.high:.10g} 2 {label} {name} - 0")
        case FieldKind.REAL:
            shape = f"hsl {width - 8} {height - 8} {field.low:g} {field.high:g} 0 0 empty {name} {label}"
            return patch.box("obj", x, y, f"{shape} 0 -8 0 9 {PD_COLOURS} 0 1")
        case FieldKind.TEXT | FieldKind.CHOICE:
            return patch.box("symbolatom", x, y, f"12 0 0 2 {label} {name} - 0")
    number = patch.box("floatatom", x, y, f"4 0 0 2 {label} {name} - 0")
    shown = patch.box("symbolatom", x + 36, y, f"{max((width - 40) // 7, 4)} 0 0 0 - - - 0")
    table = name_table(field.report)
    if field.kind is FieldKind.NAMED:
        found = patch.chain(f"text get {table} 0 1")
    else:
        found = [*patch.chain(f"text search {table} 0", "moses 0"), *patch.chain(f"text get {table} 1 1")]
        patch.join(found[1], found[2], 1)  # -1 is not found
    patch.join(number, found[0])
    patch.join(found[-1], shown)
    return shown if field.kind is FieldKind.NAMED else number


def _sender(patch: PdPatch, item: Item) -> tuple[int, int]:
    """Add what sends the values of a form; returns what stores the first value, and what takes the others."""
    first, places = item.fields[0], item.path.count(PLACE)
    types = " ".join("s" if field.is_text else "f" for field in item.fields)
    stored = "symbol" if first.is_text else "f"
    if places:
        path = pd_words(item.path)
        for number in range(1, places + 1):
            path = path.replace(PLACE, f"\\${number}", 1)
        [kept, packed, both] = patch.chain(stored, f"pack {types}", "t l l")
        sent = patch.chain(
            f"msg \\${places + 1}", f"oscformat {pd_words(item.path.partition('/' + PLACE)[0])}", f"s {OSC_BUS}"
        )
        patch.join(both, sent[0])
        [address] = patch.chain(f"msg set {path}")
        patch.join(both, address, 1)
        patch.join(address, sent[1])
        return kept, packed
    packing = [f"pack {types}"] if len(item.fields) > 1 else []
    made = patch.chain(stored, *packing, f"oscformat {pd_words(item.path)}", f"s {OSC_BUS}")
    return made[0], made[1]
