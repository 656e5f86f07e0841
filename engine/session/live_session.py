"""The control side of a running instrument: parameters and events in, a player process that sounds like them out.

with Session(decoder, output=OutputChoice()) as session: a player starts, plays, and is gone afterwards.

calling threads   OSC, MIDI, panel: write parameters and events into shared memory, under one lock
painter           latents -> tape (see painter)
keeper            starts another player when one dies; it finds everything as it was (see keeper)

With a lifeline, memory and player belong to a set that outlives this process: a session that finds one goes on with it.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from engine.controls import Action, Cell, Event, Status, clamped, clamped_cells
from engine.model.decode_worker import Decoder, DecodeWorker
from engine.parameters import INDEX, SOUNDING, parameter
from engine.realtime.event_log import Entry
from engine.realtime.launch import Player
from engine.realtime.meters import Meters
from engine.realtime.outputs import OutputChoice
from engine.realtime.shared_memory import SharedState
from engine.realtime.snapshot import TextOrCallable, beat_at, parse_handover, snapshot
from engine.realtime.supervisor import Lifeline
from engine.realtime.watchdog import PlayerWatchdog
from engine.sync.scheduler import Scheduler
from engine.tape.magnitudes import Tape

from .event_timing import EventTiming
from .state import State
from .tape_publisher import TapePublisher

if TYPE_CHECKING:
    from engine.files.recorder import Recorder  # whoever does not record does not load it


class Session:
    """Controls of an instrument that plays in a process of its own."""

    def __init__(
        self,
        decoder: Callable[[], Decoder],
        *,
        output: OutputChoice | None = None,
        provider: TextOrCallable = "",
        model: TextOrCallable = "",
        values: Mapping[str, float] | None = None,
        autoplay: bool = True,
        lookahead: float | None = None,
        lifeline: Lifeline | None = None,
        recorder: "Recorder | None" = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Nothing starts before the context is entered.

        Args:
            decoder: gives what paints. Called when the player is on its way, so it may load its model then.
            output: where to play.
            provider: what runs the decoder, as text or as a function that knows.
            model: name of the model, likewise.
            values: parameters to begin with, by id.
            autoplay: play at once.
            lookahead: seconds by which events are placed after their time (see placing); 0 is as soon as possible.
            lifeline: what this process hangs on, when it is supervised. If a set runs there, it goes on as it is,
                whatever `values` and `autoplay` say.
            recorder: writes what is played, if that is wanted.
            clock: seconds.

        Raises:
            BadParameter: `values` has an unknown id or a number that is not finite.
        """
        self._output, self._provider, self._model = output or OutputChoice(), provider, model
        self._press = TapePublisher(recorder)
        self._shared: SharedState | None = None
        self.legacy: dict[str, Any] = {}  # what the control process before this one left for us to know
        self._state = State(values or {})
        self._lifeline = lifeline
        if lifeline:
            self._inherit(lifeline)
        self.inherited = bool(self.legacy)
        self._autoplay, self._placing, self._clock = autoplay and not self.inherited, EventTiming(lookahead), clock
        glide = parameter("latent/0").glide
        self._painter = DecodeWorker(
            decoder, self._press, self._state.target, glide, clock, where=lambda: self.meters.frame
        )
        self._agenda: Scheduler[Callable[[], object]] = Scheduler(lambda change: change(), clock)
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._keeper: PlayerWatchdog | None = None
        self._watcher: threading.Thread | None = None
        self._said: tuple[Meters, int, str] = (Meters(), 0, "")

    def __enter__(self) -> Self:
        """Start the player and meanwhile paint the first tape; it plays when this returns.

        Raises:
            NoDevice: the device that was named is not there.
            VamenError: the player does not start; or whatever `decoder` refuses.
        """
        shared = self._shared = self._shared or SharedState.create()
        home = self.legacy.get("home", "")
        keeper = self._keeper = PlayerWatchdog(
            shared, self._output, lifeline=self._lifeline, home=home, clock=self._clock
        )
        try:
            self._state.hand_over(shared)
            self._press.attach(shared)
            keeper.start()
            if not self.inherited:
                self._painter.paint()
            if self._autoplay:
                shared.events.push(Event(Action.PLAY))
            keeper.welcome()
            self.bequeath(home=keeper.home)
            self._painter.start(anew=self.inherited)
            self._agenda.start()
            self._watcher = threading.Thread(target=self._watch, args=(keeper,), name="keeper", daemon=True)
            self._watcher.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Fade out and end everything; what was set can still be read. Leaving the context does this."""
        self._closing.set()
        self._agenda.stop()
        self._painter.stop()
        if self._watcher is not None:
            self._watcher.join()
        if self._shared is None:
            return
        if self._keeper is not None:
            self._keeper.close()
        self._press.detach()
        with self._lock:
            self._listen()
            shared, self._shared = self._shared, None
        shared.close()
        shared.unlink()

    def read(self, id: str) -> float:
        """Value of a parameter, in its unit."""
        return self._state.read(id)

    def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
        """Set parameters as one change, now or so that it is heard at `due`; returns them as clamped."""
        legal = clamped(values)
        if due is not None and due > self._clock():
            # the player changes at the sample; what the rest of the world sees follows when it is true
            for id, value in legal.items():
                if INDEX[id] < SOUNDING:
                    self.trigger(Event(Action.SET, INDEX[id], value), due=due)
            if self._agenda.add(due, partial(self.write, legal)):
                return legal
        with self._lock:
            self._state.set(legal)
            if self._shared:
                self._state.hand_over(self._shared)
            if any(id in ("seed", "texture") or id.startswith("latent/") for id in legal):
                self._painter.aim(self._state.target)
        return legal

    def read_step(self, cell: Cell) -> float:
        """What was added to one thing of one sixteenth."""
        return self._state.read_step(cell)

    def write_steps(self, cells: Mapping[Cell, float], due: float | None = None) -> dict[Cell, float]:
        """Add something to single sixteenths, in place of what was added before; returns it as clamped."""
        legal = clamped_cells(cells)
        if due is not None and due > self._clock() and self._agenda.add(due, partial(self.write_steps, legal)):
            return legal
        with self._lock:
            self._state.set_cells(legal)
            if self._shared:
                self._state.hand_over(self._shared)
            self._painter.aim(self._state.target)
        return legal

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        """Do something that was asked for at `at`, or so that it is heard at `due`.

        Refused and counted when a thousand events wait already.
        """
        with self._lock:
            if self._shared:
                meters, placing = self._shared.meters, self._placing
                sample = placing.sample(event, at, meters) if due is None else placing.exact(due, meters)
                self._shared.events.push(event, sample)

    def beat(self, at: float) -> float | None:
        """Quarter notes since play of what is handed to the card at `at`; None when nothing plays."""
        return beat_at(self.meters, at, self.read("tempo"))

    def status(self) -> Status:
        """The state of the instrument: of its last block, or of its end."""
        with self._lock:
            meters, refused, name = self._listen()
        return snapshot(
            meters,
            output=name,
            errors=refused + self._painter.errors,
            provider=self._provider,
            model=self._model,
            latency=self._placing.latency(meters),
        )

    @property
    def meters(self) -> Meters:
        """The player's last block."""
        with self._lock:
            return self._listen()[0]

    @property
    def tape(self) -> Tape | None:
        """The last tape that was painted here."""
        return self._press.tape

    def told(self, since: int) -> tuple[int, list[Entry]]:
        """What the player was told from entry `since` of its journal on, and the number of the next (see journal)."""
        with self._lock:
            return self._shared.journal.since(since) if self._shared else (since, [])

    @property
    def lookahead(self) -> float:
        """Seconds from an event's time to the sample at which it is placed."""
        return self._placing.lookahead(self.meters)

    @property
    def segment(self) -> str:
        """Name of the shared segment; empty when nothing runs."""
        return self._shared.segment if self._shared else ""

    @property
    def note(self) -> str:
        """What the user should know, one line; usually empty."""
        with self._lock:
            player = self._keeper.note if self._keeper else ""
        return "; ".join(filter(None, (player, self._painter.note, self._press.note)))

    def bequeath(self, **parse_handover: Any) -> None:
        """Leave something for the next control process to know, beside parameters and sound."""
        self.legacy |= parse_handover
        with self._lock:
            if self._shared:
                self._shared.legacy = json.dumps(self.legacy)

    @property
    def _process(self) -> Player | None:
        return self._keeper.process if self._keeper else None

    def _listen(self) -> tuple[Meters, int, str]:
        """What the player says: meters, refused events, output. The last words of one that is gone."""
        if self._shared:
            self._said = (self._shared.meters, self._shared.events.refused, self._shared.name)
        return self._said

    def _inherit(self, lifeline: Lifeline) -> None:
        """The set that the control process before this one left, or the memory for a new one."""
        self._shared = SharedState.inherit(lifeline.segment)
        if self._shared.legacy:
            self.legacy = parse_handover(self._shared.legacy)
            self._state.take_over(self._shared)

    def _watch(self, keeper: PlayerWatchdog) -> None:
        """Until the end: look after the player, and leave word of where it plays."""
        while not self._closing.is_set():
            keeper.look(self._closing)
            if keeper.home != self.legacy.get("home", ""):
                self.bequeath(home=keeper.home)
