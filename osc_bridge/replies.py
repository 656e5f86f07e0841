"""Answers to questions: an address and the controls -> an OSC packet for whoever asked.

/vamen/<id>       /vamen/<id> f, in the parameter's unit; i for whole numbers
/vamen/latent     /vamen/latent f...  all of them, in order
/vamen/version    /vamen/version s
/vamen/ping x...  /vamen/pong x...  the same bytes back
/vamen/status     /vamen/status and, in this order:
    i playing, 0 or 1        f beat, quarter notes since play    f frame, column under the playhead
    f peak, dBFS             f load, 0..1                        i underruns
    i errors of the player   s output                            s provider
    s model                  f latency, seconds                  i messages refused by this bridge
    i late events
/vamen/error s    one sentence: what was found, what was expected, what to do
"""

from dataclasses import astuple

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from engine import __version__
from engine.controls import Controls
from engine.parameters import LATENTS, parameter

from .namespace import ERROR, LATENT, PING, PONG, ROOT, STATUS, VERSION


def pack(address: str, *values: float | str) -> bytes:
    """A message with int, float or text arguments; true and false become 1 and 0, which every client can read."""
    builder = OscMessageBuilder(address)
    for value in values:
        builder.add_arg(int(value) if isinstance(value, bool) else value)
    return builder.build().dgram


def answer(question: str, message: OscMessage, controls: Controls, refused: int) -> bytes:
    """The reply to one of the questions of a wish.

    Args:
        question: an address out of `Wish.questions`.
        message: the message that asked.
        controls: where the values are.
        refused: messages that this bridge has refused so far.

    Raises:
        BadParameter: it is no question.
    """
    if question == PING:
        return message.dgram.replace(PING.encode(), PONG.encode(), 1)
    if question == STATUS:
        *state, late = astuple(controls.status())
        return pack(STATUS, *state, refused, late)
    if question == VERSION:
        return pack(VERSION, __version__)
    if question == LATENT:
        return pack(LATENT, *(controls.read(f"latent/{index}") for index in range(LATENTS)))
    entry = parameter(question.removeprefix(f"{ROOT}/"))
    value = controls.read(entry.id)
    return pack(question, round(value) if entry.whole else value)


def error(sentence: str) -> bytes:
    """What went wrong, for the sender."""
    return pack(ERROR, sentence)
