"""Phase retrieval: its fidelity, its response to changes, and its agreement with the numpy oracle, hop by hop."""

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from engine.arrays import Floats
from engine.core import HIGH, LIVE, PREROLL, Quality
from engine.spec import SPEC
from engine.tape.mel import hann, magnitudes
from tests.engine.core.probed_griffin_lim import ProbedGriffinLim
from tests.oracle.griffin_lim import ReferenceGriffinLim, analysis_windows, synthesis_window
from tests.sound import break_loop, cc0_loops, distance, tape_of

QUALITIES = [
    pytest.param(LIVE, id="live"),
    pytest.param(HIGH, id="high"),
    pytest.param(Quality(0, 4), id="no look-ahead"),
]


def image_of(audio: Floats) -> Floats:
    """Magnitudes of a sound whose frame k is centred on sample k * hop."""
    return magnitudes(audio, np.arange(len(audio) // SPEC.hop + 12) * SPEC.hop)


def resynthesised(inverter: ProbedGriffinLim, image: Floats, hops: int) -> Floats:
    return np.concatenate([inverter(image[k : k + inverter.rows]) for k in range(hops)])


def test_analysis_and_synthesis_windows_are_dual() -> None:
    product = (hann(SPEC.fft) * synthesis_window()).reshape(SPEC.overlap, SPEC.hop)
    np.testing.assert_allclose(product.sum(0), 1, atol=1e-6)


def test_windows_compensate_for_missing_frames() -> None:
    windows = analysis_windows(-3, 8)
    np.testing.assert_allclose(windows[0], hann(SPEC.fft), atol=1e-6)  # with all its neighbours
    newest = windows[-1]
    assert newest[-1] > 2 * hann(SPEC.fft)[-1]  # without a frame after it
    np.testing.assert_allclose(newest[: SPEC.hop], hann(SPEC.fft)[: SPEC.hop], atol=1e-6)


@pytest.mark.parametrize("quality", QUALITIES[:2])
def test_a_break_is_resynthesised(quality: Quality) -> None:
    audio = break_loop()[: 32 * 1024]
    inverter = ProbedGriffinLim(quality)
    image = np.pad(image_of(audio), ((2, 12), (0, 0)))
    out = resynthesised(inverter, image, len(audio) // SPEC.hop + 4)[4 * SPEC.hop :]
    assert distance(out[: len(audio)], audio) < -20


@pytest.mark.parametrize("quality", QUALITIES)
def test_a_frame_is_heard_after_the_latency(quality: Quality) -> None:
    """A burst in the column that is committed k-th sounds `latency` samples after hop k begins."""
    inverter = ProbedGriffinLim(quality)
    audio = np.zeros(64 * SPEC.hop, np.float32)
    audio[32 * SPEC.hop] = 0.9
    out = resynthesised(inverter, image_of(audio), 60)
    assert abs(int(np.abs(out).argmax()) - (32 * SPEC.hop + inverter.latency)) <= 4


@pytest.mark.parametrize("quality", QUALITIES)
def test_a_reset_equals_a_new_object(quality: Quality) -> None:
    image = image_of(break_loop()[:16384])
    inverter = ProbedGriffinLim(quality)
    first = resynthesised(inverter, image, 20)
    inverter.reset()
    np.testing.assert_array_equal(resynthesised(inverter, image, 20), first)
    np.testing.assert_array_equal(resynthesised(ProbedGriffinLim(quality), image, 20), first)


def restarted(inverter: ProbedGriffinLim, image: Floats, frame: int, hops: int) -> Floats:
    inverter.restart(image[frame - PREROLL - 1 :][: inverter.restart_rows])
    return resynthesised(inverter, image[frame:], hops)


def test_a_restart_keeps_the_attack() -> None:
    """Jump from silence to 64 samples before a hit: its first 5 ms keep their energy."""
    audio = break_loop()
    onset, lead = 8 * 16 * SPEC.hop, 64
    begin = (onset - lead) / SPEC.hop
    inverter = ProbedGriffinLim()
    shifted = magnitudes(audio, onset - lead + np.arange(-12, 40) * SPEC.hop)  # frame 12 is centred on the jump
    out = restarted(inverter, shifted, 12 + inverter.latency // SPEC.hop, 8)
    attack = slice(lead, lead + int(0.005 * SPEC.rate))
    want = audio[onset - lead :][: len(out)]
    ratio = 10 * np.log10(np.sum(out[attack] ** 2) / np.sum(want[attack] ** 2))
    assert -1.5 < ratio < 1.5, begin


def test_a_restart_does_not_depend_on_the_past() -> None:
    image = image_of(break_loop()[:32768])
    fresh, used = ProbedGriffinLim(), ProbedGriffinLim()
    resynthesised(used, image[40:], 10)
    np.testing.assert_array_equal(restarted(used, image, 10, 5), restarted(fresh, image, 10, 5))


def upcoming(inverter: ProbedGriffinLim | ReferenceGriffinLim) -> Floats:
    """The next hop as predicted in a state: the second one of the sound at its end."""
    blocks = inverter.quality.look_ahead + 1 + inverter.past
    return inverter.state[:-1][-blocks * SPEC.hop :][SPEC.hop : 2 * SPEC.hop]


def test_the_predicted_hop_continues_the_last_one() -> None:
    """The prediction joins the last hop smoothly, and is close to the real next hop."""
    image = image_of(break_loop()[:32768])
    inverter = ProbedGriffinLim()
    last = resynthesised(inverter, image, 38)[-SPEC.hop :]
    guess = upcoming(inverter)
    real = inverter(image[38 : 38 + inverter.rows])
    assert abs(guess[0] - last[-1]) < 3 * np.abs(np.diff(last)).max()
    assert np.linalg.norm(guess - real) < 0.6 * np.linalg.norm(real)


def test_a_change_of_the_tape_is_heard_at_the_next_hop_for_any_look_ahead() -> None:
    loud = np.exp(np.random.default_rng(0).normal(size=(40, SPEC.bins))).astype(np.float32)
    quiet = 1e-6 * loud
    levels = []
    for quality in (Quality(0, 4), LIVE, HIGH):
        inverter = ProbedGriffinLim(quality)
        resynthesised(inverter, quiet, 20)
        out = resynthesised(inverter, loud, 4)
        levels.append([float(np.abs(out[k * SPEC.hop :][: SPEC.hop]).max()) for k in range(4)])
    for hops in levels:
        assert hops[0] > 1e-3 and hops[1] > 0.1 * max(hops)


def test_retro_is_heard_within_the_hop_and_retarget_in_the_next() -> None:
    """High noise replaces low noise: it has half of its amplitude within 6 ms, without retro within 12."""
    rng = np.random.default_rng(0)
    low, high = (
        magnitudes(
            sosfiltfilt(butter(6, band, "band", fs=SPEC.rate, output="sos"), rng.normal(size=40_000)),
            np.arange(140) * SPEC.hop,
        )
        for band in ((300, 1200), (3000, 7000))
    )
    rise = {}
    for name in ("retarget", "retro"):
        inverter, energy = ProbedGriffinLim(), np.zeros(8 * SPEC.hop)
        for take in range(12):
            inverter.reset()
            resynthesised(inverter, low[take:], 20)
            first = 20 + take - (inverter.past if name == "retro" else 0)
            out = [inverter(high[first : 20 + take + inverter.rows]), resynthesised(inverter, high[21 + take :], 7)]
            energy += sosfiltfilt(butter(4, 2000, "high", fs=SPEC.rate, output="sos"), np.concatenate(out)) ** 2
        smooth = np.convolve(energy, np.ones(65) / 65, "same")
        rise[name] = int((smooth > smooth[4 * SPEC.hop : 7 * SPEC.hop].mean() / 4).argmax()) * 1e3 / SPEC.rate
    assert rise["retro"] <= 6
    assert rise["retarget"] <= 12


def test_a_retro_hop_without_a_change_equals_a_plain_hop() -> None:
    image = image_of(break_loop()[:32768])
    plain, retro = ProbedGriffinLim(), ProbedGriffinLim()
    resynthesised(plain, image, 38)
    resynthesised(retro, image, 38)
    assert retro.change(image[35:38]) == 0
    wide = retro(image[35 : 38 + retro.rows])
    np.testing.assert_allclose(wide, plain(image[38 : 38 + plain.rows]), atol=1e-4)


def test_change_is_zero_for_equal_and_one_for_different_frames() -> None:
    inverter = ProbedGriffinLim()
    loud = np.zeros((30, SPEC.bins), np.float32)
    loud[:, :100] = 1
    resynthesised(inverter, loud, 10)
    assert inverter.change(loud[:3]) == 0
    assert inverter.change(np.roll(loud, 200, 1)[:3]) == pytest.approx(1, abs=0.01)


def columns_of(name: str) -> Floats:
    """Columns of a looped tape."""
    if name == "break":
        return tape_of(break_loop()).magnitudes
    if name == "other break":
        return tape_of(break_loop((0, 3, 6, 10, 12), seed=4)).magnitudes
    if name == "noise":
        return np.exp(2 * np.random.default_rng(0).normal(size=(SPEC.frames, SPEC.bins))).astype(np.float32) / 10
    audio = np.concatenate([np.zeros(3 * SPEC.fft, np.float32), *cc0_loops().values()])
    return image_of(audio)


TAPES = ["break", "other break", "noise", "real loops"]
HOPS = 500


def rows_at(image: Floats, first: int, count: int) -> Floats:
    return image[np.arange(first, first + count) % len(image)]


@pytest.mark.parametrize("quality", QUALITIES[:2])
@pytest.mark.parametrize("name", TAPES)
def test_each_hop_equals_that_of_the_oracle_from_the_same_state(name: str, quality: Quality) -> None:
    """The tape changes at every tenth hop, every second time with a retro hop."""
    core, oracle = ProbedGriffinLim(quality), ReferenceGriffinLim(quality)
    images = columns_of(name), columns_of("break" if name == "other break" else "other break")
    apart, left = [], []
    for hop in range(HOPS):
        core.state = oracle.state
        image, retro = images[hop // 10 % 2], hop % 20 == 10
        rows = rows_at(image, hop - 3, core.retro_rows) if retro else rows_at(image, hop, core.rows)
        if retro:
            assert core.change(rows[:3]) == pytest.approx(oracle.change(rows[:3]), abs=1e-5)
        expected = oracle(rows)
        apart.append(float(np.abs(core(rows) - expected).max()))
        left.append(float(np.abs(upcoming(core) - upcoming(oracle)).max()))
    assert apart[0] <= 1e-5  # the first hop initialises all phases
    assert max(apart[1:]) <= 3e-6
    assert max(left) <= 1e-4


@pytest.mark.parametrize("quality", QUALITIES[:2])
@pytest.mark.parametrize("name", TAPES)
def test_a_restart_and_its_first_hop_equal_those_of_the_oracle(name: str, quality: Quality) -> None:
    core, oracle, image = ProbedGriffinLim(quality), ReferenceGriffinLim(quality), columns_of(name)
    for first in range(0, HOPS, 7):
        for each in (core, oracle):
            each.restart(rows_at(image, first, core.restart_rows))
        rows = rows_at(image, first + PREROLL + 1, core.rows)
        np.testing.assert_allclose(core(rows), oracle(rows), atol=1e-5)


@pytest.mark.parametrize("quality", QUALITIES)
def test_a_restored_state_equals_the_saved_one(quality: Quality) -> None:
    image = image_of(break_loop()[:32768])
    one, other = ProbedGriffinLim(quality), ProbedGriffinLim(quality)
    assert one.state.shape == ReferenceGriffinLim(quality).state.shape
    resynthesised(one, image, 10)
    other.state = one.state
    np.testing.assert_array_equal(other.state, one.state)
    np.testing.assert_array_equal(resynthesised(other, image[10:], 10), resynthesised(one, image[10:], 10))


def test_magnitudes_of_another_shape_are_refused() -> None:
    inverter = ProbedGriffinLim()
    for rows in (np.zeros((inverter.rows - 1, SPEC.bins)), np.zeros((inverter.rows, SPEC.bins - 1)), np.zeros(0)):
        with pytest.raises(ValueError, match="magnitudes have the shape"):
            inverter(rows.astype(np.float32))
        with pytest.raises(ValueError, match="magnitudes have the shape"):
            inverter.restart(rows.astype(np.float32))


def test_reading_the_state_changes_nothing() -> None:
    image = image_of(break_loop()[:32768])
    one, other = ProbedGriffinLim(), ProbedGriffinLim()
    for hop in range(12):
        rows = image[hop : hop + one.rows]
        _ = one.state
        np.testing.assert_array_equal(one(rows), other(rows))
