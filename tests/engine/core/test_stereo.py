"""Stereo from mono: the side signal, which cancels in the sum of left and right."""

import numpy as np
from scipy import fft

from engine.arrays import Floats, Tape
from engine.controls import Action, Event
from engine.core import CHAIN_BLOCK, LATENCY, Instrument
from engine.core.tables import MAX_SIDE_DELAY, side_allpass
from engine.parameters import INDEX
from engine.spec import SPEC
from engine.tape import magnitudes as tapes
from engine.tape.mel import hann
from tests.clicks import bursts, dull_tape
from tests.engine.core.probed_griffin_lim import ProbedGriffinLim
from tests.oracle.griffin_lim import synthesis_window
from tests.playing import PLAY, loudness, playing, values
from tests.sound import STEP, break_loop, decibels, tape_of

TAPE = tape_of(break_loop())
OCTAVES = 31.25 * 2.0 ** np.arange(10)  # Hz


def played(width: float, samples: int = 4 * SPEC.rate) -> Floats:
    instrument = Instrument(TAPE)
    instrument.set(values(width=width, level=-12.0))
    instrument.schedule(PLAY)
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


def wide(tape: Tape, samples: int) -> tuple[Floats, Floats]:
    """Mid and side of the beginning of a tape at native tempo and full width."""
    instrument = Instrument(tape)
    instrument.set(values(tempo=SPEC.native_tempo, width=1.0))
    instrument.schedule(PLAY)
    left, right = instrument.process(samples).T
    return (left + right) / 2, (left - right) / 2


def test_the_side_does_not_precede_its_hit() -> None:
    impulse = np.zeros(SPEC.fft, np.float32)
    impulse[SPEC.fft // 2] = 1
    energy = (fft.irfft(fft.rfft(impulse * hann(SPEC.fft)) * side_allpass()) * synthesis_window()).astype(
        np.float64
    ) ** 2
    middle, longest = SPEC.fft // 2, int(MAX_SIDE_DELAY * SPEC.rate)
    assert energy[: middle - 20].sum() < 0.05 * energy.sum()
    assert energy[middle - 20 : middle + longest + 60].sum() > 0.9 * energy.sum()


def test_the_side_is_the_committed_sound_through_an_all_pass() -> None:
    """Computed with a separate Griffin-Lim and numpy, after the first jump has decayed."""
    hops, inverter = 100, ProbedGriffinLim()
    first = (inverter.latency - LATENCY + CHAIN_BLOCK) / SPEC.hop
    image = tapes.read_tape(TAPE.magnitudes, first + np.arange(-4, hops + inverter.rows))
    inverter.restart(image[: inverter.restart_rows])
    expected = np.zeros((hops + SPEC.overlap) * SPEC.hop, np.float32)
    committed = inverter.past * (3 * SPEC.bins + SPEC.fft)  # start of the last hop's frame in a state
    for hop in range(hops):
        inverter(image[4 + hop :][: inverter.rows])
        frame = inverter.state[committed:]
        unit = frame[SPEC.bins : 3 * SPEC.bins].view(np.complex64)
        sound = fft.irfft(frame[: SPEC.bins] * unit * side_allpass(), SPEC.fft) * synthesis_window()
        expected[hop * SPEC.hop :][: SPEC.fft] += sound
    _, side = wide(TAPE, hops * SPEC.hop)
    np.testing.assert_allclose(
        side[SPEC.fft + CHAIN_BLOCK :], expected[SPEC.fft : hops * SPEC.hop - CHAIN_BLOCK], atol=5e-6
    )
    assert np.abs(side).max() > 0.05


def test_velocity_scales_the_side_of_a_slice_too() -> None:
    def side(velocity: float) -> np.ndarray:
        instrument = playing()
        instrument.set(values(width=1.0, tempo=SPEC.native_tempo))
        instrument.process(5000)
        instrument.schedule(Event(Action.SLICE, 0, velocity))
        left, right = instrument.process(STEP).T
        return loudness(left - right, 16)

    soft = side(0.25) - side(1.0)
    np.testing.assert_allclose(soft[1:], decibels(0.25), atol=1)  # the sound before it fades out first


def test_width_changes_while_playing() -> None:
    instrument = playing()
    instrument.process(9000)
    instrument.change(INDEX["width"], 1.0)
    left, right = instrument.process(20_000).T
    assert np.abs(left - right)[4000:].max() > 0.05
    instrument.change(INDEX["width"], 0.0)
    instrument.process(9000)
    left, right = instrument.process(20_000).T
    np.testing.assert_array_equal(left, right)


def test_jumps_do_not_click_in_the_side() -> None:
    rng = np.random.default_rng(1)
    instrument = playing(tape=dull_tape())
    instrument.set(values(tempo=SPEC.native_tempo, width=1.0))
    places = np.cumsum(rng.integers(1500, 6000, 60)) + 5000
    for at in places:
        instrument.schedule(Event(Action.SLICE, int(rng.integers(SPEC.steps))), int(at))
    left, right = instrument.process(int(places[-1]) + 6000).T
    at_jumps, _ = bursts(left - right, places.tolist())
    assert at_jumps <= -68
