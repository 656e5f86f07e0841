"""The actions of the table as buttons and forms: OSC endpoints in, what a patch shows for them out.

An action without arguments is a button; one with a short range of whole numbers is a button for each number; any other
is a form with a field for each argument. A whole number that stands for a preset, or for something else that is
reported with numbers and names, is chosen by its name.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from engine.controls import LOCK, STEP_MACROS
from engine.files.preset_folder import BANK_SIZE
from engine.parameters import LATENTS, SEQUENCER_IDS, TABLE
from engine.spec import SPEC
from osc_bridge.osc.addresses import (
    OTHER_TAGS,
    REPORT_ROOT,
    ROOT,
    STEP_ROOT,
    Endpoint,
    EndpointKind,
    Range,
    by_path,
    endpoints,
)
from osc_bridge.osc.command_arguments import BANKS, BLEND, LEARN_TARGETS, LFO_TARGET, MORPH, UNLOCK, UNSET_TARGET

from .items import PLACE, Field, FieldKind, Frame, Item, Widget, reach
from .patch_target import PatchTarget

PRESETS = range(8)  # numbers of the bundled presets, which have buttons
MOST_BUTTONS = 4  # of one action
NEW_NUMBERS = {"save": 0, "move": 1}  # last word of an address -> argument that need not exist yet
ARGUMENT_WORDS = {"i": "number", "f": "amount", "s": "name"}  # labels by type tag
BUTTON_WORDS = {  # on buttons of an action with numbers
    ("clock", 0): "own clock",
    ("clock", 1): "midi clock",
    ("clock", 2): "link",
    ("record", 0): "end recording",
    ("record", 1): "record",
    ("gesture/overdub", 0): "end overdub",
    ("gesture/overdub", 1): "overdub",
    ("gesture/play", 0): "stop gesture",
    ("gesture/play", 1): "play gesture",
}


def actions() -> tuple[Endpoint, ...]:
    """Return the actions of the table."""
    return tuple(address for address in endpoints() if address.kind is EndpointKind.ACTION)


def buttons_of(address: Endpoint) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return label and arguments of the buttons of an action; none if it cannot do without a form."""
    word = address.path.removeprefix(f"{ROOT}/")
    label = word.replace("/", " ")
    if address.tags and not needs_form(address):
        low, high = reach(address.path)
        numbers = range(int(low), int(high) + 1)
        return tuple((BUTTON_WORDS.get((word, number), f"{label} {number}"), (number,)) for number in numbers)
    return () if address.tags and "" not in OTHER_TAGS.get(address.path, ()) else ((label, ()),)


def needs_form(address: Endpoint) -> bool:
    """Return whether an action has arguments, other than one of a few whole numbers."""
    if address.tags != "i":
        return bool(address.tags)
    span = address.ranges[0]
    return span is None or span[1] - span[0] >= MOST_BUTTONS


def form(target: PatchTarget, address: Endpoint, frame: Frame) -> Item:
    """Return the form of an action with arguments."""
    word = address.path.removeprefix(f"{ROOT}/")
    fields = tuple(_fields(target, address))
    return Item(Widget.FORM, word.replace("/", " "), frame, address.path, fields=fields, live=word in (MORPH, BLEND))


def latent_step_form(frame: Frame) -> Item:
    """Return the form for a latent of one sixteenth, the addresses that have no slider of their own."""
    span = by_path()[f"{STEP_ROOT}/0/0"].ranges[0]
    fields = (
        Field(FieldKind.WHOLE, "sixteenth", 0, SPEC.steps - 1),
        Field(FieldKind.WHOLE, "latent", 0, LATENTS - 1),
        _number(FieldKind.REAL, "value", span),
    )
    return Item(Widget.FORM, "latent of a step", frame, f"{STEP_ROOT}/{PLACE}/{PLACE}", fields=fields)


def step_rows() -> tuple[str, ...]:
    """Return what every sixteenth has, beside its latents, as the table has it."""
    first = f"{STEP_ROOT}/0/"
    names = (address.path.removeprefix(first) for address in endpoints() if address.path.startswith(first))
    return tuple(name for name in names if not name.isdecimal())


