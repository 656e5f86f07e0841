"""Answers: an address and the controls -> values, and an OSC packet for whoever asked.

a control or a meter   its address and its value, in the types of the surface
/vamen/version         /vamen/version s
/vamen/ping x...       /vamen/pong x...  the same bytes back
/vamen/status          /vamen/status and, in this order:
    i playing, 0 or 1        f beat, quarter notes since play    f frame, column under the playhead
    f peak, dBFS             f load, 0..1                        i underruns
    i errors of the player   s output                            s provider
    s model                  f latency, seconds                  i messages refused by this bridge
    i late events
/vamen/presets         /vamen/presets i s i s ...  number and name of each preset
/vamen/error s         one sentence: what was found, what was expected, what to do
/vamen/startup s       the version, to a fixed reply port when OSC is ready
"""

import struct
from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from pythonosc.osc_message_builder import OscMessageBuilder

from engine import __version__
from engine.controls import Controls, Status
from engine.parameters import LATENTS

from .addresses import NORM, Kind, by_path
from .interpret import CELLS, ERROR, LATENT, METER, PING, PONG, PRESETS, STARTUP, STATUS, VERSION, to_norm
from .messages import Message

Values = tuple[float, ...]

_FLOAT = struct.Struct(">f")
_STATUS = tuple(field.name for field in fields(Status))


def pack(address: str, *values: float | str) -> bytes:
    """A message with int, float or text arguments; true and false become 1 and 0, which every client can read."""
    builder = OscMessageBuilder(address)
    for value in values:
        builder.add_arg(int(value) if isinstance(value, bool) else value)
    return builder.build().dgram


def reading(path: str, controls: Controls, status: Status | None = None) -> Values:
    """What a control or a meter stands at, one number for each of its tags.

    Args:
        path: its address.
        controls: where the values are.
        status: what meters are read from; asked of the controls when it is not given.
    """
    address = by_path()[path]
    if address.kind is Kind.METER:
        return (float(getattr(status or controls.status(), path.removeprefix(f"{METER}/"))),)
    if path == LATENT:
        return tuple(controls.read(f"latent/{index}") for index in range(LATENTS))
    if address.entry is not None:
        value = controls.read(address.entry.id)
        return (to_norm(address.entry, value) if path.startswith(f"{NORM}/") else value,)
    return (controls.read_step(CELLS[path]),)


def packet(path: str, values: Values) -> bytes:
    """A message that says what a control or a meter stands at."""
    tags = by_path()[path].tags
    if tags == "f":
        return _prefix(path) + _FLOAT.pack(*values)
    return pack(path, *(round(value) if tag == "i" else value for tag, value in zip(tags, values, strict=True)))


@cache
def _prefix(path: str) -> bytes:
    """What comes before the float: hundreds of addresses may be asked for at once, 30 times a second."""
    text = path.encode()
    return text + bytes(4 - len(text) % 4) + b",f\0\0"


def answer(question: str, message: Message, controls: Controls, refused: int) -> bytes:
    """The reply to one of the questions of a wish.

    Args:
        question: an address out of `Wish.questions`.
        message: the message that asked.
        controls: where the values are.
        refused: messages that this bridge has refused so far.
    """
    if question == PING:
        return message.dgram.replace(PING.encode(), PONG.encode(), 1)
    if question == STATUS:
        status = controls.status()
        *state, late = (getattr(status, name) for name in _STATUS)
        return pack(STATUS, *state, refused, late)
    if question == VERSION:
        return pack(VERSION, __version__)
    return packet(question, reading(question, controls))


def presets(names: Mapping[int, str]) -> bytes:
    """Numbers and names of the presets."""
    return pack(PRESETS, *(word for number, name in names.items() for word in (number, name)))


def error(sentence: str) -> bytes:
    """What went wrong, for the sender."""
    return pack(ERROR, sentence)


def startup() -> bytes:
    """That OSC is ready, for whoever waits for it."""
    return pack(STARTUP, __version__)
