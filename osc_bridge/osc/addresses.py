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
class Address:
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
def surface() -> tuple[Address, ...]:
    """All addresses, in the order in which people look for them."""
    return (*_parameters(), *_actions(), *_orders(), *_meters(), *_questions(), *_norms(), *_steps())


@cache
def by_path() -> dict[str, Address]:
    """The addresses by their paths."""
    return {address.path: address for address in surface()}


def _parameters() -> Iterator[Address]:
    for entry in TABLE:
        tag, path = "i" if entry.whole else "f", f"{ROOT}/{entry.id}"
        span = ((entry.low, entry.high),)
        yield Address(path, Kind.CONTROL, tag, entry.about, span, entry.unit, entry.default, entry)
    about = "latents 0, 1, … at once, as many as are sent"
    yield Address(f"{ROOT}/latent", Kind.CONTROL, "f" * LATENTS, about, ((TABLE[-1].low, TABLE[-1].high),) * LATENTS)


def _actions() -> Iterator[Address]:
    strike = f"jump to sixteenth 0 to {SPEC.steps - 1}, at velocity 0 to 1; starts the break"
    yield Address(f"{ROOT}/slice", Kind.ACTION, "if", strike, ((0, SPEC.steps - 1), (0, 1)))
    yield Address(f"{ROOT}/play", Kind.ACTION, "", "start from the downbeat")
    yield Address(f"{ROOT}/stop", Kind.ACTION, "", "fade out and return to the downbeat")
    yield Address(f"{ROOT}/panic", Kind.ACTION, "", "silence, now")
    yield Address(f"{ROOT}/step/clear", Kind.ACTION, "", "forget what was done to single sixteenths")


def _orders() -> Iterator[Address]:
    place, many = (0, SIZE - 1), "its number, or its name as text"
    yield Address(f"{ROOT}/preset", Kind.ACTION, "i", f"recall a preset by {many}", (place,))
    yield Address(f"{ROOT}/preset/save", Kind.ACTION, "i", "keep the sound as a preset, perhaps with a name", (place,))
    morph = "the sound between two presets: their numbers, and where, 0 to 1"
    yield Address(f"{ROOT}/preset/morph", Kind.ACTION, "iif", morph, (place, place, (0, 1)))
    yield Address(f"{ROOT}/tap", Kind.ACTION, "", "tap the tempo")
    push = "push the beat ahead; below 0, hold it back"
    yield Address(f"{ROOT}/nudge", Kind.ACTION, "f", push, ((-NUDGE, NUDGE),), "ms")
    yield Address(f"{ROOT}/half", Kind.ACTION, "", "half the tempo")
    yield Address(f"{ROOT}/double", Kind.ACTION, "", "twice the tempo")
    yield Address(f"{ROOT}/clock", Kind.ACTION, "i", "whose time to follow: 0 its own, 1 MIDI clock, 2 Link", ((0, 2),))
    learn = "the next control that is moved on a MIDI controller moves this: latent/0, tap, slice/5"
    yield Address(f"{ROOT}/learn", Kind.ACTION, "s", learn, (None,))
    yield Address(f"{ROOT}/unlearn", Kind.ACTION, "s", "no MIDI controller moves this any more", (None,))


def _meters() -> Iterator[Address]:
    yield Address(f"{ROOT}/meter/playing", Kind.METER, "i", "1 while it plays", ((0, 1),))
    yield Address(f"{ROOT}/meter/beat", Kind.METER, "f", "quarter notes since play", (None,))
    yield Address(f"{ROOT}/meter/frame", Kind.METER, "f", "column under the playhead", ((0, SPEC.frames),))
    yield Address(f"{ROOT}/meter/peak", Kind.METER, "f", "level of the last tenth of a second", ((-120, 0),), "dBFS")
    yield Address(f"{ROOT}/meter/load", Kind.METER, "f", "time to make the sound / time it lasts", ((0, 1),))
    yield Address(f"{ROOT}/meter/underruns", Kind.METER, "i", "blocks that came too late", (None,))


def _questions() -> Iterator[Address]:
    listen = "answers at once and with every change, for 60 s or until ignored; sent again, it goes on"
    yield Address(f"{ROOT}/listen", Kind.QUESTION, "s", listen, (None,))
    yield Address(f"{ROOT}/ignore", Kind.QUESTION, "s", "ends that; without an argument, for everything", (None,))
    yield Address(f"{ROOT}/ping", Kind.QUESTION, "", "answers `/vamen/pong` with the same arguments")
    status = "answers with position, peak, load, underruns, device, decoder, model, latency"
    yield Address(f"{ROOT}/status", Kind.QUESTION, "", status)
    yield Address(f"{ROOT}/presets", Kind.QUESTION, "", "answers with the number and the name of every preset")
    yield Address(f"{ROOT}/version", Kind.QUESTION, "", "answers with the version")


def _norms() -> Iterator[Address]:
    for entry in TABLE:
        span = entry.high - entry.low
        default = (entry.default - entry.low) / span
        about = f"{entry.name}, 0 to 1 over its range"
        yield Address(f"{NORM}/{entry.id}", Kind.CONTROL, "f", about, ((0.0, 1.0),), "", default, entry)


def _steps() -> Iterator[Address]:
    reach = ((-STEP_REACH, STEP_REACH),)
    for step in range(SPEC.steps):
        for index in range(LATENTS):
            about = f"sixteenth {step}: added to its latent {index}"
            yield Address(f"{STEP}/{step}/{index}", Kind.CONTROL, "f", about, reach, "", 0.0)
        for stroke in STROKES:
            yield Address(
                f"{STEP}/{step}/{stroke}", Kind.CONTROL, "f", f"sixteenth {step}: more {stroke}", reach, "", 0.0
            )
