"""A Pure Data patch of all pages, for vanilla 0.51 and later: PatchTarget in, the text of a .pd out.

The first page is the patch itself; boxes open the others. One netsend both sends and receives. Every control is also a
named receiver (vamen-tempo, vamen-latent-0, vamen-slice-7), so that other patches can move it. A reply sets the control
of its address, or is printed.
"""

from osc_bridge.osc.addresses import by_path

from .items import Item, Page, Widget, reach
from .layout import WIDTH, all_fields, pages, subscriptions
from .max_replies import SUBSCRIBE_INTERVAL
from .patch_target import PatchTarget
from .pd_forms import OSC_BUS, PD_COLOURS, form, name_list, pd_word, pd_words, receiver
from .pd_patch import PdPatch

PRINTED = ("pong", "status", "version", "error", "done")  # in Pd's window


def pd(target: PatchTarget) -> bytes:
    """Return the bytes of a .pd file: a Pure Data patch that controls vamen at `target`."""
    first, *others = pages(target)
    patch = PdPatch(WIDTH, first.height + 20)
    for item in first.items:
        _add(patch, item)
    for place, page in enumerate(others):
        patch.within(_window(page), 432 + 80 * place, 10)
    _network(patch, target, [item for page in (first, *others) for item in page.items])
    return patch.text().encode()


def _window(page: Page) -> PdPatch:
    within = PdPatch(WIDTH, page.height + 20, page.title)
    for item in page.items:
        _add(within, item)
    return within


def _add(patch: PdPatch, item: Item) -> None:
    x, y, width, height = item.frame
    name, label = receiver(item.path, *item.arguments[:1]), pd_word(item.label)
    match item.widget:
        case Widget.KNOB:
            entry = item.entry
            span = f"{entry.low:g} {entry.high:g} {entry.logarithmic:d}"
            shape = f"{min(width, 18)} {height - 18} {span} 0 empty {name} {label}"
            slider = patch.box("obj", x + 8, y + 16, f"vsl {shape} -8 -9 0 9 {PD_COLOURS} 0 1")
            _sends(patch, slider, item.path, *(["int"] if entry.whole else []))
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
        case Widget.FORM:
            form(patch, item)
        case Widget.STEPS:
            _steps(patch, item)
        case Widget.METER:
            patch.box("floatatom", x, y, f"8 0 0 1 {label} {name} - 0")
        case Widget.REPORT:
            patch.box("symbolatom", x, y, f"40 0 0 1 {label} {name} - 0")
        case Widget.LABEL:
            patch.box("text", x, y, item.label)
        case Widget.REPLY:
            patch.box("text", x, y, "other answers are in Pd's own window")


def _sends(patch: PdPatch, control: int, path: str, *between: str) -> None:
    """Add boxes that send the values of box number `control` to the OSC address `path`, through objects `between`."""
    patch.join(control, patch.chain(*between, f"oscformat {pd_words(path)}", f"s {OSC_BUS}")[0])


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
        f"hsl {width - 60} 18 {span} {name}-x {pd_word(across_label)} 0 -8 0 9 {PD_COLOURS} 0 1",
    )
    up = patch.box(
        "obj", x + 8, y + 16, f"vsl 18 {height - 24} {span} {name}-y {pd_word(up_label)} -8 -9 0 9 {PD_COLOURS} 0 1"
    )
    pair = patch.chain("pack f f", f"oscformat {pd_words(item.path)}", f"s {OSC_BUS}")[0]
    [now] = patch.chain("t b f")
    patch.join(across, pair)
    patch.join(up, now)
    patch.join(now, pair, 1, 1)
    patch.join(now, pair)


