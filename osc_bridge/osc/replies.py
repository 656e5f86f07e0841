"""Replies: values of the controls, and OSC packets that carry them.

a control or a meter   its address and its value, with the type tags of the address
/vamen/version         /vamen/version s
/vamen/ping x...       /vamen/pong x...  the same bytes
/vamen/status          /vamen/status i f f f f i i s s s f i i  fields of `Status`; last but one: refused messages
/vamen/presets         /vamen/presets i s i s ...  number and name of each preset
/vamen/error s         one sentence: what was found, what was expected, what to do
/vamen/done s          one sentence: what an action has done with a file
/vamen/startup s       the version, to a fixed reply port when OSC is ready
"""

import struct
from collections.abc import Mapping
from functools import cache

from pythonosc.osc_message_builder import OscMessageBuilder

from engine import __version__
from engine.controls import Controls, Status
from engine.parameters import LATENTS

from . import addresses
from .address_space import UNNAMED, AddressSpace
from .addresses import DONE_PATH, ERROR_PATH, NORM_ROOT, REPORT_ROOT, Endpoint, EndpointKind
from .interpret import STEP_CELLS
from .messages import Message
from .reports import Report, Reports

Values = Report  # of one address: a value for each type tag, int where the tag is i; reports may have more
NO_REPORTS = Reports()

_FLOAT = struct.Struct(">f")
# of `Status`, in this order for clients of every version
_STATUS_FIELDS = (
    "playing",
    "beat",
    "frame",
    "peak",
    "load",
    "underruns",
    "errors",
    "output",
    "provider",
    "model",
    "latency",
)


def read_values(
    endpoint: Endpoint, controls: Controls, status: Status | None = None, reports: Reports = NO_REPORTS
) -> Values:
    """Return the values of a control, a meter or a report.

    Args:
        endpoint: what is read.
        controls: the instrument.
        status: a common status for several meters; None to read it now.
        reports: of the instrument.
    """
    path = endpoint.path
    if endpoint.kind is EndpointKind.REPORT:
        return reports.read(path.removeprefix(f"{REPORT_ROOT}/"))
    values: tuple[float, ...]
    if endpoint.kind is EndpointKind.METER:
        values = (float(getattr(status or controls.status(), path.removeprefix(f"{addresses.METER_ROOT}/"))),)
    elif path == addresses.LATENT_PATH:
        return tuple(controls.read(f"latent/{index}") for index in range(LATENTS))
    elif endpoint.entry is not None:
        value = controls.read(endpoint.entry.id)
        values = (endpoint.entry.share(value) if path.startswith(f"{NORM_ROOT}/") else value,)
    else:
        values = (controls.read_step(STEP_CELLS[path]),)
    return (round(values[0]),) if endpoint.tags == "i" else values


def pack(address: str, *values: float | str) -> bytes:
    """Return a message with int, float or text arguments; true and false become 1 and 0, which all clients can read."""
    builder = OscMessageBuilder(address)
    for value in values:
        builder.add_arg(int(value) if isinstance(value, bool) else value)
    return builder.build().dgram


def value_packet(endpoint: Endpoint, values: Values) -> bytes:
    """Return the message that carries the values of a control, a meter or a report."""
    if endpoint.tags == "f":
        return _float_header(endpoint.path) + _FLOAT.pack(*values)
    return pack(endpoint.path, *values)


@cache
def _float_header(path: str) -> bytes:
    """Return a message's bytes before its float, cached because hundreds of addresses may be sent 30 times a second."""
    text = path.encode()
    return text + bytes(4 - len(text) % 4) + b",f\0\0"


def answer(
    query: str,
    message: Message,
    controls: Controls,
    refused: int,
    space: AddressSpace = UNNAMED,
    reports: Reports = NO_REPORTS,
) -> bytes:
    """Return the reply to a query.

    Args:
        query: an address of `space` that `message` asks for.
        message: the message with the query.
        controls: what is read.
        refused: count of refused messages so far.
        space: the addresses of the instrument.
        reports: what it reports in words.
    """
    if query == addresses.PING_PATH:
        return message.dgram.replace(addresses.PING_PATH.encode(), addresses.PONG_PATH.encode(), 1)
    if query == addresses.STATUS_PATH:
        status = controls.status()
        state = (getattr(status, name) for name in _STATUS_FIELDS)
        return pack(addresses.STATUS_PATH, *state, refused, status.late)
    if query == addresses.VERSION_PATH:
        return pack(addresses.VERSION_PATH, __version__)
    endpoint = space[query]
    return value_packet(endpoint, read_values(endpoint, controls, reports=reports))


def presets(names: Mapping[int, str]) -> bytes:
    """Return the message with the numbers and names of the presets."""
    return pack(addresses.PRESETS_PATH, *(argument for number, name in names.items() for argument in (number, name)))


def error(sentence: str) -> bytes:
    """Return the message that tells a client what was refused."""
    return pack(ERROR_PATH, sentence)


def done(sentence: str) -> bytes:
    """Return the message that tells a client that an action has ended, and what it did."""
    return pack(DONE_PATH, sentence)


def startup() -> bytes:
    """Return the message that announces that OSC is ready."""
    return pack(addresses.STARTUP_PATH, __version__)
