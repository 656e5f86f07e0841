import numpy as np
from scipy import fft

from engine.controls import Action, Event
from engine.instrument import Instrument
from engine.mel import Floats, hann
from engine.parameters import INDEX, TABLE
from engine.spec import SPEC
from engine.width import LONGEST, Side
from tests.sound import break_loop, decibels, tape_of

TAPE = tape_of(break_loop())
OCTAVES = 31.25 * 2.0 ** np.arange(10)  # Hz


def played(width: float, samples: int = 4 * SPEC.rate) -> Floats:
    instrument = Instrument(TAPE)
    values = np.array([entry.default for entry in TABLE])
    values[INDEX["width"]], values[INDEX["level"]] = width, -12.0
    instrument.set(values)
    instrument.schedule(Event(Action.PLAY))
    instrument.schedule(Event(Action.SLICE, 6), SPEC.rate + 77)
    return instrument.process(samples).copy()


def bands(audio: Floats) -> np.ndarray:
    """Energy of each octave band, dB."""
    power = np.abs(fft.rfft(audio)) ** 2
    hertz = np.arange(len(power)) * SPEC.rate / len(audio)
    inside = [(hertz >= low / 2**0.5) & (hertz < low * 2**0.5) for low in OCTAVES]
    return np.array([decibels(float(np.sqrt(power[band].sum()))) for band in inside])


def test_the_sum_of_both_sides_is_the_mono_sound_in_every_octave() -> None:
    mono, wide = played(0.0), played(1.0)
    np.testing.assert_allclose(bands(wide.mean(1)), bands(mono[:, 0]), atol=0.1)


def test_width_zero_is_mono_and_width_one_is_wide_above_the_bass() -> None:
    mono, wide = played(0.0), played(1.0)
    np.testing.assert_array_equal(mono[:, 0], mono[:, 1])
    side = (wide[:, 0] - wide[:, 1]) / 2
    low, high = OCTAVES < 150, OCTAVES > 600
    between = bands(side) - bands(mono[:, 0])
    assert (between[low] < -20).all()
    assert (np.abs(between[high]) < 3).all()
    assert abs(np.corrcoef(wide[:, 0], wide[:, 1])[0, 1]) < np.corrcoef(mono[:, 0], mono[:, 1])[0, 1]


def test_the_side_never_sounds_before_its_hit() -> None:
    impulse = np.zeros(SPEC.fft, np.float32)
    impulse[SPEC.fft // 2] = 1
    side = Side()
    side.add(fft.rfft(impulse * hann(SPEC.fft)))
    energy = side.take(SPEC.fft).astype(np.float64) ** 2
    middle, longest = SPEC.fft // 2, int(LONGEST * SPEC.rate)
    assert energy[: middle - 20].sum() < 0.05 * energy.sum()
    assert energy[middle - 20 : middle + longest + 60].sum() > 0.9 * energy.sum()


def test_samples_are_taken_in_any_portions() -> None:
    rng = np.random.default_rng(0)
    spectra = [fft.rfft(rng.normal(size=SPEC.fft).astype(np.float32)) for _ in range(5)]
    whole, parts = Side(), Side()
    for spectrum in spectra:
        whole.add(spectrum)
        parts.add(spectrum)
        pieces = [parts.take(count) for count in (1, 100, 155)]
        np.testing.assert_array_equal(whole.take(SPEC.hop), np.concatenate(pieces))
