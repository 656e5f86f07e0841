"""Musical time: where the playhead stands at a sample of the instrument's clock.

clock     int      samples since the instrument began
beat      float    quarter notes since play
position  float    column of the tape that is centred on that sample; runs on past the end, the tape is a loop
tempo     float    BPM: beats, and the playhead's pace
speed     float    the playhead's pace relative to the tempo; 0 stands, below 0 runs backwards; beats do not care
rate      float    columns per hop of samples; 1 at the tape's native tempo

Position and beat are functions of the clock between two changes, never sums over hops, so they cannot drift and do not
depend on how the clock is cut into blocks.
"""

from .spec import SPEC, Spec


class Transport:
    """A playhead that moves with the tempo and can be put anywhere."""

    def __init__(self, tempo: float, speed: float = 1.0, spec: Spec = SPEC) -> None:
        self.spec = spec
        self.tempo, self.speed = tempo, speed
        self._clock, self._beat, self._position = 0, 0.0, 0.0  # where the present motion began

    @property
    def rate(self) -> float:
        """Columns per hop."""
        return self.speed * self.tempo / self.spec.native_tempo

    def beat(self, clock: int) -> float:
        """Quarter notes since play."""
        return self._beat + (clock - self._clock) * self.tempo / (60.0 * self.spec.rate)

    def position(self, clock: int) -> float:
        """Column under the playhead."""
        return self._position + (clock - self._clock) * self.rate / self.spec.hop

    def begin(self, clock: int, beat: float = 0.0, position: float = 0.0) -> None:
        """Play from a beat and a column; by default from the downbeat."""
        self._clock, self._beat, self._position = clock, beat, position

    def jump(self, clock: int, step: int) -> None:
        """Put the playhead on a sixteenth of the tape; the beat count goes on."""
        self._beat, self._clock = self.beat(clock), clock
        self._position = float(step % self.spec.steps * self.spec.step_frames)

    def set_pace(self, clock: int, tempo: float, speed: float) -> None:
        """Move otherwise from this sample on."""
        if (tempo, speed) != (self.tempo, self.speed):
            self._beat, self._position, self._clock = self.beat(clock), self.position(clock), clock
            self.tempo, self.speed = tempo, speed
