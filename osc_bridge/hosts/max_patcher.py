"""Boxes and lines in, the JSON of a Max patcher (a patch or a part of one) out.

Every box is in the patching view, where boxes that belong together (a chain) stand in a column. A box with a frame is
in the presentation view, too.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from .items import Frame

CHAINS_PER_ROW = 16  # in the patching view
Box = str  # id of a box


class Patcher:
    """A patcher: boxes, and the lines between them."""

    def __init__(self, width: int, height: int) -> None:
        self._size = (width, height)
        self._boxes: list[dict[str, Any]] = []
        self._lines: list[dict[str, Any]] = []
        self._chain = -1
        self._depth = 0

    def chain(self) -> None:
        """Start a new column of the patching view for the next boxes."""
        self._chain += 1
        self._depth = 0

    def box(self, kind: str, inlets: int, outlets: Sequence[str], frame: Frame | None = None, **fields: Any) -> Box:
        """Add a box and return its id.

        Args:
            kind: Max's class of the box.
            inlets: number of inlets.
            outlets: types of the outlets, in Max's words.
            frame: place in the presentation view; None if the box is not shown there.
            **fields: more attributes of the box, as in Max's file format.
        """
        name = f"obj-{len(self._boxes) + 1}"
        row, column = divmod(max(self._chain, 0), CHAINS_PER_ROW)
        x, y = 20.0 + 150 * column, 40.0 + 260 * row + 44 * self._depth
        self._depth += 1
        box: dict[str, Any] = {"id": name, "maxclass": kind, "numinlets": inlets, "numoutlets": len(outlets)}
        if outlets:
            box["outlettype"] = list(outlets)
        width, height = (frame[2], min(frame[3], 40)) if frame else (140, 22)
        box["patching_rect"] = [x, y, float(width), float(height)]
        if frame:
            box |= {"presentation": 1, "presentation_rect": [float(side) for side in frame]}
        self._boxes.append({"box": box | fields})
        return name

    def object(self, text: str, inlets: int = 1, outlets: Sequence[str] = ("",), **fields: Any) -> Box:
        """Add an object box with the text that a user would type into it; other arguments as in `box`."""
        return self.box("newobj", inlets, outlets, text=text, **fields)

    def message(self, text: str, frame: Frame | None = None) -> Box:
        """Add a message box, which sends its `text` when it is clicked or gets a message."""
        return self.box("message", 2, [""], frame, text=text)

    def comment(self, text: str, frame: Frame) -> Box:
        """Add a comment, a text that is only shown."""
        return self.box("comment", 1, [], frame, text=text)

    def subpatch(self, name: str, patch: "Patcher", inlets: int, outlets: Sequence[str]) -> Box:
        """Add a patch within this one, which opens in a window of its own; its inlets and outlets are boxes in it."""
        return self.object(f"p {name}", inlets, outlets, patcher=patch.document()["patcher"])

    def join(self, source: Box, target: Box, outlet: int = 0, inlet: int = 0) -> None:
        """Connect an outlet to an inlet."""
        self._lines.append({"patchline": {"source": [source, outlet], "destination": [target, inlet]}})

    def follow(self, *boxes: Box) -> None:
        """Connect each box to the next, first outlet to first inlet."""
        for source, target in pairwise(boxes):
            self.join(source, target)

    def document(self, **fields: Any) -> dict[str, Any]:
        """Return the contents of the patch file for json.dumps; `fields` are more attributes of the patcher."""
        width, height = self._size
        head = {
            "fileversion": 1,
            "appversion": {"major": 8, "minor": 6, "revision": 0, "architecture": "x64", "modernui": 1},
            "classnamespace": "box",
            "rect": [80.0, 80.0, float(width), float(height)],
            "openinpresentation": 1,
        }
        return {"patcher": {**head, **fields, "boxes": self._boxes, "lines": self._lines}}


def text_button(patch: Patcher, label: str, frame: Frame) -> Box:
    """Add a button that acts when it is pressed, not when it is released."""
    kind = ["", "", "int"]
    return patch.box("textbutton", 1, kind, frame, text=label, mode=0, outputmode=0, parameter_enable=0)
