"""Every address of the instrument, once: what it takes, its range, what it does.

The namespace answers to these, OSCQuery shows them, and patches, tables and help are written from them. Parameters come
from the one table; what is not a parameter stands here.

path     the OSC address                    kind   CONTROL, ACTION, METER or QUESTION
tags     types of its arguments, as OSC     reach  lowest and highest value of each argument, None where there is none
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from engine.controls import STEP_REACH, STROKES
from engine.files.preset_bank import SIZE
from engine.parameters import LATENTS, TABLE, Parameter
from engine.spec import SPEC

ROOT = "/vamen"
NORM = f"{ROOT}/norm"  # the same parameters, 0..1 over their range
STEP = f"{ROOT}/step"  # /vamen/step/<sixteenth>/<latent or stroke>
NUDGE = 500.0  # ms, at most
Reach = tuple[float, float] | None


class Kind(Enum):
    """What an address is for."""

    CONTROL = "control"  # has a value: can be set, asked for and listened to
    ACTION = "action"  # happens
    METER = "meter"  # has a value that only the instrument changes: can be asked for and listened to
    QUESTION = "question"  # is answered


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address."""

    path: str
    kind: Kind
    tags: str  # of OSC: i f s; empty: no argument is needed
    about: str
    reach: tuple[Reach, ...] = ()  # for each of the tags
    unit: str = ""
    default: float | None = None
    entry: Parameter | None = None  # the parameter behind it, if there is one


@cache
def surface() -> tuple[Endpoint, ...]:
    """All addresses, in the order in which people look for them."""
    return (*_parameters(), *_actions(), *_orders(), *_meters(), *_questions(), *_norms(), *_steps())


@cache
def by_path() -> dict[str, Endpoint]:
    """The addresses by their paths."""
    return {address.path: address for address in surface()}


def _parameters() -> Iterator[Endpoint]:
    for entry in TABLE:
        tag, path = "i" if entry.whole else "f", f"{ROOT}/{entry.id}"
        span = ((entry.low, entry.high),)
        yield Endpoint(path, Kind.CONTROL, tag, entry.about, span, entry.unit, entry.default, entry)
    about = "latents 0, 1, … at once, as many as are sent"
    yield Endpoint(f"{ROOT}/latent", Kind.CONTROL, "f" * LATENTS, about, ((TABLE[-1].low, TABLE[-1].high),) * LATENTS)


def _actions() -> Iterator[Endpoint]:
    strike = f"jump to sixteenth 0 to {SPEC.steps - 1}, at velocity 0 to 1; starts the break"
    yield Endpoint(f"{ROOT}/slice", Kind.ACTION, "if", strike, ((0, SPEC.steps - 1), (0, 1)))
    yield Endpoint(f"{ROOT}/play", Kind.ACTION, "", "start from the downbeat")
    yield Endpoint(f"{ROOT}/stop", Kind.ACTION, "", "fade out and return to the downbeat")
    yield Endpoint(f"{ROOT}/panic", Kind.ACTION, "", "silence, now")
    yield Endpoint(f"{ROOT}/step/clear", Kind.ACTION, "", "forget what was done to single sixteenths")


def _orders() -> Iterator[Endpoint]:
    place, many = (0, SIZE - 1), "its number, or its name as text"
    yield Endpoint(f"{ROOT}/preset", Kind.ACTION, "i", f"recall a preset by {many}", (place,))
    yield Endpoint(f"{ROOT}/preset/save", Kind.ACTION, "i", "keep the sound as a preset, perhaps with a name", (place,))
    morph = "the sound between two presets: their numbers, and where, 0 to 1"
    yield Endpoint(f"{ROOT}/preset/morph", Kind.ACTION, "iif", morph, (place, place, (0, 1)))
    yield Endpoint(f"{ROOT}/tap", Kind.ACTION, "", "tap the tempo")
    push = "push the beat ahead; below 0, hold it back"
    yield Endpoint(f"{ROOT}/nudge", Kind.ACTION, "f", push, ((-NUDGE, NUDGE),), "ms")
    yield Endpoint(f"{ROOT}/half", Kind.ACTION, "", "half the tempo")
    yield Endpoint(f"{ROOT}/double", Kind.ACTION, "", "twice the tempo")
    yield Endpoint(
        f"{ROOT}/clock", Kind.ACTION, "i", "whose time to follow: 0 its own, 1 MIDI clock, 2 Link", ((0, 2),)
    )
    learn = "the next control that is moved on a MIDI controller moves this: latent/0, tap, slice/5"
    yield Endpoint(f"{ROOT}/learn", Kind.ACTION, "s", learn, (None,))
    yield Endpoint(f"{ROOT}/unlearn", Kind.ACTION, "s", "no MIDI controller moves this any more", (None,))


def _meters() -> Iterator[Endpoint]:
    yield Endpoint(f"{ROOT}/meter/playing", Kind.METER, "i", "1 while it plays", ((0, 1),))
    yield Endpoint(f"{ROOT}/meter/beat", Kind.METER, "f", "quarter notes since play", (None,))
    yield Endpoint(f"{ROOT}/meter/frame", Kind.METER, "f", "column under the playhead", ((0, SPEC.frames),))
    yield Endpoint(f"{ROOT}/meter/peak", Kind.METER, "f", "level of the last tenth of a second", ((-120, 0),), "dBFS")
    yield Endpoint(f"{ROOT}/meter/load", Kind.METER, "f", "time to make the sound / time it lasts", ((0, 1),))
    yield Endpoint(f"{ROOT}/meter/underruns", Kind.METER, "i", "blocks that came too late", (None,))


def _questions() -> Iterator[Endpoint]:
    listen = "answers at once and with every change, for 60 s or until ignored; sent again, it goes on"
    yield Endpoint(f"{ROOT}/listen", Kind.QUESTION, "s", listen, (None,))
    yield Endpoint(f"{ROOT}/ignore", Kind.QUESTION, "s", "ends that; without an argument, for everything", (None,))
    yield Endpoint(f"{ROOT}/ping", Kind.QUESTION, "", "answers `/vamen/pong` with the same arguments")
    status = "answers with position, peak, load, underruns, device, decoder, model, latency"
    yield Endpoint(f"{ROOT}/status", Kind.QUESTION, "", status)
    yield Endpoint(f"{ROOT}/presets", Kind.QUESTION, "", "answers with the number and the name of every preset")
    yield Endpoint(f"{ROOT}/version", Kind.QUESTION, "", "answers with the version")


def _norms() -> Iterator[Endpoint]:
    for entry in TABLE:
        span = entry.high - entry.low
        default = (entry.default - entry.low) / span
        about = f"{entry.name}, 0 to 1 over its range"
        yield Endpoint(f"{NORM}/{entry.id}", Kind.CONTROL, "f", about, ((0.0, 1.0),), "", default, entry)


def _steps() -> Iterator[Endpoint]:
    reach = ((-STEP_REACH, STEP_REACH),)
    for step in range(SPEC.steps):
        for index in range(LATENTS):
            about = f"sixteenth {step}: added to its latent {index}"
            yield Endpoint(f"{STEP}/{step}/{index}", Kind.CONTROL, "f", about, reach, "", 0.0)
        for stroke in STROKES:
            yield Endpoint(
                f"{STEP}/{step}/{stroke}", Kind.CONTROL, "f", f"sixteenth {step}: more {stroke}", reach, "", 0.0
            )
