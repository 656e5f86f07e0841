"""Keeps a player alive, and brings it back to its device; the part of the control process that no message reaches.

start   a player on its way, or the one that a former control process left
look    again and again until the end: when it has died, another one; when it plays into something else than it should,
        a look for the right device about once a second, and back as soon as it is there

Every player finds parameters, events, tape and beat in shared memory and goes on where the last one would be by now.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from engine.errors import NoDevice, VamenError

from .device_probe import DeviceProbe, parts
from .jack_reconnect import ConnectionRestorer, Patcher, patch
from .launch import Player, adopt, end, launch
from .outputs import SILENT, OutputChoice
from .shared_memory import FAILED, LOST, PLAYING, STARTING, SharedState
from .supervisor import Lifeline

Launch = Callable[[str, OutputChoice, Lifeline | None], Player]

PATIENCE = 20.0  # seconds for a player to start
LOOK = 0.05  # seconds between two looks; a death is seen at once
EARLY_DEATH_SECONDS = 1.0  # seconds of playing; who dies within them, or never plays, dies of the sound system
MAX_EARLY_DEATHS = 4  # such deaths in a row after which the sound system is left alone
RESTART_DELAY = 2.0  # seconds that pass from the second one on


class PlayerWatchdog:
    """Owner of the player process."""

    def __init__(
        self,
        shared: SharedState,
        output: OutputChoice,
        *,
        lifeline: Lifeline | None = None,
        home: str = "",
        clock: Callable[[], float] = time.perf_counter,
        launch: Launch = launch,
        scout: Callable[[str], DeviceProbe] = DeviceProbe,
        patch: Patcher = patch,
    ) -> None:
        """Nothing starts before `start`.

        Args:
            shared: where everything is.
            output: where to play.
            lifeline: what the player's life hangs on beside this process.
            home: title of the device that the set plays into, as far as it is known.
            clock: seconds.
            launch: starts a player.
            scout: looks for a device.
            patch: looks after the connections of a player at a JACK server.
        """
        self.home = home
        self.note = ""
        self.process: Player | None = None
        self._shared, self._output, self._lifeline = shared, output, lifeline
        self._clock, self._launch, self._send, self._patcher = clock, launch, scout, patch
        self._news = ""  # what happened last
        self._scout: DeviceProbe | None = None
        self._patch: ConnectionRestorer | None = None
        self._patched = 0  # process id of the last player whose connections were looked for
        self._deaths = self._hasty = 0
        self._born = clock()
        self._played: float | None = None  # since when the player plays, as far as we saw

    def start(self) -> None:
        """A player that plays or is about to; `welcome` waits for it."""
        number = self._shared.player
        self.process = adopt(number) if number else None
        if self.process is None or self._shared.state == LOST:
            self._begin()

    def welcome(self) -> None:
        """Wait until the player plays.

        Raises:
            NoDevice: the device that was named is not there.
            VamenError: the player does not start.
        """
        shared, process = self._shared, self.process
        assert process is not None
        deadline = self._clock() + PATIENCE
        while shared.state == STARTING and process.exitcode is None and self._clock() < deadline:
            process.join(0.005)
        if shared.state == FAILED:
            raise NoDevice(shared.note)
        if shared.state == PLAYING:
            self._listen()
            self._look_at_patch()
            return
        process.join(2 * LOOK)
        code = process.exitcode
        if code and not self._output.chosen:
            # a sound system that takes the player with it, when nobody asked for that one: play on without
            self._news = f"the sound system crashed (exit code {code}); playing into the {SILENT}"
            self._output = replace(self._output, null=True)
            self._begin()
            self.welcome()
            return
        fate = "does not answer" if code is None else f"ended with exit code {code}"
        raise VamenError(f"the player process {fate}; see what `vamen doctor` says about sound")

    def look(self, closing: threading.Event) -> None:
        """Look after the player for a moment: LOOK seconds, less when it ends."""
        assert self.process is not None
        self.process.join(LOOK)
        age = self._clock() - self._born
        if self.process.exitcode is not None:
            self._mourn(self.process.exitcode)
            # a sound system that does not let a player live is left in peace for a while
            if not closing.wait(RESTART_DELAY if self._hasty > 1 else 0):
                self._begin()
        elif self._shared.state == PLAYING:
            self._played = self._played or self._clock()
            self._listen()
            self._look_at_patch()
            self._look_for_home()
        elif age > PATIENCE:
            self.process.kill()

    def close(self) -> None:
        """End the player; it fades out."""
        if self._scout is not None:
            self._scout.recall()
        self._unpatch()
        self._shared.stopping = True
        if self.process is not None:
            end(self.process)

    def _begin(self) -> None:
        self._unpatch()
        if self.process is not None:
            self.process.close()
        choice = self._output
        if self.home and not choice.null:
            host_api, device = parts(self.home)
            choice = replace(choice, host_api=host_api, device=device)
        self._shared.stopping = False
        self._shared.state = STARTING
        self.process = self._launch(self._shared.segment, choice, self._lifeline)
        self._shared.player = self.process.pid or 0
        self._born, self._played = self._clock(), None

    def _mourn(self, code: int) -> None:
        lost = self._shared.state == LOST
        self._deaths += 1
        lived = self._played is not None and self._clock() - self._played >= EARLY_DEATH_SECONDS
        self._hasty = 0 if lived else self._hasty + 1
        cause = "lost its output" if lost else f"ended with exit code {code}" if code else "ended"
        times = f" ({self._deaths} times so far)" if self._deaths > 1 else ""
        self._news = f"the player {cause} and was started again{times}"
        if self._hasty >= MAX_EARLY_DEATHS and not lost and not self._output.chosen:
            self._news = f"the player {cause} {self._hasty} times; playing into the {SILENT}"
            self._output = replace(self._output, null=True)

    def _listen(self) -> None:
        """What the player says, and where the set is at home: the first device that it was heard from."""
        name = self._shared.name
        if not self.home and name != SILENT:
            self.home = name
        if name == self.home and self._scout is not None:
            self._scout = None
            self._news = f"{name} is there and plays"
        self.note = "; ".join(filter(None, (self._news, self._shared.note)))

    def _look_for_home(self) -> None:
        """Away from home, look whether one can go there: fade out here, begin again there."""
        if self._output.null or (self.home and self._shared.name == self.home):
            return
        if self._scout is None:
            self._scout = self._send(self.home)
        if self.process is not None and self._scout.found():
            self._scout.in_vain()  # unless it is not, and another one begins next time
            self._shared.stopping = True
            end(self.process)
            self.process = None
            self._begin()

    def _look_at_patch(self) -> None:
        """At a JACK server, keep the player connected to a device that went and came back."""
        if self._patch is None and "JACK" in self._shared.name and self._shared.player != self._patched:
            self._patch, self._patched = self._patcher(), self._shared.player
        if self._patch is not None:
            self._news = self._patch.look() or self._news

    def _unpatch(self) -> None:
        if self._patch is not None:
            self._patch.close()
            self._patch = None
