"""Forms and rows of sixteenths in a Max patcher: items in, boxes out.

A field stores its value behind the first inlet of a `pack` or beside it; the button sends them together. Menus with
names from a report are filled by vamen-replies.js, which also turns a moved row into messages for what has changed.
"""

from .items import FORM_NAME_WIDTH, PLACE, Field, FieldKind, Frame, Item, form_frames, reach
from .max_patcher import Box, Patcher, text_button

FIELD_STARTS = {FieldKind.WHOLE: "0", FieldKind.REAL: "0.", FieldKind.NUMBERED: "0"}  # of texts: an empty symbol
MENU_WORD = "menu"  # of messages that fill menus
ROW_WORD = "steps"  # of messages with the values of all sixteenths


class MaxForms:
    """Adds forms and rows to a patcher, with the names of the objects that lead to vamen and back."""

    def __init__(self, patch: Patcher, out: str, back: str, asked: str) -> None:
        """`out`, `back`, `asked`: names of send and receive objects, as in `Panel`."""
        self._patch, self._out, self._back, self._asked = patch, out, back, asked

    def form(self, item: Item) -> None:
        """Add the fields of a form, its button, and what sends their values in one message."""
        patch, frames = self._patch, form_frames(item)
        patch.comment(item.label, frames.name)
        for field, frame in zip(item.fields, frames.labels, strict=True):
            patch.comment(field.label, frame)
        values = [self._field(field, frame) for field, frame in zip(item.fields, frames.fields, strict=True)]
        patch.chain()
        stored = patch.object(f"zl reg {FIELD_STARTS.get(item.fields[0].kind, '')}".strip(), 2, ("", ""))
        patch.join(values[0], stored, inlet=1)
        joined = self._joined(item)
        patch.follow(stored, joined[0])
        for place, (field, value) in enumerate(zip(item.fields[1:], values[1:], strict=True), start=1):
            if item.live and field.kind is FieldKind.REAL:
                both = patch.object("t b f", outlets=("bang", "float"))
                patch.follow(value, both)
                patch.join(both, joined[0], outlet=1, inlet=place)
                patch.join(both, stored)
            else:
                patch.join(value, joined[0], inlet=place)
        patch.follow(*joined, patch.object(f"s {self._out}", outlets=()))
        if frames.button:
            sender = text_button(
                patch, item.path.rpartition("/")[2] if PLACE not in item.path else "set", frames.button
            )
            patch.follow(sender, patch.object("t b", outlets=("bang",)), stored)

    def steps(self, item: Item) -> None:
        """Add a slider for each sixteenth."""
        patch, (x, y, width, height) = self._patch, item.frame
        name, (low, high) = item.path.rpartition("/")[2], reach(item.step_paths[0])
        patch.comment(item.label, (x, y, FORM_NAME_WIDTH, 20))
        row = patch.box(
            "multislider",
            1,
            ["", ""],
            (x + FORM_NAME_WIDTH, y, width - FORM_NAME_WIDTH, height),
            size=len(item.step_paths),
            setminmax=[low, high],
            setstyle=1,
            parameter_enable=0,
        )
        patch.follow(row, patch.object(f"prepend {ROW_WORD} {name}"), patch.object(f"s {self._asked}", outlets=()))
        received = patch.object(f"r {self._back}", 0)
        chosen = [patch.object(f"route {word}", 2, ("", "")) for word in (ROW_WORD, name)]
        patch.follow(received, *chosen, patch.object("prepend setlist"), row)

    def _field(self, field: Field, frame: Frame) -> Box:
        """Add a field, and return the box with its value."""
        patch = self._patch
        patch.chain()
        if field.kind in (FieldKind.WHOLE, FieldKind.REAL):
            span = {"minimum": field.low, "maximum": field.high}
            kind = "number" if field.kind is FieldKind.WHOLE else "flonum"
            return patch.box(kind, 1, ["", "bang"], frame, parameter_enable=0, **span)
        if field.kind is FieldKind.TEXT:
            # one symbol, with return or when the field is left
            typed = patch.box("textedit", 1, ["", "int", "", ""], frame, keymode=1, outputmode=1, parameter_enable=0)
            value = patch.object("route text", 2, ("", ""))
            patch.follow(typed, value)
            return value
        words = [word for option in field.options for word in (option, ",")][:-1]
        menu = patch.box("umenu", 1, ["int", "", ""], frame, items=words, parameter_enable=0)
        if field.report:
            received = patch.object(f"r {self._back}", 0)
            chosen = [patch.object(f"route {word}", 2, ("", "")) for word in (MENU_WORD, field.report)]
            patch.follow(received, *chosen, menu)
        value = patch.object("zl nth 1", 2, ("", "")) if field.kind is FieldKind.NUMBERED else patch.object("tosymbol")
        patch.join(menu, value, outlet=1)
        return value

    def _joined(self, item: Item) -> list[Box]:
        """Add the objects that make a message of the values; the first has an inlet for each of them."""
        patch, places = self._patch, item.path.count(PLACE)
        if places:
            template = item.path.replace(PLACE, "%ld") + " %f" * (len(item.fields) - places)
            return [patch.object(f"sprintf {template}", len(item.fields))]
        types = " ".join(FIELD_STARTS.get(field.kind, "s") for field in item.fields)
        packed = [patch.object(f"pack {types}", len(item.fields))] if len(item.fields) > 1 else []
        return [*packed, patch.object(f"prepend {item.path}")]