def _steps(patch: PdPatch, item: Item) -> None:
    """Add a slider for each sixteenth."""
    x, y, width, height = item.frame
    low, high = reach(item.step_paths[0])
    share = (width - 64) // len(item.step_paths)
    patch.box("text", x, y, item.label)
    for step, path in enumerate(item.step_paths):
        shape = f"{share - 6} {height - 12} {low:g} {high:g} 0 0 empty {receiver(path)} empty"
        slider = patch.box("obj", x + 64 + share * step, y + 8, f"vsl {shape} 0 -9 0 9 {PD_COLOURS} 0 1")
        _sends(patch, slider, path)


def _network(patch: PdPatch, target: PatchTarget, items: list[Item]) -> None:
    """Add what sends to vamen, and what sets controls and displays by what comes back."""
    *_, wire = patch.chain(f"r {OSC_BUS}", "list prepend send", "list trim", "netsend -u -b")
    back = patch.chain("oscparse", "list trim", "route vamen", f"route report {' '.join(PRINTED)}")
    patch.join(wire, back[0], 1)
    for outlet, word in enumerate(PRINTED, start=1):
        patch.join(back[-1], patch.chain(f"print vamen-{word}")[0], outlet)
    _values(patch, back[-1], 1 + len(PRINTED))
    _reports(patch, target, back[-1], [item.path for item in items if item.widget is Widget.REPORT])
    _start(patch, target, wire, items)


def _values(patch: PdPatch, source: int, outlet: int) -> None:
    """Add what sets the control of an address of one, two or three words, which come from an outlet with the value."""
    # `list` keeps the first word from becoming the message selector
    [_, three] = patch.chain("list", "list split 4")
    [two] = patch.chain("list split 3")
    patch.join(source, three - 1, outlet)
    patch.join(three, two, 2)  # fewer than four
    patch.join(three, patch.chain("msg \\; vamen-\\$1-\\$2-\\$3 set \\$4")[0])
    patch.join(two, patch.chain("msg \\; vamen-\\$1-\\$2 set \\$3")[0])
    patch.join(two, patch.chain("msg \\; vamen-\\$1 set \\$2")[0], 2)


def _reports(patch: PdPatch, target: PatchTarget, source: int, shown: list[str]) -> None:
    """Add what shows reports, and what fills the lists of names."""
    lists = [*dict.fromkeys(field.report for field in all_fields(target) if field.report)]
    words = " ".join(path.rpartition("/")[2] for path in (*shown, *lists))
    [_, chosen] = patch.chain("list trim", f"route {words}")
    patch.join(source, chosen - 1)
    for outlet, path in enumerate(shown):
        text = by_path()[path].tags.index("s") + 1
        patch.join(chosen, patch.chain("list", f"msg \\; {receiver(path)} set \\${text}")[0], outlet)
    for outlet, path in enumerate(lists, start=len(shown)):
        name_list(patch, path, len(by_path()[path].tags), chosen, outlet)


def _start(patch: PdPatch, target: PatchTarget, wire: int, items: list[Item]) -> None:
    """Add what connects, shows the defaults, and subscribes, when the patch is opened."""
    [_, order] = patch.chain("loadbang", "t b b b b")
    [connect] = patch.chain(f"msg connect {target.host} {target.port}")
    patch.join(order, connect, 3)
    patch.join(connect, wire)
    knobs = [item for item in items if item.widget in (Widget.KNOB, Widget.NUMBER, Widget.TOGGLE)]
    defaults = " ".join(f"\\; {receiver(item.path)} set {item.entry.default:g}" for item in knobs)
    patch.join(order, patch.chain(f"msg {defaults}")[0], 2)
    listen = " \\, ".join(f"list {' '.join(paths)}" for paths in subscriptions())
    clock = patch.chain(f"metro {SUBSCRIBE_INTERVAL * 1000}", f"msg {listen}", "oscformat vamen listen", f"s {OSC_BUS}")
    [start] = patch.chain("msg 1")
    patch.join(order, start, 1)
    patch.join(start, clock[0])
    patch.join(order, patch.chain("msg bang", "oscformat vamen ping", f"s {OSC_BUS}")[0])
