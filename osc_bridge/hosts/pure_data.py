"""A Pure Data patch of the whole board, for vanilla 0.51 and later: rig in, the text of a .pd out.

One netsend both sends and hears. Every control is also a receiver with a name, vamen-tempo, vamen-latent-0,
vamen-slice-7, so other patches move it with a send; an answer sets the control of its address and is printed where
there is none.
"""

from itertools import pairwise

from .layout import HEIGHT, WIDTH, Item, Widget, board, listened, reach
from .max_replies import AGAIN
from .patch_target import PatchTarget

BOX = "-262144 -1 -1"  # colours: background, front, label
OUT = "vamen-osc"  # what is to be sent, as bytes
SIDE = WIDTH + 40  # where the chains stand, right of the panel


class Sheet:
    """A patch as it is written: boxes and lines in, text out."""

    def __init__(self, width: int, height: int) -> None:
        self._head = f"#N canvas 20 20 {width} {height} 10;"
        self._boxes: list[str] = []
        self._lines: list[str] = []
        self._chains = 0

    def box(self, kind: str, x: int, y: int, text: str) -> int:
        """Add a box; its number is handed back."""
        self._boxes.append(f"#X {kind} {x} {y} {text};")
        return len(self._boxes) - 1

    def chain(self, *boxes: str) -> list[int]:
        """Add boxes to the right of the panel, each joined to the next; `msg` before a text makes it a message."""
        column, row = divmod(self._chains, 12)
        self._chains += 1
        made = []
        for depth, text in enumerate(boxes):
            kind, _, rest = text.partition(" ") if text.startswith("msg ") else ("obj", "", text)
            made.append(self.box(kind, SIDE + 220 * column, 20 + 120 * row + 24 * depth, rest))
        for source, target in pairwise(made):
            self.join(source, target)
        return made

    def join(self, source: int, target: int, outlet: int = 0, inlet: int = 0) -> None:
        """Draw a line."""
        self._lines.append(f"#X connect {source} {outlet} {target} {inlet};")

    def text(self) -> str:
        """The patch."""
        return "\n".join([self._head, *self._boxes, *self._lines]) + "\n"


def pd(rig: PatchTarget) -> bytes:
    """The patch."""
    sheet = Sheet(WIDTH, HEIGHT + 20)
    items = board(rig)
    for item in items:
        _add(sheet, item)
    _network(sheet, rig, items)
    return sheet.text().encode()


def receiver(path: str, *arguments: int) -> str:
    """The name under which a control of the patch can be reached from elsewhere."""
    return "-".join([path.strip("/").replace("/", "-"), *map(str, arguments)])


def _add(sheet: Sheet, item: Item) -> None:
    x, y, width, height = item.frame
    name, label = receiver(item.path, *item.arguments[:1]), _word(item.label)
    match item.face:
        case Widget.KNOB:
            entry = item.entry
            shape = f"{min(width, 18)} {height - 18} {entry.low:g} {entry.high:g} 0 0 empty {name} {label}"
            _sends(sheet, sheet.box("obj", x + 8, y + 16, f"vsl {shape} -8 -9 0 9 {BOX} 0 1"), item.path)
        case Widget.NUMBER:
            entry = item.entry
            field = sheet.box("floatatom", x, y + 8, f"12 {entry.low:g} {entry.high:.10g} 1 {label} {name} - 0")
            _sends(sheet, field, item.path)
        case Widget.TOGGLE:
            _sends(sheet, sheet.box("obj", x, y, f"tgl 24 0 empty {name} {label} 28 12 0 9 {BOX} 0 1"), item.path)
        case Widget.BUTTON | Widget.QUESTION:
            size = min(height, 28)
            place = "4 14" if len(label) < 3 else f"{size + 4} {size // 2}"
            face = sheet.box("obj", x, y, f"bng {size} 120 50 0 empty {name} {label} {place} 0 9 {BOX}")
            _sends(sheet, face, item.path, "msg " + (" ".join(map(str, item.arguments)) or "bang"))
        case Widget.XY:
            _pair(sheet, item)
        case Widget.METER:
            sheet.box("floatatom", x, y, f"8 0 0 1 {label} {name} - 0")
        case Widget.LABEL:
            sheet.box("text", x, y, item.label)
        case Widget.REPLY:
            sheet.box("text", x, y, "other answers are in Pd's own window")


