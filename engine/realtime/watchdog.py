"""The watchdog of the player process: restarts it when it exits or stalls, and moves it back to a device that returns.

start              launches a player, or takes over the player that a killed control process left
wait_until_playing waits until it plays
poll               called until the end: restarts a player that has exited or stalled; while it plays into another
                   device than the preferred one, probes for that one (device_probe.py) and switches back

Every player finds parameters, events, tape and beat in shared memory and continues where the last one would be now.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from engine.errors import NoDevice, VamenError

from .device_probe import DeviceProbe
from .devices import split_title
from .jack_reconnect import ConnectionRestorer, RestorerFactory, watch_connections
from .launch import PlayerHandle, adopt_player, end_player, launch_player, reserve_descriptors
from .lifeline import Lifeline
from .outputs import SILENT_OUTPUT, OutputChoice
from .shared_memory import DEVICE_LOST, FAILED, PLAYING, STARTING, SharedState
from .stall_detector import STALL_TIMEOUT_S, StallDetector

Launcher = Callable[[str, OutputChoice, Lifeline | None], PlayerHandle]

PLAYER_START_TIMEOUT_S = 20.0
WATCHDOG_POLL_INTERVAL_S = 0.05  # an exit of the player is noticed at once
EARLY_EXIT_S = 1.0  # a player that plays for less is assumed to be a victim of the audio driver
MAX_EARLY_EXITS = 4  # in a row; then the silent output is used
FAILURE_DELAY_S = 0.5  # after a failure of the watchdog itself
RESTART_DELAY_S = 2.0  # from the second early exit on


class PlayerWatchdog:
    """Starts the player process, watches it and replaces it."""

    def __init__(
        self,
        shared: SharedState,
        output: OutputChoice,
        lifeline: Lifeline | None = None,
        *,
        preferred_device: str = "",
        clock: Callable[[], float] = time.perf_counter,
        launch: Launcher = launch_player,
        probe: Callable[[str], DeviceProbe] = DeviceProbe,
        watch_connections: RestorerFactory = watch_connections,
    ) -> None:
        """Create a watchdog without a player; `start` starts one.

        Args:
            shared: shared memory of the session.
            output: where to play.
            lifeline: to the supervisor, if there is one.
            preferred_device: title of the device to return to; empty for the first one that a player opens.
            clock: returns the time in seconds.
            launch: starts a player.
            probe: creates the probe for a device.
            watch_connections: creates the restorer of the connections at a JACK server.
        """
        self.preferred_device = preferred_device
        self.note = ""  # one line for the user
        self.process: PlayerHandle | None = None
        self._shared, self._output, self._lifeline = shared, output, lifeline
        self._clock, self._launch, self._new_probe, self._new_restorer = clock, launch, probe, watch_connections
        self._last_event = ""  # what happened last, for the note
        self._probe: DeviceProbe | None = None
        self._restorer: ConnectionRestorer | None = None
        self._restorer_pid = 0  # the last player for which a restorer was requested
        self._exits = self._early_exits = 0
        self._launched = clock()
        self._playing_since: float | None = None
        self._detector, self._stalled = StallDetector(clock=clock), False

    def start(self) -> None:
        """Adopt the player of a former control process, or launch one."""
        reserve_descriptors()
        pid = self._shared.player_pid
        self.process = adopt_player(pid) if pid else None
        if self.process is None or self._shared.state == DEVICE_LOST:
            self._start_player()

    def wait_until_playing(self) -> None:
        """Wait until the player plays.

        Raises:
            NoDevice: the named device is missing.
            VamenError: the player does not start.
        """
        shared, process = self._shared, self.process
        assert process is not None
        deadline = self._clock() + PLAYER_START_TIMEOUT_S
        while shared.state == STARTING and process.exitcode is None and self._clock() < deadline:
            process.join(0.005)
        if shared.state == FAILED:
            raise NoDevice(shared.note)
        if shared.state == PLAYING:
            self._update_note()
            self._restore_connections()
            return
        process.join(2 * WATCHDOG_POLL_INTERVAL_S)
        code = process.exitcode
        if code and not self._output.chosen:
            # the audio driver crashed the player, and the user did not ask for that one
            self._last_event = f"the sound system crashed (exit code {code}); playing into the {SILENT_OUTPUT}"
            self._output = replace(self._output, null=True)
            self._start_player()
            self.wait_until_playing()
            return
        problem = "does not answer" if code is None else f"ended with exit code {code}"
        raise VamenError(f"the player process {problem}; see what `vamen doctor` says about sound")

    def poll(self, closing: threading.Event) -> None:
        """Check the player once; takes WATCHDOG_POLL_INTERVAL_S, and longer before a delayed restart.

        What fails meanwhile, as for lack of memory or descriptors, is noted, and the next call tries again.
        """
        try:
            self._check(closing)
        except Exception as error:
            self.note = self._last_event = f"the player cannot be watched or started ({error}); trying again"
            closing.wait(FAILURE_DELAY_S)

    def _check(self, closing: threading.Event) -> None:
        if self.process is None:  # the last start failed
            self._start_player()
            return
        self.process.join(WATCHDOG_POLL_INTERVAL_S)
        if self.process.exitcode is not None:
            self._on_player_exit(self.process.exitcode)
            if not closing.wait(RESTART_DELAY_S if self._early_exits > 1 else 0):
                self._start_player()
        elif self._shared.state == PLAYING:
            # the audio callback counts, too: what sounds does not hang
            if self._detector.stalled((self._shared.heartbeat, self._shared.meters.clock), self._shared.player_pid):
                self._stalled = True
                self.process.kill()
            self._playing_since = self._playing_since or self._clock()
            self._update_note()
            self._restore_connections()
            self._probe_preferred_device()
        elif self._clock() - self._launched > PLAYER_START_TIMEOUT_S:
            self.process.kill()

    def close(self, *, keep_player: bool = False) -> None:
        """Fade out and end the player; with `keep_player`, leave it to the next control process."""
        if self._probe is not None:
            self._probe.cancel()
        self._close_restorer()
        if keep_player:
            return
        self._shared.stopping = True
        if self.process is not None:
            end_player(self.process)

    def _start_player(self) -> None:
        self._close_restorer()
        process, self.process = self.process, None
        if process is not None:
            process.close()
        choice = self._output
        if self.preferred_device and not choice.null:
            host_api, device = split_title(self.preferred_device)
            choice = replace(choice, host_api=host_api, device=device)
        self._shared.stopping = False
        self._shared.state = STARTING
        self.process = self._launch(self._shared.segment, choice, self._lifeline)
        self._shared.player_pid = self.process.pid or 0
        self._launched, self._playing_since = self._clock(), None
        self._detector, self._stalled = StallDetector(clock=self._clock), False

    def _on_player_exit(self, code: int) -> None:
        lost = self._shared.state == DEVICE_LOST
        self._exits += 1
        early = self._playing_since is None or self._clock() - self._playing_since < EARLY_EXIT_S
        self._early_exits = self._early_exits + 1 if early else 0
        cause = "lost its output" if lost else f"ended with exit code {code}" if code else "ended"
        if self._stalled:
            cause = f"did not respond for {STALL_TIMEOUT_S:g} s"
        times = f" ({self._exits} times so far)" if self._exits > 1 else ""
        self._last_event = f"the player {cause} and was started again{times}"
        if self._early_exits >= MAX_EARLY_EXITS and not lost and not self._output.chosen:
            self._last_event = f"the player {cause} {self._early_exits} times; playing into the {SILENT_OUTPUT}"
            self._output = replace(self._output, null=True)

    def _update_note(self) -> None:
        """Read the player's device and its message for the user; the first device becomes the preferred one."""
        name = self._shared.output_name
        if not self.preferred_device and name != SILENT_OUTPUT:
            self.preferred_device = name
        if name == self.preferred_device and self._probe is not None:
            self._probe = None
            self._last_event = f"{name} is there and plays"
        self.note = "; ".join(filter(None, (self._last_event, self._shared.note)))

    def _probe_preferred_device(self) -> None:
        """While another device plays, probe for the preferred one; once it is ready, replace the player."""
        if self._output.null or (self.preferred_device and self._shared.output_name == self.preferred_device):
            return
        if self._probe is None:
            self._probe = self._new_probe(self.preferred_device)
        if self.process is not None and self._probe.found():
            self._probe.back_off()  # in case that the device does not open; else the probe is dropped
            self._shared.stopping = True
            end_player(self.process)
            self.process = None
            self._start_player()

    def _restore_connections(self) -> None:
        """At a JACK server, reconnect the player to a client (a device) that went away and came back."""
        shared = self._shared
        if self._restorer is None and "JACK" in shared.output_name and shared.player_pid != self._restorer_pid:
            self._restorer, self._restorer_pid = self._new_restorer(), shared.player_pid
        if self._restorer is not None:
            self._last_event = self._restorer.look() or self._last_event

    def _close_restorer(self) -> None:
        if self._restorer is not None:
            self._restorer.close()
            self._restorer = None
