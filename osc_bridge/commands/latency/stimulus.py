"""What `vamen latency` plays, and how the sound of a trial is found in a recording.

levels   float32 (frames, mels), as a model decodes them: silence with one hit, or a steady tone, timed to 1 ms; so
         quiet that every tape gets the highest gain, because a gliding one would hide the change
times    seconds on the clock of the recording, or NOT_HEARD
"""

from functools import cache

import numpy as np

from engine.arrays import Floats
from engine.controls import Seeds
from engine.model.decode_request import Latents
from engine.model.model_file import Model
from engine.model.step_edits import Macros
from engine.parameters import LATENTS
from engine.realtime.output_monitor import Recording
from engine.spec import SPEC
from engine.tape.mel import magnitudes, to_bands, to_levels
from engine.tape.noise_texture import DecodedImage
from engine.tape.tape_loudness import HIGHEST_GAIN_DB

HIT_STEP = 8  # sixteenth of the hit
HIT_DECAY = 0.003  # seconds
TONE_FREQUENCY = 2000.0  # Hz
LOUD_TONE, SOFT_TONE = 0.12, 0.03  # amplitudes heard at latent 0 = +1 and -1
ATTACK_WINDOW = 0.005  # seconds of which the loudest are the attack
ENVELOPE_WINDOW = 0.003  # seconds over which the amplitude of the tone is taken: six periods
MIN_ATTACK_ENERGY = 1e-4  # less is no hit
MIN_AMPLITUDE_CHANGE = 0.01  # less is no change: a ninth of what is sent
NOT_HEARD = float("nan")

# why a trial is discarded, as in the JSON report: an xrun, a gap in the recording, an unknown send time, a change
# that was not over when the trial began
XRUN, RECORDING_GAP, SEND_TIME, UNSETTLED = "stall", "hole", "held up", "unsettled"


class TrialDiscarded(Exception):
    """The latency of a trial is unknown; the argument is the cause: XRUN, RECORDING_GAP, SEND_TIME or UNSETTLED."""


class StimulusDecoder:
    """A stand-in for the model: as slow, but decodes to a stimulus: a hit, or a tone if latent 1 is above 0."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._knobs = np.zeros(LATENTS)

    @property
    def provider(self) -> str:
        """Hardware that runs the model: "cpu" or "cuda"."""
        return self._model.provider

    @property
    def note(self) -> str:
        """Message for the user, one line, about the hardware that runs the model; usually empty."""
        return self._model.note

    @property
    def faults(self) -> int:
        """Number of failures of the model after which the CPU has taken over."""
        return self._model.faults

    @property
    def macros(self) -> Macros:
        """Drum -> offset of a sixteenth's latents that raises the drum's level; see `Model.macros`."""
        return self._model.macros

    def loop_latents(self, knobs: Latents, seeds: Seeds) -> Floats:
        """Return the model's latents of every sixteenth; keep `knobs`, the 16 latent parameters, for `decode`."""
        self._knobs = knobs.copy()
        return self._model.loop_latents(knobs, seeds)

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps, learned: str = "") -> DecodedImage:
        """Return the stimulus in `count` sixteenths from number `first` on; latent 0 sets the amplitude of the tone."""
        grain = self._model.decode(latents, first, count).grain
        rows = np.arange(first * SPEC.step_frames, (first + count) * SPEC.step_frames) % SPEC.frames
        levels = stimulus_levels(float(self._knobs[0]), tone=bool(self._knobs[1] > 0))
        return DecodedImage(levels[rows], np.zeros_like(grain))

    def require_learned(self, learned: str) -> None:
        """Accept any learned break: the stimulus has none of its sound."""


def stimulus_levels(latent: float, *, tone: bool) -> Floats:
    """Return the mel levels (frames, mels) of two bars with one hit, or of a steady tone if `tone` is true.

    `latent` is latent 0. It sets the amplitude of the tone, from SOFT_TONE at -1 to LOUD_TONE at 1.
    """
    if not tone:
        return _hit()
    amplitude = SOFT_TONE + (LOUD_TONE - SOFT_TONE) * (np.clip(latent, -1, 1) + 1) / 2
    return _tone() - np.float32(20 / SPEC.floor * np.log10(amplitude))


@cache
def _hit() -> Floats:
    """Return the mel levels (frames, mels) of a short burst of noise in sixteenth HIT_STEP; the rest is silent."""
    audio = np.zeros(SPEC.frames * SPEC.hop, np.float32)
    size = round(8 * HIT_DECAY * SPEC.rate)
    begin = HIT_STEP * SPEC.step_frames * SPEC.hop
    burst = np.random.default_rng(0).uniform(-0.9, 0.9, size) * np.exp(-np.arange(size) / (HIT_DECAY * SPEC.rate))
    audio[begin : begin + size] = burst
    return _levels(audio)


@cache
def _tone() -> Floats:
    """Return the mel levels (frames, mels) of a full-scale sine of TONE_FREQUENCY."""
    phase = 2 * np.pi * TONE_FREQUENCY / SPEC.rate * np.arange(SPEC.frames * SPEC.hop)
    return _levels(np.sin(phase).astype(np.float32))


def _levels(audio: Floats) -> Floats:
    tape = magnitudes(audio, np.arange(SPEC.frames) * SPEC.hop, wrap=True)
    return to_levels(to_bands(tape * np.float32(10 ** (-HIGHEST_GAIN_DB / 20))))


def attack_time(recording: Recording, rate: int) -> float:
    """Return when the hit in a recording is heard: when half of the energy of its loudest ATTACK_WINDOW has passed.

    NOT_HEARD if that energy is too low for a hit.
    """
    size = round(ATTACK_WINDOW * rate)
    energy = np.concatenate(([0.0], np.cumsum(recording.samples.astype(np.float64) ** 2)))
    attack = energy[size:] - energy[:-size]
    begin = int(attack.argmax())
    if attack[begin] < MIN_ATTACK_ENERGY:
        return NOT_HEARD
    half = np.searchsorted(energy, energy[begin] + attack[begin] / 2)
    return recording.start + float(half) / rate


def change_time(before: float, recording: Recording, rate: int) -> float:
    """Return when the tone has made 90 % of its change from the amplitude `before` to that at the recording's end.

    NOT_HEARD if there is no change. The recording begins no later than the change and ends after it.

    Raises:
        TrialDiscarded: the recording begins with another amplitude than `before`.
    """
    size = round(ENVELOPE_WINDOW * rate)
    envelope = moving_rms(recording.samples, size)
    if abs(envelope[0] - before) >= MIN_AMPLITUDE_CHANGE:
        raise TrialDiscarded(UNSETTLED)
    after = float(np.median(envelope[-10 * size :]))
    if abs(after - before) < MIN_AMPLITUDE_CHANGE:
        return NOT_HEARD
    done = (envelope - before) / (after - before) >= 0.9
    return recording.start + (float(done.argmax()) + size / 2) / rate if done.any() else NOT_HEARD


def moving_rms(samples: Floats, size: int) -> Floats:
    """Return the root mean square of every `size` consecutive samples."""
    energy = np.concatenate(([0.0], np.cumsum(samples.astype(np.float64) ** 2)))
    return np.sqrt(np.maximum(energy[size:] - energy[:-size], 0) / size).astype(np.float32)
