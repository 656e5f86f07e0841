"""The panel that all patches show: which control is where, and what it sends.

A PatchTarget in, items out; frames are x, y, width, height in pixels from the top left corner. Addresses and
ranges come from the OSC endpoints, so an item cannot send anything that the instrument does not accept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from engine.parameters import LATENTS, Parameter
from engine.spec import SPEC
from osc_bridge.osc.addresses import NORM_ROOT, ROOT, EndpointKind, by_path, endpoints
from osc_bridge.osc.command_arguments import ANOTHER, RANDOM, REDO, UNDO

from .patch_target import LARGE_KNOBS, PatchTarget

WIDTH, HEIGHT = 864, 596
VARIATIONS = 8
PRESETS = range(8)  # numbers of the bundled presets, which have buttons
LATENT_PAIR = f"{ROOT}/latent"  # with two arguments: latents 0 and 1
Frame = tuple[int, int, int, int]


class Widget(Enum):
    """Type of an item on the panel."""

    KNOB = "knob"
    NUMBER = "number"
    TOGGLE = "toggle"
    BUTTON = "button"
    XY = "xy"
    METER = "meter"
    QUESTION = "question"  # a button whose reply is shown in REPLY
    REPLY = "reply"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Item:
    """A control, a button, a display or a label on the panel."""

    widget: Widget
    label: str
    frame: Frame
    path: str = ""
    arguments: tuple[int, ...] = ()  # what a button sends
    small: bool = False

    @property
    def id(self) -> str:
        """A name that is unique on the panel."""
        words = [*self.path.removeprefix(f"{ROOT}/").split("/"), *map(str, self.arguments)]
        return "_".join([self.widget.value, *words])

    @property
    def entry(self) -> Parameter:
        """The parameter that this knob, number or toggle sets."""
        entry = by_path()[self.path].entry
        assert entry is not None, f"{self.path} is not a parameter"
        return entry


def board(target: PatchTarget) -> tuple[Item, ...]:
    """Return the items of the panel, top to bottom."""
    return (*_head(target), *_latents(target), *_sound(), *_slices(), *_meters())


def listened() -> tuple[str, ...]:
    """Return the addresses that a patch subscribes to: parameters and meters."""
    return tuple(
        address.path
        for address in endpoints()
        if address.kind is EndpointKind.METER or (address.entry is not None and not address.path.startswith(NORM_ROOT))
    )


def reach(path: str) -> tuple[float, float]:
    """Return the lowest and the highest value of the first argument of an address."""
    span = by_path()[path].ranges[0]
    assert span is not None, f"{path} has no range"
    return span


def button(word: str, frame: Frame, *arguments: int, label: str = "") -> Item:
    """Return a button that sends `arguments` to the address `word` below /vamen."""
    return Item(Widget.BUTTON, label or word, frame, f"{ROOT}/{word}", arguments)


def parameter_item(widget: Widget, id: str, frame: Frame, label: str = "", small: bool = False) -> Item:
    """Return a control for the parameter `id`, by default labelled with its name; `small`: a knob of the small size."""
    path = f"{ROOT}/{id}"
    entry = by_path()[path].entry
    assert entry is not None, f"{path} is not a parameter"
    return Item(widget, label or entry.name.lower(), frame, path, small=small)


def _head(target: PatchTarget) -> Iterator[Item]:
    yield Item(Widget.LABEL, f"vamen at {target.host} port {target.port}", (16, 10, 400, 20))


def _latents(target: PatchTarget) -> Iterator[Item]:
    for index in range(LARGE_KNOBS):
        yield parameter_item(Widget.KNOB, f"latent/{index}", (16 + 72 * index, 40, 64, 84), target.names[index])
    for index in range(LARGE_KNOBS, LATENTS):
        frame = (24 + 72 * (index - LARGE_KNOBS), 140, 48, 64)
        yield parameter_item(Widget.KNOB, f"latent/{index}", frame, target.names[index], small=True)
    yield Item(Widget.XY, f"{target.names[0]} and {target.names[1]}", (608, 40, 240, 164), LATENT_PAIR)


def _sound() -> Iterator[Item]:
    for place, id in enumerate(("tempo", "speed", "stutter", "level", "width", "drive", "texture")):
        yield parameter_item(Widget.KNOB, id, (16 + 72 * place, 224, 64, 84))
    for place, id in enumerate(("freeze", "reverse")):
        yield parameter_item(Widget.TOGGLE, id, (520, 224 + 44 * place, 64, 36))
    for place, word in enumerate(("play", "stop", "panic")):
        yield button(word, (608 + 84 * place, 224, 72, 36))
    for place, word in enumerate(("ping", "status")):
        yield Item(Widget.QUESTION, word, (608 + 84 * place, 272, 72, 28), f"{ROOT}/{word}")
    for number in range(1, VARIATIONS + 1):
        yield button("seed", (16 + 72 * (number - 1), 330, 64, 28), number, label=f"variation {number}")
    yield parameter_item(Widget.NUMBER, "seed", (608, 330, 156, 28))
    for place, number in enumerate(PRESETS):
        yield button("preset", (16 + 72 * place, 364, 64, 28), number, label=f"preset {number}")
    for place, word in enumerate((RANDOM, ANOTHER, UNDO, REDO)):
        yield button(word, (608 + 60 * place, 364, 56, 28))


def _slices() -> Iterator[Item]:
    for step in range(SPEC.steps):
        row, column = divmod(step, SPEC.steps // 2)
        yield button("slice", (16 + 52 * column, 404 + 48 * row, 48, 44), step, 1, label=str(step))


def _meters() -> Iterator[Item]:
    for place, address in enumerate(address for address in endpoints() if address.kind is EndpointKind.METER):
        (row, column), word = divmod(place, 4), address.path.rpartition("/")[2]
        yield Item(Widget.METER, word, (16 + 208 * column, 508 + 24 * row, 132, 20), address.path)
    yield Item(Widget.REPLY, "answers", (16, 562, 832, 22))
