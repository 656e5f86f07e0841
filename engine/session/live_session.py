"""The control side of a running instrument: parameters and events in, to a player process that plays them.

calling threads   OSC, MIDI, panel: write parameters and events to shared memory, under one lock
decoder           latents -> tape (see decode_worker)
watchdog          restarts the player when it exits (see watchdog)
With a supervisor, shared memory and player outlive this process when it is killed, and the next session continues.
"""

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Self

import numpy as np

from engine.arrays import Floats
from engine.controls import Action, Cell, Cells, Event, Seeds, Status, Values, clamped_cells, clamped_with_seeds
from engine.files.session_recorder import SessionRecorder
from engine.model.decode_request import DecodeRequest, ImageDecoder
from engine.model.decode_worker import DecodeWorker
from engine.model.sound_state import StateReader
from engine.parameters import parameter
from engine.realtime.event_log import LogEntry
from engine.realtime.lifeline import Lifeline
from engine.realtime.meters import Meters, status_of
from engine.realtime.outputs import OutputChoice
from engine.realtime.shared_memory import SharedState
from engine.realtime.watchdog import PlayerWatchdog
from engine.sync.scheduler import Scheduler
from engine.tape.magnitudes import Tape

from .dated_changes import DatedChanges
from .event_timing import EventTiming, beat_at
from .state import SessionState


