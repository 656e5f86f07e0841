"""A tempo that is everybody's: what our hands make of it out to all, once, and what others make of it never back.

shared    the clock of all      controls    what hands and the follower write the tempo to, BPM

With others, a tempo that is neither the one that was there at the last look nor what the follower has written since is
a hand's, and is published. Without others, time is the instrument's own, and the session is kept at its tempo, so that
whoever joins finds it. Where the beat lies is left to the session: no hand of ours moves the beat of others.
"""

from engine.controls import Controls
from engine.sync.clock_follower import FINEST, ClockFollower
from engine.sync.clocks import Internal, Pulse, SharedClock


class SharedTempo:
    """A clock: the shared one with others, the instrument's own alone."""

    def __init__(self, shared: SharedClock, internal: Internal, controls: Controls) -> None:
        """`internal`: gives pulses while a hand has something to put right."""
        self.name = shared.name
        self._shared, self._internal, self._controls = shared, internal, controls
        self._known = controls.read("tempo")

    @property
    def peers(self) -> int:
        """How many others there are."""
        return self._shared.peers

    def pulse(self, now: float) -> Pulse | None:
        """Musical time at `now`; None while nothing is to be followed."""
        return self._shared.pulse(now) if self.peers else self._internal.pulse(now)

    def know(self) -> None:
        """The tempo as it is now is no hand's; call this when the follower has looked."""
        self._known = self._controls.read("tempo")

    def share(self, follower: ClockFollower, now: float) -> None:
        """Publish what a hand has set; call this before the follower looks at `now`, seconds."""
        tempo = self._controls.read("tempo")
        if self.peers:
            if tempo not in (self._known, follower.written):
                self._shared.publish(tempo, now)
                follower.written = tempo  # it is what the clock says from here on
            return
        aimed = self._internal.pulse(now)
        if aimed:
            tempo = aimed.tempo
        elif tempo == follower.written:
            return  # the last of others has just left, and this is our way to where they were
        if abs(tempo - self._shared.tempo) > FINEST:
            self._shared.publish(tempo, now)
