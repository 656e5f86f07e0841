"""A Max patch of all pages: PatchTarget in, the text of a .maxpat out.

The first page is the patch itself; buttons open the others in windows. Controls send through `s vamen-out` to udpsend.
udpsend cannot receive, so replies come from vamen-replies.js in a node.script (see max_replies) through `s vamen-in`.
Changes by other clients move the controls.
"""

import json
import math
from typing import Any

from .items import MAX_KNOB_SPAN, Frame, Item, Page, Widget, reach
from .layout import WIDTH, pages
from .max_forms import MaxForms
from .max_patcher import Box, Patcher, text_button
from .max_replies import REPLIES_FILE
from .patch_target import PatchTarget

XY_STEPS = 1000  # pictslider values are integers


def maxpat(target: PatchTarget) -> bytes:
    """Return the bytes of a .maxpat file: a Max patch that controls vamen at `target`."""
    first, *others = pages(target)
    patch = Patcher(WIDTH, first.height)
    panel = Panel(patch, target, "vamen-")
    for item in first.items:
        panel.add(item)
    for place, page in enumerate(others):
        panel.window(page, (432 + 72 * place, 10, 64, 20))
    panel.wire()
    return (json.dumps(patch.document(), indent=1) + "\n").encode()


class Panel:
    """Adds the items of the panel to a Max patcher; Max's send and receive objects connect them to vamen.

    Names of these objects: `out` for messages to vamen, `asked` for queries, `back` for what vamen-replies.js returns.
    """

    def __init__(self, patch: Patcher, target: PatchTarget, prefix: str, follows: bool = True) -> None:
        """Take the patcher; `add` and `wire` put boxes into it.

        Args:
            patch: receives the boxes.
            target: the address of vamen.
            prefix: prefix of the names of send and receive objects.
            follows: show changes by other clients; if False, controls start with their defaults, and send them.
        """
        self.patch, self.target, self.prefix, self.follows = patch, target, prefix, follows
        self.out, self.back, self.asked = (f"{prefix}{word}" for word in ("out", "in", "ask"))
        self._forms = MaxForms(patch, self.out, self.back, self.asked)

    def add(self, item: Item) -> None:
        """Add the box of an item, and the objects that send and receive its values."""
        self.patch.chain()
        match item.widget:
            case Widget.KNOB | Widget.TOGGLE | Widget.NUMBER:
                self._control(item)
            case Widget.BUTTON | Widget.QUESTION:
                self._button(item)
            case Widget.XY:
                self._xy(item)
            case Widget.FORM:
                self._forms.form(item)
            case Widget.STEPS:
                self._forms.steps(item)
            case Widget.METER:
                self._meter(item)
            case Widget.REPORT:
                self._words(item.path, self._named(item))
            case Widget.REPLY:
                self._words("reply", item.frame)
            case Widget.LABEL:
                self.patch.comment(item.label, item.frame)

    def window(self, page: Page, frame: Frame) -> None:
        """Add a window with a page, and the button at `frame` that opens it."""
        within = Patcher(WIDTH, page.height)
        within.chain()
        within.box("inlet", 0, [""], index=1, comment="messages to the window")
        panel = Panel(within, self.target, self.prefix, self.follows)
        for item in page.items:
            panel.add(item)
        self.patch.chain()
        opened = self.patch.subpatch(page.title, within, 1, [])
        self.open(opened, page.title, frame)

    def open(self, window: Box, title: str, frame: Frame) -> None:
        """Add a button that opens the window of a subpatch."""
        patch = self.patch
        opener = text_button(patch, title, frame)
        patch.follow(opener, patch.message("open"), patch.object("pcontrol", outlets=("",)), window)

    def wire(self) -> None:
        """Add the objects through which all items send to vamen and receive from it."""
        patch, target = self.patch, self.target
        patch.chain()
        patch.follow(patch.object(f"r {self.out}", 0), patch.object(f"udpsend {target.host} {target.port}", outlets=()))
        patch.chain()
        script = patch.object(
            f"node.script {REPLIES_FILE} {target.host} {target.port} {target.panel_port} @autostart 1",
            outlets=("", ""),
            saved_object_attributes={"autostart": 1, "defer": 0, "watch": 0},
        )
        patch.join(patch.object(f"r {self.asked}", 0), script)
        patch.join(script, self.send(self.back))

    def send(self, name: str) -> Box:
        """Add a send object (`s NAME`), which passes values to the receive objects (`r NAME`) of that name."""
        return self.patch.object(f"s {name}", outlets=())

    def _control(self, item: Item) -> None:
        patch = self.patch
        if item.widget is Widget.NUMBER:
            frame = self._named(item)
            kind = "number" if item.entry.whole else "flonum"
            control = patch.box(kind, 1, ["", "bang"], frame, parameter_enable=0)
        elif item.widget is Widget.TOGGLE:
            control = toggle(patch, item.label, item.entry.id, item.frame, item.entry.default, not self.follows)
        else:
            control = dial(patch, item, not self.follows)
        patch.follow(control, patch.object(f"prepend {item.path}"), self.send(self.out))
        if self.follows:
            self._heard(item.path, patch.object("prepend set"), control)

    def _button(self, item: Item) -> None:
        patch, words = self.patch, " ".join([item.path, *map(str, item.arguments)])
        pressed = text_button(patch, item.label, item.frame)
        if item.widget is Widget.QUESTION:
            patch.follow(pressed, patch.message(f"ask {words}"), self.send(self.asked))
        else:
            patch.follow(pressed, patch.message(words), self.send(self.out))

    def _xy(self, item: Item) -> None:
        patch, (low, high) = self.patch, reach(item.path)
        span = {"leftvalue": 0, "rightvalue": XY_STEPS, "bottomvalue": 0, "topvalue": XY_STEPS}
        pad = patch.box("pictslider", 2, ["int", "int"], item.frame, parameter_enable=0, **span)
        scale = f"scale 0 {XY_STEPS} {low:.1f} {high:.1f}"
        across, up = patch.object(scale, 6), patch.object(scale, 6)
        pair, now = patch.object("pack 0. 0.", 2), patch.object("t b f", outlets=("bang", "float"))
        patch.follow(pad, across, pair, patch.object(f"prepend {item.path}"), self.send(self.out))
        # pictslider sends the vertical value first, or alone
        patch.join(pad, up, outlet=1)
        patch.join(up, now)
        patch.join(now, pair, outlet=1, inlet=1)
        patch.join(now, pair)

    def _meter(self, item: Item) -> None:
        number = self.patch.box("flonum", 1, ["", "bang"], self._named(item), ignoreclick=1, parameter_enable=0)
        self._heard(item.path, number)

    def _named(self, item: Item) -> Frame:
        """Add the label in the left half of an item's frame, and return the right half."""
        x, y, width, height = item.frame
        self.patch.comment(item.label, (x, y, width // 2, height))
        return (x + width // 2, y, width - width // 2, height)

    def _words(self, path: str, frame: Frame) -> None:
        patch = self.patch
        self._heard(path, patch.object("prepend set"), patch.message("", frame))

    def _heard(self, path: str, *boxes: Box) -> None:
        patch = self.patch
        patch.follow(patch.object(f"r {self.back}", 0), patch.object(f"route {path}", 2, ("", "")), *boxes)


def dial(patch: Patcher, item: Item, begins: bool) -> Box:
    """Add a live.dial for a parameter; with `begins`, it starts with the parameter's default, and sends that."""
    entry = item.entry
    is_byte = entry.whole and entry.low >= 0 and entry.high <= MAX_KNOB_SPAN  # as Live's whole numbers are
    style = {"parameter_type": int(is_byte), "parameter_unitstyle": int(not entry.whole)}
    kind = {**style, "parameter_mmin": entry.low, "parameter_mmax": entry.high}
    if entry.logarithmic:  # a dial has powers only: one with the same value at the middle
        kind["parameter_exponent"] = round(math.log((entry.at(0.5) - entry.low) / (entry.high - entry.low), 0.5), 3)
    value = _value(f"{entry.id} {item.label}", item.label, entry.default, begins, kind)
    return patch.box("live.dial", 1, ["", "float"], item.frame, parameter_enable=1, varname=item.id, **value)


def toggle(patch: Patcher, label: str, name: str, frame: Frame, start: float, begins: bool) -> Box:
    """Add a live.text that is 1 or 0; with `begins`, it starts with the value `start`, and sends that.

    `label` is shown; `name` is unique in the patch.
    """
    kind = {"parameter_type": 2, "parameter_enum": ["off", "on"], "parameter_mmax": 1}
    fields = {"parameter_enable": 1, "varname": f"toggle_{name}", "mode": 1, "text": label, "texton": label}
    return patch.box("live.text", 1, ["", ""], frame, **fields, **_value(name, label, start, begins, kind))


def _value(long: str, short: str, start: float, begins: bool, kind: dict[str, Any]) -> dict[str, Any]:
    names = {"parameter_longname": long, "parameter_shortname": short}
    initial = {"parameter_initial": [start], "parameter_initial_enable": int(begins)}
    return {"saved_attribute_attributes": {"valueof": {**names, **initial, **kind}}}
