"""Audio outputs: they ask a player for blocks of samples at the pace of a device.

SoundCard     a device of PortAudio (see soundcard)
SilentOutput  the pace of a device without one, so that the instrument can be played where there is no sound
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import BadInput, NoDevice
from engine.spec import SPEC

from .soundcard import SoundCard

if TYPE_CHECKING:
    from engine.core import LivePlayer  # not loaded by the control process, which only chooses an output

SILENT_OUTPUT = "silent output"
CHANNEL_COUNTS = (2, 4, 6, 8)  # the mix; with kick; with kick and snare; with kick, snare and hats
MAX_LAG_S = 0.25  # the silent output drops time when it is later than this, instead of catching up


class SilentOutput:
    """An output without a device: it asks for blocks at the pace of a clock and discards them."""

    channels, parts = 2, 0  # per frame; parts of the sound that are on channels of their own
    buffered = 0.0  # seconds that still sound after the last block

    def __init__(
        self,
        rate: int = SPEC.rate,
        block: int = 128,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name, self.rate = SILENT_OUTPUT, rate
        self._block, self._clock, self._sleep = block, clock, sleep
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, player: "LivePlayer") -> None:
        """Start the thread."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, args=(player,), name="silent output", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, player: "LivePlayer") -> None:
        deadline, missed = self._clock(), False
        while not self._stopping.is_set():
            player.play(self._block, self._clock(), 0.0, missed)
            deadline += self._block / self.rate
            remaining = deadline - self._clock()
            missed = remaining < -MAX_LAG_S
            if remaining > 0:
                self._sleep(remaining)
            elif missed:
                deadline -= remaining


Output = SoundCard | SilentOutput


@dataclass(frozen=True, slots=True)
class OutputChoice:
    """Settings of the output; None leaves the choice to vamen."""

    host_api: str | None = None
    device: str | None = None
    block: int = 128  # samples, 16 to 8192; a JACK server uses its own period
    rate: int | None = None  # Hz; by default the engine's rate where the device supports it
    null: bool = False  # the silent output
    awake: bool = True  # keep processors awake while a device plays, where permitted (see realtime_priority)
    channels: int = 2  # with more than two, kick, snare and hats are on pairs of their own behind the mix

    def __post_init__(self) -> None:
        if not 16 <= self.block <= 8192:
            raise BadInput(f"a buffer of {self.block} samples cannot be played; choose 16 to 8192, usually 64 to 512")
        if self.channels not in CHANNEL_COUNTS:
            wanted = ", ".join(map(str, CHANNEL_COUNTS))
            raise BadInput(f"an output of {self.channels} channels cannot be played; choose one of {wanted}")
        if self.rate is not None and not 8_000 <= self.rate <= 384_000:
            raise BadInput(f"a device rate of {self.rate} Hz cannot be played; choose 8000 to 384000, usually 48000")

    @property
    def chosen(self) -> bool:
        """Whether the user named an output, so that another one would be wrong."""
        return self.null or self.host_api is not None or self.device is not None


def open_output(
    choice: OutputChoice, make_player: Callable[[Output], "LivePlayer"], *, fallback: bool = False
) -> tuple[Output, "LivePlayer", str]:
    """Return a started output, its player, and a message for the user if it is not the chosen output, else "".

    Without a sound card it is the silent output. `fallback` allows another output where a device is named in `choice`.

    Raises:
        NoDevice: the named host API or device is missing or cannot be opened, and there is no `fallback`.
    """
    named = bool(choice.host_api or choice.device)
    candidates = [(choice.host_api, choice.device)] if not choice.null else []
    if named and fallback:
        candidates.append((None, None))
    reason = ""
    for host_api, device in candidates:
        try:
            card = SoundCard(host_api, device, choice.rate, choice.block, choice.channels)
            player = make_player(card)
            card.start(player)
        except NoDevice as refusal:
            if named and not fallback:
                raise
            reason = reason or str(refusal)
        else:
            if choice.rate not in (None, card.rate):
                reason = reason or f"{card.name} cannot run at {choice.rate} Hz"
            if card.channels < choice.channels:
                reason = reason or f"{card.name} has {card.channels} channels, and not {choice.channels}"
            return card, player, f"{reason}; playing into {card.name} at {card.rate} Hz" if reason else ""
    silent = SilentOutput(block=choice.block)
    player = make_player(silent)
    silent.start(player)
    return silent, player, f"{reason}; playing into the {SILENT_OUTPUT}" if reason else ""