def _fields(target: PatchTarget, address: Endpoint) -> Iterator[Field]:
    own, tags = address.tags, max((address.tags, *_longer(address)), key=len)
    if own == "s":  # one of several names at a time
        tags = own
    accepted = (own, *OTHER_TAGS.get(address.path, ()))
    repeated = tags == own * (len(tags) // len(own))
    labels = [address.unit or ARGUMENT_WORDS[tag] for tag in tags]
    for place, tag in enumerate(tags):
        index = place % len(own) if repeated else place
        span = address.ranges[index] if index < len(address.ranges) else None
        field = _field(target, address, place, tag, span, labels[place])
        yield replace(field, optional=tags[:place] in accepted)


def _longer(address: Endpoint) -> Iterator[str]:
    """Yield the type tags with more arguments that an address accepts: with optional ones, or repeated."""
    for tags in OTHER_TAGS.get(address.path, ()):
        if tags.startswith(address.tags) and len(tags) > len(address.tags):
            yield tags


def _field(target: PatchTarget, address: Endpoint, place: int, tag: str, span: Range, label: str) -> Field:
    first, _, last = address.path.removeprefix(f"{ROOT}/").partition("/")
    report = by_path().get(f"{REPORT_ROOT}/{first}s")
    if (list_options := CHOICES.get((address.path, place))) is not None:
        return Field(FieldKind.CHOICE, label, options=tuple(list_options(target)))
    if tag == "s":
        named = report is not None and report.tags == "s" and place == 0
        return Field(FieldKind.NAMED, label, report=report.path) if named and report else Field(FieldKind.TEXT, label)
    if tag == "f":
        return _number(FieldKind.REAL, label, span)
    if report is not None and first in BANKS and NEW_NUMBERS.get(last) != place:
        return Field(FieldKind.NUMBERED, first, report=report.path)
    return _number(FieldKind.WHOLE, label, span)


def _number(kind: FieldKind, label: str, span: Range) -> Field:
    low, high = span or (0.0, 1.0)
    return Field(kind, label, low, high)


def learn_targets(target: PatchTarget) -> Iterator[str]:
    """Yield what a MIDI control can be assigned to; latents by the model's names, the first presets and scenes."""
    yield from _parameter_names(target)
    later = {f"{bank}/{number}" for bank in BANKS for number in range(len(PRESETS), BANK_SIZE)}
    others = LEARN_TARGETS - {entry.id for entry in TABLE} - later
    yield from sorted(others, key=lambda word: (word.rpartition("/")[0], len(word), word))


def _parameter_names(target: PatchTarget, but: Collection[str] = ()) -> Iterator[str]:
    names = {f"latent/{index}": word for word, index in target.words().items()}
    ids = [entry.id for entry in TABLE]
    yield from (names[id] if id in names and names[id] not in ids else id for id in ids if id not in but)


def lock_targets(target: PatchTarget) -> Iterator[str]:
    """Yield what can be locked: all, drums, latents, and sixteenths; a latent with the name of a drum by its number."""
    yield from ("all", *STEP_MACROS)
    for index, name in enumerate(target.names):
        yield name if target.words().get(name) == index and name not in STEP_MACROS else f"latent/{index}"
    yield from map(str, range(SPEC.steps))


def _or_nothing(names: Iterator[str]) -> Iterator[str]:
    yield UNSET_TARGET
    yield from names


# (address, place of the argument) -> what it may be
CHOICES: Mapping[tuple[str, int], Callable[[PatchTarget], Iterable[str]]] = {
    (f"{ROOT}/learn", 0): lambda target: _or_nothing(learn_targets(target)),
    (f"{ROOT}/unlearn", 0): learn_targets,
    (f"{ROOT}/{LOCK}", 0): lock_targets,
    (f"{ROOT}/{UNLOCK}", 0): lock_targets,
    (f"{ROOT}/{LFO_TARGET}", 1): lambda target: _or_nothing(_parameter_names(target, SEQUENCER_IDS)),
}
