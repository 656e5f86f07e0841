"""What a patch shows: widgets with what they send, and the pages on which they stand.

Addresses and ranges in, items out; frames are x, y, width, height in pixels from the top left corner of a page.
Addresses and ranges come from the OSC endpoints, so an item cannot send anything that the instrument does not accept.
"""

from dataclasses import dataclass
from enum import Enum

from engine.parameters import Parameter
from engine.spec import SPEC
from osc_bridge.osc.addresses import ROOT, SLICE_PATH, by_path

Frame = tuple[int, int, int, int]
PLACE = "{}"  # in the path of a form: its first fields replace it
FORM_NAME_WIDTH, FORM_BUTTON_WIDTH = 92, 52
MAX_KNOB_SPAN = 255  # of whole numbers on a knob, as Max for Live permits; wider ranges are number fields


class Widget(Enum):
    """Type of an item on a page."""

    KNOB = "knob"
    NUMBER = "number"
    TOGGLE = "toggle"
    BUTTON = "button"
    XY = "xy"
    FORM = "form"  # fields, and a button that sends them together
    STEPS = "steps"  # one slider for each sixteenth
    METER = "meter"
    REPORT = "report"  # words of the instrument
    QUESTION = "question"  # a button whose reply is shown in REPLY
    REPLY = "reply"
    LABEL = "label"


class FieldKind(Enum):
    """Type of a field of a form."""

    WHOLE = "whole"  # a whole number of a range
    REAL = "real"  # a number of a range
    TEXT = "text"
    CHOICE = "choice"  # a text of a fixed list
    NUMBERED = "numbered"  # a number, chosen by the names in a report of numbers and names
    NAMED = "named"  # a name, chosen from a report of names


@dataclass(frozen=True, slots=True)
class Field:
    """One argument of a form."""

    kind: FieldKind
    label: str
    low: float = 0.0
    high: float = 1.0
    options: tuple[str, ...] = ()  # of CHOICE
    report: str = ""  # address with the names of NUMBERED and NAMED
    optional: bool = False  # the action accepts to be without it

    @property
    def is_text(self) -> bool:
        """Whether what is sent is a text, not a number."""
        return self.kind in (FieldKind.TEXT, FieldKind.CHOICE, FieldKind.NAMED)


@dataclass(frozen=True, slots=True)
class Item:
    """A control, a button, a display or a label on a page."""

    widget: Widget
    label: str
    frame: Frame
    path: str = ""  # of STEPS and some forms, with PLACE in it
    arguments: tuple[int, ...] = ()  # what a button sends
    fields: tuple[Field, ...] = ()  # of a form
    live: bool = False  # a form that sends whenever a real number of it is moved, and has no button
    small: bool = False

    @property
    def id(self) -> str:
        """A name that is unique among all pages."""
        words = [*self.path.removeprefix(f"{ROOT}/").replace(PLACE, "n").split("/"), *map(str, self.arguments)]
        return "_".join([self.widget.value, *words]).rstrip("_")

    @property
    def is_held(self) -> bool:
        """Whether the button's last argument, its velocity, is 0 when it is released, which ends a gated slice."""
        return self.widget is Widget.BUTTON and self.path == SLICE_PATH

    @property
    def entry(self) -> Parameter:
        """The parameter that this knob, number or toggle sets."""
        entry = by_path()[self.path].entry
        assert entry is not None, f"{self.path} is not a parameter"
        return entry

    @property
    def step_paths(self) -> tuple[str, ...]:
        """The addresses of a row of sixteenths, first to last."""
        return tuple(self.path.replace(PLACE, str(step)) for step in range(SPEC.steps))


@dataclass(frozen=True, slots=True)
class Page:
    """Items that are shown together."""

    title: str
    items: tuple[Item, ...]
    height: int


@dataclass(frozen=True, slots=True)
class FormFrames:
    """Where the parts of a form stand."""

    name: Frame
    labels: tuple[Frame, ...]  # of the fields, above them
    fields: tuple[Frame, ...]
    button: Frame | None  # that sends; none on a live form


def form_frames(item: Item) -> FormFrames:
    """Divide the frame of a form, which is 40 high, among its name, its fields and its button."""
    x, y, width, _ = item.frame
    room = width - FORM_NAME_WIDTH - (0 if item.live else FORM_BUTTON_WIDTH)
    share = room // max(len(item.fields), 1)
    lefts = [x + FORM_NAME_WIDTH + share * place for place in range(len(item.fields))]
    return FormFrames(
        name=(x, y + 15, FORM_NAME_WIDTH - 4, 24),
        labels=tuple((left, y, share - 4, 14) for left in lefts),
        fields=tuple((left, y + 15, share - 4, 24) for left in lefts),
        button=None if item.live else (x + width - FORM_BUTTON_WIDTH, y + 15, FORM_BUTTON_WIDTH, 24),
    )


def reach(path: str) -> tuple[float, float]:
    """Return the lowest and the highest value of the first argument of an address."""
    span = by_path()[path].ranges[0]
    assert span is not None, f"{path} has no range"
    return span


def button(word: str, frame: Frame, *arguments: int, label: str = "") -> Item:
    """Return a button that sends `arguments` to the address `word` below /vamen."""
    return Item(Widget.BUTTON, label or word, frame, f"{ROOT}/{word}", arguments)


def parameter_item(entry: Parameter, frame: Frame, label: str = "", small: bool = False) -> Item:
    """Return the control of a parameter, by default labelled with its name; `small`: a knob of the small size."""
    return Item(parameter_widget(entry), label or entry.name.lower(), frame, f"{ROOT}/{entry.id}", small=small)


def parameter_widget(entry: Parameter) -> Widget:
    """Return the type of control that suits the range of a parameter."""
    if not entry.whole:
        return Widget.KNOB
    if (entry.low, entry.high) == (0, 1):
        return Widget.TOGGLE
    return Widget.KNOB if entry.high - entry.low <= MAX_KNOB_SPAN else Widget.NUMBER
