"""What `vamen latency` plays, and where in what was heard it is found again.

levels   float32 (frames, mels)  silence with one hit, or a steady tone, so that a change can be told to the millisecond
moments  seconds of the sound's own time, or NEVER
"""

from functools import cache

import numpy as np

from engine.realtime.output_monitor import Recording
from engine.spec import SPEC
from engine.tape.mel import Floats, magnitudes, to_bands, to_levels

STEP = 8  # sixteenth of the hit
TONE, LOUD, SOFT = 2000.0, 0.2, 0.05  # Hz, and amplitudes at latent 0 = +1 and -1
DECAY = 0.003  # seconds of the hit
ATTACK = 0.005  # seconds
ENVELOPE = 0.003  # seconds over which the tone's amplitude is taken: six of its periods
FAINT = 1e-4  # energy of a hit that was not heard
SLIGHT = 0.01  # change of the amplitude that is none: a tenth of what is sent
NEVER = float("nan")  # no sound came

# why trials are cut: by the card, in the recording, on the way out, by the sound of the trial before
STALL, HOLE, HELD, UNSETTLED = "stall", "hole", "held up", "unsettled"


class TrialDiscarded(Exception):
    """Nobody can tell how long this trial took; its argument says why: STALL, HOLE, HELD or UNSETTLED."""


@cache
def _hit() -> Floats:
    """Levels (frames, mels) of a burst of noise on STEP, and silence."""
    audio = np.zeros(SPEC.frames * SPEC.hop, np.float32)
    size = round(8 * DECAY * SPEC.rate)
    begin = STEP * SPEC.step_frames * SPEC.hop
    burst = np.random.default_rng(0).uniform(-0.9, 0.9, size) * np.exp(-np.arange(size) / (DECAY * SPEC.rate))
    audio[begin : begin + size] = burst
    return _levels(audio)


@cache
def _tone() -> Floats:
    """Levels (frames, mels) of a full-scale tone."""
    return _levels(np.sin(2 * np.pi * TONE / SPEC.rate * np.arange(SPEC.frames * SPEC.hop)).astype(np.float32))


def _levels(audio: Floats) -> Floats:
    return to_levels(to_bands(magnitudes(audio, np.arange(SPEC.frames) * SPEC.hop, wrap=True)))


def levels_of(place: float, sounding: bool) -> Floats:
    """What is played: the hit, or, `sounding`, the tone at the amplitude of a place from -1 to 1 of latent 0."""
    if not sounding:
        return _hit()
    amplitude = SOFT + (LOUD - SOFT) * (np.clip(place, -1, 1) + 1) / 2
    return _tone() - np.float32(20 / SPEC.floor * np.log10(amplitude))


def attack_time(heard: Recording, rate: int) -> float:
    """When half of the energy of the loudest 5 ms has been heard; NEVER where nothing was."""
    size = round(ATTACK * rate)
    energy = np.concatenate(([0.0], np.cumsum(heard.samples.astype(np.float64) ** 2)))
    attack = energy[size:] - energy[:-size]
    begin = int(attack.argmax())
    if attack[begin] < FAINT:
        return NEVER
    half = np.searchsorted(energy, energy[begin] + attack[begin] / 2)
    return heard.began + float(half) / rate


def change_time(before: float, heard: Recording, rate: int) -> float:
    """When a tone has made 90 % of its way from an amplitude `before` to that at its end; else NEVER.

    `heard` begins no later than the change and ends when it is over.

    Raises:
        Cut: it begins with another amplitude.
    """
    size = round(ENVELOPE * rate)
    envelope = amplitude(heard.samples, size)
    if abs(envelope[0] - before) >= SLIGHT:
        raise TrialDiscarded(UNSETTLED)
    after = float(np.median(envelope[-10 * size :]))
    if abs(after - before) < SLIGHT:
        return NEVER
    done = (envelope - before) / (after - before) >= 0.9
    return heard.began + (float(done.argmax()) + size / 2) / rate if done.any() else NEVER


def amplitude(samples: Floats, size: int) -> Floats:
    """Root mean square of every `size` samples in a row."""
    energy = np.concatenate(([0.0], np.cumsum(samples.astype(np.float64) ** 2)))
    return np.sqrt(np.maximum(energy[size:] - energy[:-size], 0) / size).astype(np.float32)
