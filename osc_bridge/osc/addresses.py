"""The table of all OSC addresses: types, ranges and descriptions; parameters and actions come from tables of their own.

`interpret` accepts these addresses, OSCQuery shows them, and the host patches, documents and help are generated from
them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from engine.controls import LOCK, MUTE, SHIFT, STEP_MACROS, STEP_RANGES
from engine.parameters import LATENTS, TABLE, Parameter
from engine.spec import SPEC

from .actions import ACTIONS, OTHER_ACTION_TAGS

ROOT = "/vamen"
NORM_ROOT = f"{ROOT}/norm"  # the same parameters, 0 to 1 over their range
STEP_ROOT = f"{ROOT}/step"  # /vamen/step/<sixteenth>/<latent or macro>
METER_ROOT = f"{ROOT}/meter"
REPORT_ROOT = f"{ROOT}/report"  # what the instrument tells in words and lists
STREAM_ROOT = f"{ROOT}/stream"  # pictures and sound, for clients with a connection
LATENT_PATH, SLICE_PATH, CLEAR_PATH = f"{ROOT}/latent", f"{ROOT}/slice", f"{STEP_ROOT}/clear"
LISTEN_PATH, IGNORE_PATH, PING_PATH = f"{ROOT}/listen", f"{ROOT}/ignore", f"{ROOT}/ping"
STATUS_PATH, PRESETS_PATH, VERSION_PATH = f"{ROOT}/status", f"{ROOT}/presets", f"{ROOT}/version"
# sent only by the instrument
PONG_PATH, ERROR_PATH, DONE_PATH, STARTUP_PATH = f"{ROOT}/pong", f"{ROOT}/error", f"{ROOT}/done", f"{ROOT}/startup"
CONFIRM_PATH = f"{ROOT}/confirm"  # and sent back by clients on other machines (see reply_allowance)
Range = tuple[float, float] | None  # lowest and highest value; None when the argument has no range


class EndpointKind(Enum):
    """What a message to an address does."""

    CONTROL = "control"  # has a value that can be set, queried and subscribed to
    ACTION = "action"  # triggers something
    METER = "meter"  # has a value that only the instrument sets; it can be queried and subscribed to
    REPORT = "report"  # as a meter, but with texts, or any number of values
    STREAM = "stream"  # can be subscribed to only, by clients with a connection
    QUESTION = "question"  # is answered and changes nothing


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OSC address, what it accepts, and its description."""

    path: str
    kind: EndpointKind
    tags: str  # OSC type tags of its arguments: i, f, s; empty when it needs none
    about: str
    ranges: tuple[Range, ...] = ()  # one for each tag
    unit: str = ""
    default: float | None = None
    entry: Parameter | None = None  # the parameter that it sets


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Return all addresses, in the order of the documentation."""
    actions = (Endpoint(f"{ROOT}/{name}", EndpointKind.ACTION, *rest) for name, *rest in ACTIONS)
    meters = (Endpoint(f"{METER_ROOT}/{name}", EndpointKind.METER, *rest) for name, *rest in _METERS)
    reports = (Endpoint(f"{REPORT_ROOT}/{name}", EndpointKind.REPORT, *rest) for name, *rest in _REPORTS)
    streams = (Endpoint(f"{STREAM_ROOT}/{name}", EndpointKind.STREAM, *rest) for name, *rest in _STREAMS)
    questions = (Endpoint(f"{ROOT}/{name}", EndpointKind.QUESTION, *rest) for name, *rest in _QUESTIONS)
    return (*_parameters(), *actions, *meters, *reports, *streams, *questions, *_norms(), *_steps())


@cache
def by_path() -> dict[str, Endpoint]:
    """Return all addresses, path -> endpoint."""
    return {endpoint.path: endpoint for endpoint in endpoints()}


# other type tags that an address accepts
OTHER_TAGS: Mapping[str, tuple[str, ...]] = {
    LATENT_PATH: tuple("f" * count for count in range(1, LATENTS)),
    **{f"{ROOT}/{name}": tags for name, tags in OTHER_ACTION_TAGS.items()},
    LISTEN_PATH: ("ss", "sss", "ssss"),  # and more
    IGNORE_PATH: ("", "ss", "sss", "ssss"),  # and more
}
_METERS: tuple[tuple[Any, ...], ...] = (  # name, tags, description, ranges, unit
    ("playing", "i", "1 while it plays", ((0, 1),)),
    ("beat", "f", "quarter notes since play", (None,)),
    ("frame", "f", "column under the playhead", ((0, SPEC.frames),)),
    ("peak", "f", "level of the last twentieth of a second", ((-120, 0),), "dBFS"),
    ("limiter", "f", "deepest gain of the limiter in the last twentieth of a second", ((-40, 0),), "dB"),
    ("load", "f", "time to make the sound / time it lasts", ((0, 1),)),
    ("underruns", "i", "blocks that came too late", (None,)),
    ("latency", "f", "between an event and its sound, device included", (None,), "s"),
)
_REPORTS: tuple[tuple[Any, ...], ...] = (  # name, tags of one group of values, description
    ("output", "s", "the device that plays, and how"),
    ("provider", "s", "the hardware that runs the model"),
    ("decode", "s", "how long the model took for the last change"),
    ("model", "s", "the model that plays"),
    ("models", "s", "the models that `/vamen/model` accepts"),
    ("clock", "s", "the clock that is followed"),
    ("midi", "s", "the MIDI inputs"),
    ("presets", "is", "number and name of every preset"),
    ("preset", "is", "number and name of the preset that was recalled last; -1 when another sound has replaced it"),
    ("locks", "s", "what is locked, as `/vamen/lock` takes it"),
    ("own", "i", "the numbers of your own presets"),
    ("scenes", "is", "number and name of every scene of the set, in its order"),
    ("scene", "is", "number and name of the scene that was recalled or saved last; -1 before that"),
    ("recording", "s", "the file that is being recorded; empty for none"),
    ("queued", "sf", "what waits for a beat: name and beat since play, the next one first"),
    ("gesture", "s", "what the recorded loop does; empty without one"),
    ("lfos", "is", "number of each LFO in use, and what it moves"),
    ("moved", "s", "the parameter that was moved last, and by what; empty when something else has changed it"),
    ("learning", "s", "what waits for a MIDI control; empty for nothing"),
    ("mapped", "ss", "everything that a MIDI control moves, with its control"),
    ("note", "s", "the newest line for the user"),
)
_STREAMS: tuple[tuple[Any, ...], ...] = (  # name, tags, description
    ("tape", "ib", "the picture of the tape: a first column, and the columns that changed"),
    ("sound", "iib", "what is played: rate, number of the first sample, int16 samples"),
)
_QUESTIONS: tuple[tuple[Any, ...], ...] = (  # name, tags, description, ranges
    (
        "listen",
        "s",
        "answers at once and with every change, for 60 s or until ignored; sent again, it goes on",
        (None,),
    ),
    ("ignore", "s", "ends that; without an argument, for everything", (None,)),
    ("ping", "", "answers `/vamen/pong` with the same arguments"),
    ("status", "", "answers with position, peak, load, underruns, device, decoder, model, latency"),
    ("presets", "", "answers with the number and the name of every preset"),
    ("version", "", "answers with the version"),
)


def _parameters() -> Iterator[Endpoint]:
    for entry in TABLE:
        tag, ranges = "i" if entry.whole else "f", ((entry.low, entry.high),)
        path = f"{ROOT}/{entry.id}"
        yield Endpoint(path, EndpointKind.CONTROL, tag, entry.about, ranges, entry.unit, entry.default, entry)
    about, span = "latents 0, 1, … at once, as many as are sent", (TABLE[-1].low, TABLE[-1].high)
    yield Endpoint(LATENT_PATH, EndpointKind.CONTROL, "f" * LATENTS, about, (span,) * LATENTS)


def _norms() -> Iterator[Endpoint]:
    for entry in TABLE:
        path, about = f"{NORM_ROOT}/{entry.id}", f"{entry.name}, 0 to 1 over its range"
        if entry.logarithmic:
            about += ", in octaves"
        yield Endpoint(path, EndpointKind.CONTROL, "f", about, ((0.0, 1.0),), "", entry.share(entry.default), entry)


def _steps() -> Iterator[Endpoint]:
    for step in range(SPEC.steps):
        changes = {str(index): f"added to its latent {index}" for index in range(LATENTS)}
        changes |= {macro: f"more {macro}" for macro in STEP_MACROS}
        changes[MUTE] = "probability that it is silent, each time it comes; 1 is always"
        changes[SHIFT] = "sixteenths by which it comes later than in the grid; below 0 sooner"
        changes[LOCK] = "1 keeps it as it is when the break changes"
        for name, about in changes.items():
            path, ranges = f"{STEP_ROOT}/{step}/{name}", (STEP_RANGES[name],)
            yield Endpoint(path, EndpointKind.CONTROL, "f", f"sixteenth {step}: {about}", ranges, "", 0.0)
