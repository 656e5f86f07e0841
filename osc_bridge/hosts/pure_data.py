"""A Pure Data patch of the whole panel, for vanilla 0.51 and later: PatchTarget in, the text of a .pd out.

One netsend both sends and receives. Every control is also a named receiver (vamen-tempo, vamen-latent-0,
vamen-slice-7), so that other patches can move it. A reply sets the control of its address, or is printed.
"""

from itertools import pairwise

from .layout import HEIGHT, WIDTH, Item, Widget, board, listened, reach
from .max_replies import SUBSCRIBE_INTERVAL
from .patch_target import PatchTarget

PD_COLOURS = "-262144 -1 -1"  # background, foreground, label
OSC_BUS = "vamen-osc"  # send name of outgoing OSC bytes
CHAINS_X = WIDTH + 40  # pixels; right of the panel


class PdPatch:
    """A patch file: boxes and lines in, text out."""

    def __init__(self, width: int, height: int) -> None:
        self._head = f"#N canvas 20 20 {width} {height} 10;"
        self._boxes: list[str] = []
        self._lines: list[str] = []
        self._chains = 0

    def box(self, kind: str, x: int, y: int, text: str) -> int:
        """Add a box, and return its number; `kind` and `text` as in the file format of Pd."""
        self._boxes.append(f"#X {kind} {x} {y} {text};")
        return len(self._boxes) - 1

    def chain(self, *boxes: str) -> list[int]:
        """Add boxes right of the panel, each connected to the next, and return their numbers.

        A text that starts with `msg` is a message box, any other an object box.
        """
        column, row = divmod(self._chains, 12)
        self._chains += 1
        made = []
        for depth, text in enumerate(boxes):
            kind, _, rest = text.partition(" ") if text.startswith("msg ") else ("obj", "", text)
            made.append(self.box(kind, CHAINS_X + 220 * column, 20 + 120 * row + 24 * depth, rest))
        for source, target in pairwise(made):
            self.join(source, target)
        return made

    def join(self, source: int, target: int, outlet: int = 0, inlet: int = 0) -> None:
        """Connect an outlet to an inlet."""
        self._lines.append(f"#X connect {source} {outlet} {target} {inlet};")

    def text(self) -> str:
        """Return the text of the file."""
        return "\n".join([self._head, *self._boxes, *self._lines]) + "\n"


def pd(target: PatchTarget) -> bytes:
    """Return the bytes of a .pd file: a Pure Data patch that controls vamen at `target`."""
    patch = PdPatch(WIDTH, HEIGHT + 20)
    items = board(target)
    for item in items:
        _add(patch, item)
    _network(patch, target, items)
    return patch.text().encode()


def receiver(path: str, *arguments: int) -> str:
    """Return the name under which a control receives: path and arguments with hyphens, like vamen-slice-7."""
    return "-".join([path.strip("/").replace("/", "-"), *map(str, arguments)])


def _add(patch: PdPatch, item: Item) -> None:
    x, y, width, height = item.frame
    name, label = receiver(item.path, *item.arguments[:1]), _word(item.label)
    match item.widget:
        case Widget.KNOB:
            entry = item.entry
            shape = f"{min(width, 18)} {height - 18} {entry.low:g} {entry.high:g} 0 0 empty {name} {label}"
            _sends(patch, patch.box("obj", x + 8, y + 16, f"vsl {shape} -8 -9 0 9 {PD_COLOURS} 0 1"), item.path)
        case Widget.NUMBER:
            entry = item.entry
            field = patch.box("floatatom", x, y + 8, f"12 {entry.low:g} {entry.high:.10g} 1 {label} {name} - 0")
            _sends(patch, field, item.path)
        case Widget.TOGGLE:
            _sends(
                patch, patch.box("obj", x, y, f"tgl 24 0 empty {name} {label} 28 12 0 9 {PD_COLOURS} 0 1"), item.path
            )
        case Widget.BUTTON | Widget.QUESTION:
            size = min(height, 28)
            place = "4 14" if len(label) < 3 else f"{size + 4} {size // 2}"
            widget = patch.box("obj", x, y, f"bng {size} 120 50 0 empty {name} {label} {place} 0 9 {PD_COLOURS}")
            _sends(patch, widget, item.path, "msg " + (" ".join(map(str, item.arguments)) or "bang"))
        case Widget.XY:
            _pair(patch, item)
        case Widget.METER:
            patch.box("floatatom", x, y, f"8 0 0 1 {label} {name} - 0")
        case Widget.LABEL:
            patch.box("text", x, y, item.label)
        case Widget.REPLY:
            patch.box("text", x, y, "other answers are in Pd's own window")