def _sends(sheet: Sheet, control: int, path: str, *between: str) -> None:
    """Join a control to what makes OSC of its value."""
    sheet.join(control, sheet.chain(*between, f"oscformat {_words(path)}", f"s {OUT}")[0])


def _pair(sheet: Sheet, item: Item) -> None:
    """Vanilla has no pad: a slider across and one up, sent together."""
    x, y, width, height = item.frame
    low, high = reach(item.path)
    name, (across_label, _, up_label) = receiver(item.path), item.label.partition(" and ")
    span = f"{low:g} {high:g} 0 0 empty"
    across = sheet.box(
        "obj",
        x + 40,
        y + height - 20,
        f"hsl {width - 60} 18 {span} {name}-x {_word(across_label)} 0 -8 0 9 {BOX} 0 1",
    )
    up = sheet.box("obj", x + 8, y + 16, f"vsl 18 {height - 24} {span} {name}-y {_word(up_label)} -8 -9 0 9 {BOX} 0 1")
    pair = sheet.chain("pack f f", f"oscformat {_words(item.path)}", f"s {OUT}")[0]
    [now] = sheet.chain("t b f")
    sheet.join(across, pair)
    sheet.join(up, now)
    sheet.join(now, pair, 1, 1)
    sheet.join(now, pair)


def _network(sheet: Sheet, rig: PatchTarget, items: tuple[Item, ...]) -> None:
    *_, wire = sheet.chain(f"r {OUT}", "list prepend send", "list trim", "netsend -u -b")
    back = sheet.chain("oscparse", "list trim", "route vamen", "route latent meter pong status version error")
    sheet.join(wire, back[0], 1)
    # a latent by its number, a meter and a parameter by their names, each of which would be the message's own name
    # without the list before it; the rest is for reading
    latent = sheet.chain("list", "msg \\; vamen-latent-\\$1 set \\$2")
    sheet.join(back[-1], latent[0])
    meter = sheet.chain("list", "msg \\; vamen-meter-\\$1 set \\$2")
    sheet.join(back[-1], meter[0], 1)
    for outlet, word in enumerate(("pong", "status", "version", "error"), start=2):
        sheet.join(back[-1], sheet.chain(f"print vamen-{word}")[0], outlet)
    rest = sheet.chain("list", "msg \\; vamen-\\$1 set \\$2")
    sheet.join(back[-1], rest[0], 6)

    [_, order] = sheet.chain("loadbang", "t b b b b")
    [connect] = sheet.chain(f"msg connect {rig.host} {rig.port}")
    sheet.join(order, connect, 3)
    sheet.join(connect, wire)
    knobs = [item for item in items if item.face in (Widget.KNOB, Widget.NUMBER)]
    defaults = " ".join(f"\\; {receiver(item.path)} set {item.entry.default:g}" for item in knobs)
    sheet.join(order, sheet.chain(f"msg {defaults}")[0], 2)
    listen = " \\, ".join(f"symbol {path}" for path in listened())
    clock = sheet.chain(f"metro {AGAIN * 1000}", f"msg {listen}", "oscformat vamen listen", f"s {OUT}")
    [start] = sheet.chain("msg 1")
    sheet.join(order, start, 1)
    sheet.join(start, clock[0])
    sheet.join(order, sheet.chain("msg bang", "oscformat vamen ping", f"s {OUT}")[0])


def _words(path: str) -> str:
    return path.strip("/").replace("/", " ")


def _word(text: str) -> str:
    return text.replace(" ", "_")
