"""The file format of Pure Data: boxes and lines in, the text of a patch and of the patches within it out.

What is shown stands where it is put; chains of objects behind it stand right of it, in columns.
"""

from itertools import pairwise

CHAIN_ROWS = 12


class PdPatch:
    """A patch, or one within another."""

    def __init__(self, width: int, height: int, name: str = "") -> None:
        """`name`: of a patch within another."""
        self._size, self._name = (width, height), name
        self._boxes: list[str] = []
        self._lines: list[str] = []
        self._chains = 0

    def box(self, kind: str, x: int, y: int, text: str) -> int:
        """Add a box, and return its number; `kind` and `text` as in the file format of Pd."""
        self._boxes.append(f"#X {kind} {x} {y} {text};")
        return len(self._boxes) - 1

    def within(self, patch: "PdPatch", x: int, y: int) -> int:
        """Add a patch as a box that opens it, and return the number of the box."""
        self._boxes.append(f"{patch.text(inner=True)}#X restore {x} {y} pd {patch.name};")
        return len(self._boxes) - 1

    def chain(self, *boxes: str) -> list[int]:
        """Add boxes right of what is shown, each connected to the next, and return their numbers.

        A text that starts with `msg` is a message box, any other an object box.
        """
        column, row = divmod(self._chains, CHAIN_ROWS)
        self._chains += 1
        made = []
        for depth, text in enumerate(boxes):
            kind, _, rest = text.partition(" ") if text.startswith("msg ") else ("obj", "", text)
            made.append(self.box(kind, self._size[0] + 40 + 220 * column, 20 + 120 * row + 24 * depth, rest))
        for source, target in pairwise(made):
            self.join(source, target)
        return made

    def join(self, source: int, target: int, outlet: int = 0, inlet: int = 0) -> None:
        """Connect an outlet to an inlet."""
        self._lines.append(f"#X connect {source} {outlet} {target} {inlet};")

    @property
    def name(self) -> str:
        """The name of a patch within another."""
        return self._name

    def text(self, inner: bool = False) -> str:
        """Return the text of the file, or of its part that is a patch within another."""
        width, height = self._size
        head = f"#N canvas 20 20 {width} {height} {f'{self._name} 0' if inner else '10'};"
        return "\n".join([head, *self._boxes, *self._lines]) + "\n"