def _sends(patch: PdPatch, control: int, path: str, *between: str) -> None:
    """Add boxes that send the values of box number `control` to the OSC address `path`, through objects `between`."""
    patch.join(control, patch.chain(*between, f"oscformat {_words(path)}", f"s {OSC_BUS}")[0])


def _pair(patch: PdPatch, item: Item) -> None:
    """Add a horizontal and a vertical slider whose values are sent together; vanilla has no XY pad."""
    x, y, width, height = item.frame
    low, high = reach(item.path)
    name, (across_label, _, up_label) = receiver(item.path), item.label.partition(" and ")
    span = f"{low:g} {high:g} 0 0 empty"
    across = patch.box(
        "obj",
        x + 40,
        y + height - 20,
        f"hsl {width - 60} 18 {span} {name}-x {_word(across_label)} 0 -8 0 9 {PD_COLOURS} 0 1",
    )
    up = patch.box(
        "obj", x + 8, y + 16, f"vsl 18 {height - 24} {span} {name}-y {_word(up_label)} -8 -9 0 9 {PD_COLOURS} 0 1"
    )
    pair = patch.chain("pack f f", f"oscformat {_words(item.path)}", f"s {OSC_BUS}")[0]
    [now] = patch.chain("t b f")
    patch.join(across, pair)
    patch.join(up, now)
    patch.join(now, pair, 1, 1)
    patch.join(now, pair)


def _network(patch: PdPatch, target: PatchTarget, items: tuple[Item, ...]) -> None:
    *_, wire = patch.chain(f"r {OSC_BUS}", "list prepend send", "list trim", "netsend -u -b")
    back = patch.chain("oscparse", "list trim", "route vamen", "route latent meter pong status version error")
    patch.join(wire, back[0], 1)
    # `list` keeps the number of a latent, or the name of a meter or parameter, from becoming the message selector
    latent = patch.chain("list", "msg \\; vamen-latent-\\$1 set \\$2")
    patch.join(back[-1], latent[0])
    meter = patch.chain("list", "msg \\; vamen-meter-\\$1 set \\$2")
    patch.join(back[-1], meter[0], 1)
    for outlet, word in enumerate(("pong", "status", "version", "error"), start=2):
        patch.join(back[-1], patch.chain(f"print vamen-{word}")[0], outlet)
    rest = patch.chain("list", "msg \\; vamen-\\$1 set \\$2")
    patch.join(back[-1], rest[0], 6)

    [_, order] = patch.chain("loadbang", "t b b b b")
    [connect] = patch.chain(f"msg connect {target.host} {target.port}")
    patch.join(order, connect, 3)
    patch.join(connect, wire)
    knobs = [item for item in items if item.widget in (Widget.KNOB, Widget.NUMBER)]
    defaults = " ".join(f"\\; {receiver(item.path)} set {item.entry.default:g}" for item in knobs)
    patch.join(order, patch.chain(f"msg {defaults}")[0], 2)
    listen = " \\, ".join(f"symbol {path}" for path in listened())
    clock = patch.chain(f"metro {SUBSCRIBE_INTERVAL * 1000}", f"msg {listen}", "oscformat vamen listen", f"s {OSC_BUS}")
    [start] = patch.chain("msg 1")
    patch.join(order, start, 1)
    patch.join(start, clock[0])
    patch.join(order, patch.chain("msg bang", "oscformat vamen ping", f"s {OSC_BUS}")[0])


def _words(path: str) -> str:
    return path.strip("/").replace("/", " ")


def _word(text: str) -> str:
    return text.replace(" ", "_")
