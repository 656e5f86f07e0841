"""Where sound goes: a player in, which is asked for samples at the pace of a card.

SoundCard  a device, any rate and number of channels (see soundcard)
Null       the pace of a card without one: the instrument stays playable where there is no sound
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from engine.errors import BadInput, NoDevice
from engine.spec import SPEC

from .soundcard import SoundCard

if TYPE_CHECKING:
    from engine.core import LivePlayer  # the control process, which only chooses an output, does not load it

SILENT = "silent output"
LAG = 0.25  # seconds by which the silent output may be late before it gives up on catching up


class Output(Protocol):
    """Something that asks for samples until it is stopped."""

    name: str
    rate: int  # Hz, of the device
    channels: int  # of a frame
    buffered: float  # seconds that still sound when it asks for no more; known after start

    @property
    def alive(self) -> bool:
        """It still asks for samples."""

    def start(self, player: "LivePlayer") -> None:
        """Begin to ask a player of this rate and number of channels."""

    def stop(self) -> None:
        """Ask no more; the player is not in use when this returns."""


@dataclass(frozen=True, slots=True)
class OutputChoice:
    """What a user says about the output; None leaves it open."""

    host_api: str | None = None
    device: str | None = None
    block: int = 128  # samples, 16 to 8192; at a JACK server its own period counts
    rate: int | None = None  # Hz; by default the engine's own where the device can
    null: bool = False  # the silent output
    awake: bool = True  # keep processors from dozing while a device plays, where that is permitted (see urgency)

    def __post_init__(self) -> None:
        if not 16 <= self.block <= 8192:
            raise BadInput(f"a buffer of {self.block} samples cannot be played; choose 16 to 8192, usually 64 to 512")
        if self.rate is not None and not 8_000 <= self.rate <= 384_000:
            raise BadInput(f"a device rate of {self.rate} Hz cannot be played; choose 8000 to 384000, usually 48000")

    @property
    def chosen(self) -> bool:
        """A certain output was asked for; another one would be wrong."""
        return self.null or self.host_api is not None or self.device is not None


Make = Callable[[Output], "LivePlayer"]  # a player for an output


def open_output(choice: OutputChoice, make: Make, *, lenient: bool = False) -> tuple[Output, "LivePlayer", str]:
    """A started output, its player, and a note, empty when it is the output that was chosen.

    Who named a device gets that one or a refusal, unless `lenient`: then the default one. Where there is none at all,
    the silent output.

    Raises:
        NoDevice: the host API or the device that was named is not there or cannot be opened.
    """
    named = bool(choice.host_api or choice.device)
    cards = [(choice.host_api, choice.device)] if not choice.null else []
    if named and lenient:
        cards.append((None, None))
    reason = ""
    for host_api, device in cards:
        try:
            card = SoundCard(host_api, device, choice.rate, choice.block)
            player = make(card)
            card.start(player)
        except NoDevice as refusal:
            if named and not lenient:
                raise
            reason = reason or str(refusal)
        else:
            if choice.rate not in (None, card.rate):
                reason = reason or f"{card.name} cannot run at {choice.rate} Hz"
            return card, player, f"{reason}; playing into {card.name} at {card.rate} Hz" if reason else ""
    null = Null(block=choice.block)
    player = make(null)
    null.start(player)
    return null, player, f"{reason}; playing into the {SILENT}" if reason else ""


class Null:
    """No device: asks for blocks at the pace of a clock, and forgets them."""

    channels = 2

    def __init__(
        self,
        rate: int = SPEC.rate,
        block: int = 128,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name, self.rate = SILENT, rate
        self.buffered = 0.0
        self._block, self._clock, self._sleep = block, clock, sleep
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    @property
    def alive(self) -> bool:
        """Blocks are asked for."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, player: "LivePlayer") -> None:
        """Begin in a thread."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, args=(player,), name="silent output", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, player: "LivePlayer") -> None:
        due, missed = self._clock(), False
        while not self._stopping.is_set():
            player.play(self._block, self._clock(), 0.0, missed)
            due += self._block / self.rate
            ahead = due - self._clock()
            missed = ahead < -LAG
            if ahead > 0:
                self._sleep(ahead)
            elif missed:
                due -= ahead
