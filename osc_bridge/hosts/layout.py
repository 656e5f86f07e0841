"""The pages that all patches show: which control is where, and what it sends.

A PatchTarget in, pages of items out. Everything of the table of addresses has a place: parameters by their groups,
actions by their first words. Items flow in rows from the top of a page, so a page is as tall as its items need.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from engine.parameters import LATENTS, TABLE, Parameter
from engine.spec import SPEC
from osc_bridge.osc.addresses import NORM_ROOT, REPORT_ROOT, ROOT, STEP_ROOT, Endpoint, EndpointKind, endpoints
from osc_bridge.osc.command_arguments import ANOTHER, CANCEL, NEXT_SCENE, PREVIOUS_SCENE, RANDOM, REDO, UNDO

from .forms import PRESETS, actions, buttons_of, form, latent_step_form, needs_form, step_rows
from .items import PLACE, Field, Frame, Item, Page, Widget, button, parameter_item, parameter_widget
from .patch_target import LARGE_KNOBS, PatchTarget

WIDTH, MARGIN, ITEM_GAP, GROUP_GAP = 864, 16, 8, 16
VARIATIONS = 8
LATENT_PAIR = f"{ROOT}/latent"  # with two arguments: latents 0 and 1
TRANSPORT = ("play", "stop", "panic", "tap", "half", "double")
SOUNDS = (RANDOM, ANOTHER, UNDO, REDO, CANCEL)
SCENES = {PREVIOUS_SCENE: "scene back", NEXT_SCENE: "scene next"}  # action -> label
NUDGES_MS = (-10, -1, 1, 10)
MOST_FIELDS = 3  # of a form that takes half the width
PORTION = 16  # addresses in a message that subscribes
LONG_REPORTS = ("own", "mapped")  # lists that no line could show
SIZES = {Widget.KNOB: (64, 84), Widget.TOGGLE: (64, 36), Widget.NUMBER: (156, 28)}


class ItemFlow:
    """Places for items, from left to right and from top to bottom."""

    def __init__(self) -> None:
        self._x, self._y, self._row = MARGIN, 10, 0

    def place(self, width: int, height: int) -> Frame:
        """Return a frame beside the one before, or in the next row if there is no room."""
        if self._x + width > WIDTH - MARGIN:
            self.end_row()
        frame = (self._x, self._y, width, height)
        self._x, self._row = self._x + width + ITEM_GAP, max(self._row, height)
        return frame

    def end_row(self) -> None:
        """Go on in the next row."""
        if self._row:
            self._y, self._x, self._row = self._y + self._row + ITEM_GAP, MARGIN, 0

    @property
    def height(self) -> int:
        """The height of a page with these places."""
        return self._y + self._row + MARGIN


def pages(target: PatchTarget) -> tuple[Page, ...]:
    """Return all pages that have something to show; the first is for playing, and is enough for it."""
    groups = parameter_groups()
    effects = [name for name in groups if name == "bypass" or any(entry.id == f"bypass/{name}" for entry in TABLE)]
    moves = [name for name in groups if name not in effects]
    made = (
        _page("play", lambda flow: _play(flow, target)),
        _page("effects", lambda flow: _groups(flow, target, effects)),
        _page("moves", lambda flow: _groups(flow, target, moves)),
        _page("steps", _steps),
        _page("library", lambda flow: _library(flow, target)),
    )
    return tuple(page for page in made if page.items)


@cache
def parameter_groups() -> dict[str, tuple[Parameter, ...]]:
    """Return the parameters that belong together, name of a group -> its parameters: filter, lfo/1, ...

    Latents and parameters of their own are in none.
    """
    found: dict[str, list[Parameter]] = {}
    for entry in TABLE[:-LATENTS]:
        found.setdefault(entry.id.rpartition("/")[0] or entry.id, []).append(entry)
    return {name: tuple(group) for name, group in found.items() if len(group) > 1 or "/" in group[0].id}


def all_fields(target: PatchTarget) -> tuple[Field, ...]:
    """Return the fields of all forms."""
    return tuple(field for page in pages(target) for item in page.items for field in item.fields)


def listened() -> tuple[str, ...]:
    """Return the addresses that a patch subscribes to: parameters, sixteenths with a slider, meters and reports."""
    unread = {f"{REPORT_ROOT}/{name}" for name in LONG_REPORTS}
    rows = {path for name in step_rows() for path in _step_row(name, (0, 0, 0, 0)).step_paths}
    return tuple(address.path for address in endpoints() if _followed(address, rows) and address.path not in unread)


def subscriptions() -> tuple[tuple[str, ...], ...]:
    """Return the addresses of `listened` in portions, each for one message."""
    paths = listened()
    return tuple(paths[first : first + PORTION] for first in range(0, len(paths), PORTION))


def _followed(address: Endpoint, rows: Iterable[str]) -> bool:
    if address.kind in (EndpointKind.METER, EndpointKind.REPORT):
        return True
    is_parameter = address.entry is not None and not address.path.startswith(NORM_ROOT)
    return is_parameter or address.path in rows


def _page(title: str, fill: Callable[[ItemFlow], Iterator[Item]]) -> Page:
    flow = ItemFlow()
    return Page(title, tuple(fill(flow)), flow.height)


def _play(flow: ItemFlow, target: PatchTarget) -> Iterator[Item]:
    yield Item(Widget.LABEL, f"vamen at {target.host} port {target.port}", flow.place(400, 20))
    flow.end_row()
    latents = TABLE[-LATENTS:]
    for entry, name in zip(latents[:LARGE_KNOBS], target.names, strict=False):
        yield parameter_item(entry, flow.place(*SIZES[Widget.KNOB]), name)
    yield Item(Widget.XY, f"{target.names[0]} and {target.names[1]}", flow.place(240, 84), LATENT_PAIR)
    flow.end_row()
    for entry, name in zip(latents[LARGE_KNOBS:], target.names[LARGE_KNOBS:], strict=True):
        yield parameter_item(entry, flow.place(48, 64), name, small=True)
    flow.end_row()
    grouped = {entry for group in parameter_groups().values() for entry in group}
    yield from _controls(flow, [entry for entry in TABLE[:-LATENTS] if entry not in grouped])
    flow.end_row()
    for word in (*TRANSPORT, *SOUNDS):
        yield button(word, flow.place(64, 28))
    flow.end_row()
    for number in range(1, VARIATIONS + 1):
        yield button("seed", flow.place(64, 28), number, label=f"variation {number}")
    for milliseconds in NUDGES_MS:
        yield button("nudge", flow.place(48, 28), milliseconds, label=f"{milliseconds:+d} ms")
    flow.end_row()
    for number in PRESETS:
        yield button("preset", flow.place(64, 28), number, label=f"preset {number}")
    for word, label in SCENES.items():
        yield button(word, flow.place(64, 28), label=label)
    flow.end_row()
    for step in range(SPEC.steps):
        if step == SPEC.steps // 2:
            flow.end_row()
        yield button("slice", flow.place(44, 44), step, 1, label=str(step))
    flow.end_row()
    for address in endpoints():
        if address.kind is EndpointKind.METER:
            yield Item(Widget.METER, address.path.rpartition("/")[2], flow.place(132, 20), address.path)
    for word in ("ping", "status"):
        yield Item(Widget.QUESTION, word, flow.place(64, 20), f"{ROOT}/{word}")
    flow.end_row()
    yield Item(Widget.REPLY, "answers", flow.place(WIDTH - 2 * MARGIN, 22))


def _groups(flow: ItemFlow, target: PatchTarget, names: Sequence[str]) -> Iterator[Item]:
    """Yield the groups side by side, each below its name and in one piece."""
    for name in names:
        group = parameter_groups()[name]
        sizes = [SIZES[parameter_widget(entry)] for entry in group]
        inner = ItemFlow()
        frames = [inner.place(*size) for size in sizes]
        width = min(max(x + width for x, _, width, _ in frames) - MARGIN, WIDTH - 2 * MARGIN - GROUP_GAP)
        x, y, _, _ = flow.place(width + GROUP_GAP, inner.height - 10 - MARGIN + 24)
        yield Item(Widget.LABEL, name.replace("/", " "), (x, y, width, 18), f"{ROOT}/{name}")
        for entry, (left, top, across, down) in zip(group, frames, strict=True):
            frame = (x + left - MARGIN, y + 24 + top - 10, across, down)
            label = entry.id.removeprefix(f"{name}/")
            is_latent = name.endswith("/latent")
            yield parameter_item(entry, frame, target.names[int(label)] if is_latent else label)


def _controls(flow: ItemFlow, entries: Sequence[Parameter]) -> Iterator[Item]:
    """Yield controls in rows, those of a kind together."""
    for widget, size in SIZES.items():
        for entry in entries:
            if parameter_widget(entry) is widget:
                yield parameter_item(entry, flow.place(*size))


def _steps(flow: ItemFlow) -> Iterator[Item]:
    for name in step_rows():
        yield _step_row(name, flow.place(WIDTH - 2 * MARGIN, 84))
    yield latent_step_form(flow.place(_form_width(MOST_FIELDS), 40))
    yield button("step/clear", flow.place(96, 28), label="clear steps")


def _step_row(name: str, frame: Frame) -> Item:
    return Item(Widget.STEPS, name, frame, f"{STEP_ROOT}/{PLACE}/{name}")


def _library(flow: ItemFlow, target: PatchTarget) -> Iterator[Item]:
    """Yield the actions that are not on the first page, forms below buttons, and what the instrument says in words."""
    placed = {f"{ROOT}/{word}" for word in (*TRANSPORT, *SOUNDS, *SCENES, "slice", "nudge", "step/clear")}
    without_form = placed - {f"{ROOT}/{RANDOM}"}  # how far, beside the button that goes all the way
    forms = [
        form(target, address, (0, 0, 0, 0))
        for address in actions()
        if needs_form(address) and address.path not in without_form
    ]
    lists = {field.report for asked in forms for field in asked.fields}
    for address in actions():
        for label, arguments in buttons_of(address) if address.path not in placed else ():
            yield button(address.path.removeprefix(f"{ROOT}/"), flow.place(96, 28), *arguments, label=label)
    flow.end_row()
    for asked in forms:
        yield replace(asked, frame=flow.place(_form_width(len(asked.fields)), 40))
    flow.end_row()
    for address in endpoints():
        name = address.path.removeprefix(f"{REPORT_ROOT}/")
        if address.kind is EndpointKind.REPORT and name not in LONG_REPORTS and address.path not in lists:
            yield Item(Widget.REPORT, name, flow.place(_form_width(MOST_FIELDS), 20), address.path)


def _form_width(fields: int) -> int:
    return (WIDTH - 2 * MARGIN - ITEM_GAP) // 2 if fields <= MOST_FIELDS else WIDTH - 2 * MARGIN