class Session(StateReader):
    """Controls of an instrument that plays in another process, from entering the context until leaving it."""

    def __init__(
        self,
        decoder: Callable[[], ImageDecoder],
        *,
        output: OutputChoice | None = None,
        provider: Callable[[], str] = str,
        model: Callable[[], str] = str,
        values: Mapping[str, float] | None = None,
        autoplay: bool = True,
        lookahead: float | None = None,
        lifeline: Lifeline | None = None,
        recorder: SessionRecorder | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Create a session; entering the context starts it.

        Args:
            decoder: returns the decoder; called while the player starts, so it may load a model.
            output: where to play.
            provider: returns the execution provider of the decoder.
            model: returns the name of the model.
            values: initial parameters, by id; BadParameter for an unknown id or a number that is not finite.
            autoplay: start to play at once.
            lookahead: seconds from an event to its sample (see EventTiming); 0 is as soon as possible.
            lifeline: to the supervisor. After a killed session this one continues it and ignores `values`, `autoplay`.
            recorder: records the output.
            clock: returns the time in seconds.
        """
        self._provider, self._model, self._recorder = provider, model, recorder or SessionRecorder()
        self._output, self._lifeline, self._clock = output or OutputChoice(), lifeline, clock
        self._shared = SharedState.open_or_create(lifeline.segment) if lifeline else None
        self._state: SessionState = SessionState(values or {}, self._shared)
        self.handover = self._state.handover  # data from the former control process, and for the next one
        self.resumed = bool(self.handover)  # whether it continues the session of a former control process
        self.tape: Tape | None = None  # the last decoded one
        self._tape_number, self._autoplay, self._timing = 0, autoplay, EventTiming(lookahead)
        smoothing, playhead = parameter("latent/0").smoothing, lambda: self.meters.frame
        self._decoder = DecodeWorker(decoder, self._publish, self._state.target, smoothing, clock, playhead=playhead)
        self.scheduler = Scheduler(clock)  # shared with the bridges: all changes with a time wait in one place
        self.dated = DatedChanges(
            self.scheduler,
            self.trigger,
            self._retarget,
            decoding=lambda: self._decoder.lead,
            publishing=lambda: self._timing.publishing_latency(self.meters),
        )
        self._lock, self._closing = threading.Lock(), threading.Event()
        self._watchdog: PlayerWatchdog | None = None
        self._watchdog_thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._last_report: tuple[Meters, int, str] = (Meters(), 0, "")  # of the player: see `_read_player`

    def __enter__(self) -> Self:
        """Start the player and decode the first tape meanwhile; it plays when this returns.

        Raises:
            NoDevice, VamenError: no such device; no player; no memory; no recording; or `decoder` raises it.
        """
        shared = self._shared = self._shared or SharedState.create()
        device = self.handover.get("home", "")
        watchdog = PlayerWatchdog(shared, self._output, self._lifeline, preferred_device=device, clock=self._clock)
        self._watchdog = watchdog
        try:
            self._state.save(shared)
            self._recorder.start(shared)
            watchdog.start()
            if not self.resumed:  # else the watchdog waits for it, and the decoder for the model
                self._decoder.decode()
                if self._autoplay:
                    shared.events.push(Event(Action.PLAY))
                watchdog.wait_until_playing()
            self.save_handover(home=watchdog.preferred_device)
            self._decoder.start(redecode=self.resumed)
            self.scheduler.start()
            self._watchdog_thread.start()
        except BaseException as error:
            self.__exit__(type(error))
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        """End everything; after a failure, a player that has begun is left to the next control process."""
        self.close(keep_player=issubclass(kind or object, Exception) and bool(self._lifeline and self.handover))

    def close(self, *, keep_player: bool = False) -> None:
        """Fade out and end everything, but for the player on demand; values can still be read afterwards."""
        self._closing.set()
        self.scheduler.stop()
        self._decoder.stop()
        if self._watchdog_thread.is_alive():
            self._watchdog_thread.join()
        if self._shared is None:
            return
        if self._watchdog:
            self._watchdog.close(keep_player=keep_player)
        self._recorder.stop()
        with self._lock:
            self._read_player()
            shared, self._shared = self._shared, None
        shared.close()
        if not keep_player:
            shared.unlink()

    def write(
        self, values: Values, due: float | None = None, seeds: Seeds | None = None, *, prompt: bool = True
    ) -> dict[str, float]:
        """Set parameters by id as one change, now or so that it is heard at `due`; return the clamped values."""
        legal, mixture = clamped_with_seeds(values, seeds)
        self.dated.write(legal, due, partial(self._set_values, seeds=mixture), prompt=prompt)
        return legal

    def write_steps(self, cells: Cells, due: float | None = None, learned: str | None = None) -> dict[Cell, float]:
        """Replace the edits of single sixteenths, and the learned break, now or at `due`; return the clamped values."""
        legal = clamped_cells(cells)
        self.dated.write_steps(legal, learned, due, self._set_cells)
        return legal

    def _set_values(self, legal: Values, seeds: Seeds | None) -> None:
        with self._lock:
            self._state.set(legal, seeds if "seed" in legal else None)
            self._state.save(self._shared)

    def _set_cells(self, legal: Cells, learned: str | None) -> None:
        with self._lock:
            self._state.set_cells(legal, self._decoder.present_loop, learned)
            self._state.save(self._shared)

    def _retarget(self, *, prompt: bool, at: float) -> None:
        with self._lock:
            self._decoder.set_target(self._state.target, prompt=prompt, at=at)

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        """Queue an event that was sent at `at`, or whose attack is due at `due`; seconds."""
        with self._lock:
            if self._shared:
                meters, timing = self._shared.meters, self._timing
                sample = timing.event_sample(event, at, meters) if due is None else timing.sample_at(due, meters)
                self._shared.events.push(event, sample)

    def replace_decoder(self, decoder: ImageDecoder) -> None:
        """Decode with another decoder from now on; its first tape replaces the present one. A session log ends here."""
        self._recorder.end_log()
        self._decoder.replace_decoder(decoder)

    def beat(self, at: float) -> float | None:
        """Return the beat handed to the device at `at` seconds; None when nothing plays."""
        return beat_at(self.meters, at, self.read("tempo"))

    def status(self) -> Status:
        """Return the state of the instrument after its last block."""
        with self._lock:
            meters, refused, name = self._read_player()
        errors = refused + self._decoder.errors
        return status_of(meters, name, errors, self._provider(), self._model(), self._timing.latency(meters))

    @property
    def meters(self) -> Meters:
        """Meters of the player's last block."""
        with self._lock:
            return self._read_player()[0]

    def event_log_since(self, first: int) -> tuple[int, list[LogEntry]]:
        """Return the number of the next entry of the event log, and the entries from `first` on."""
        with self._lock:
            return self._shared.event_log.since(first) if self._shared else (first, [])

    def sound_since(self, clock: int) -> tuple[int, Floats | None]:
        """Return the number of the sample to come, and the output (n, 2) from sample `clock` on (see OutputMonitor)."""
        with self._lock:
            return self._shared.monitor.since(clock) if self._shared else (clock, np.zeros((0, 2), np.float32))

    @property
    def lookahead(self) -> float:
        """Seconds from an event's time to its sample."""
        return self._timing.lookahead(self.meters)

    @property
    def segment(self) -> str:
        """Name of the shared memory; empty before the start and after the end."""
        return self._shared.segment if self._shared else ""

    @property
    def note(self) -> str:
        """Problems of player, decoder and recorder in one line for the user; usually empty."""
        return "; ".join(part.note for part in (self._watchdog, self._decoder, self._recorder) if part and part.note)

    def save_handover(self, **data: Any) -> None:
        """Set fields of `handover`, the JSON data with which a new control process goes on if this one is killed."""
        with self._lock:
            self.handover.update(data)
            self._state.save_handover(self._shared)

    def _publish(self, tape: Tape, request: DecodeRequest) -> None:
        """Give the player a tape; called from the decoder's thread."""
        self.tape, self._tape_number = tape, self._tape_number + 1
        self._recorder.add_request(self._tape_number, request)
        if shared := self._shared:
            shared.tapes.write(tape, self._tape_number)

    def _read_player(self) -> tuple[Meters, int, str]:
        """Return meters, refused events and output name; after the end, the last ones."""
        if self._shared:
            self._last_report = (self._shared.meters, self._shared.events.refused, self._shared.output_name)
        return self._last_report

    def _watch(self) -> None:
        """Poll the watchdog until the end, and save the preferred device."""
        while self._watchdog and not self._closing.is_set():
            self._watchdog.poll(self._closing)
            if self._watchdog.preferred_device != self.handover.get("home", ""):
                self.save_handover(home=self._watchdog.preferred_device)
