import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from engine.inversion import HIGH, LEAD, LIVE, Inverter, Quality, analysis_windows, synthesis_window
from engine.mel import Floats, hann, magnitudes
from engine.spec import SPEC
from tests.sound import break_loop, distance

QUALITIES = [
    pytest.param(LIVE, id="live"),
    pytest.param(HIGH, id="high"),
    pytest.param(Quality(0, 4), id="no look-ahead"),
]


def image_of(audio: Floats) -> Floats:
    """Magnitudes of a sound whose frame k is centred on sample k * hop."""
    return magnitudes(audio, np.arange(len(audio) // SPEC.hop + 12) * SPEC.hop)


def voiced(inverter: Inverter, image: Floats, hops: int) -> Floats:
    return np.concatenate([inverter(image[k : k + inverter.rows]) for k in range(hops)])


def test_analysis_and_synthesis_windows_are_dual() -> None:
    product = (hann(SPEC.fft) * synthesis_window()).reshape(SPEC.overlap, SPEC.hop)
    np.testing.assert_allclose(product.sum(0), 1, atol=1e-6)


def test_windows_make_up_for_frames_that_are_missing() -> None:
    windows = analysis_windows(-3, 8)
    np.testing.assert_allclose(windows[0], hann(SPEC.fft), atol=1e-6)  # all its neighbours are there
    newest = windows[-1]
    assert newest[-1] > 2 * hann(SPEC.fft)[-1]  # nobody after it: its own share is all there is
    np.testing.assert_allclose(newest[: SPEC.hop], hann(SPEC.fft)[: SPEC.hop], atol=1e-6)


@pytest.mark.parametrize("quality", QUALITIES[:2])
def test_a_break_comes_back(quality: Quality) -> None:
    audio = break_loop()[: 32 * 1024]
    inverter = Inverter(quality)
    image = np.pad(image_of(audio), ((2, 12), (0, 0)))
    out = voiced(inverter, image, len(audio) // SPEC.hop + 4)[4 * SPEC.hop :]
    assert distance(out[: len(audio)], audio) < -20


@pytest.mark.parametrize("quality", QUALITIES)
def test_a_frame_is_heard_where_latency_says(quality: Quality) -> None:
    """A burst in the column that is committed k-th sounds `latency` samples after hop k begins."""
    inverter = Inverter(quality)
    audio = np.zeros(64 * SPEC.hop, np.float32)
    audio[32 * SPEC.hop] = 0.9
    out = voiced(inverter, image_of(audio), 60)
    assert abs(int(np.abs(out).argmax()) - (32 * SPEC.hop + inverter.latency)) <= 4


@pytest.mark.parametrize("quality", QUALITIES)
def test_reset_is_a_fresh_start(quality: Quality) -> None:
    image = image_of(break_loop()[:16384])
    inverter = Inverter(quality)
    first = voiced(inverter, image, 20)
    inverter.reset()
    np.testing.assert_array_equal(voiced(inverter, image, 20), first)
    np.testing.assert_array_equal(voiced(Inverter(quality), image, 20), first)


def restarted(inverter: Inverter, image: Floats, frame: int, hops: int) -> Floats:
    inverter.restart(image[frame - LEAD - 1 :][: inverter.restart_rows])
    return voiced(inverter, image[frame:], hops)


def test_a_restart_keeps_the_attack() -> None:
    """Jump from silence to 64 samples before a hit: its first 5 ms keep their energy."""
    audio = break_loop()
    onset, lead = 8 * 16 * SPEC.hop, 64
    begin = (onset - lead) / SPEC.hop
    inverter = Inverter()
    shifted = magnitudes(audio, onset - lead + np.arange(-12, 40) * SPEC.hop)  # frame 12 is centred on the jump
    out = restarted(inverter, shifted, 12 + inverter.latency // SPEC.hop, 8)
    attack = slice(lead, lead + int(0.005 * SPEC.rate))
    want = audio[onset - lead :][: len(out)]
    ratio = 10 * np.log10(np.sum(out[attack] ** 2) / np.sum(want[attack] ** 2))
    assert -1.5 < ratio < 1.5, begin


def test_a_restart_forgets_what_was_before() -> None:
    image = image_of(break_loop()[:32768])
    fresh, used = Inverter(), Inverter()
    voiced(used, image[40:], 10)
    np.testing.assert_array_equal(restarted(used, image, 10, 5), restarted(fresh, image, 10, 5))


def test_upcoming_continues_the_hop_without_a_step() -> None:
    """What would follow joins the last hop smoothly, and is close to what does follow."""
    image = image_of(break_loop()[:32768])
    inverter = Inverter()
    last = voiced(inverter, image, 38)[-SPEC.hop :]
    guess = inverter.upcoming()
    real = inverter(image[38 : 38 + inverter.rows])
    assert abs(guess[0] - last[-1]) < 3 * np.abs(np.diff(last)).max()
    assert np.linalg.norm(guess - real) < 0.6 * np.linalg.norm(real)


def test_a_change_of_the_tape_is_heard_at_the_next_hop_whatever_the_look_ahead() -> None:
    loud = np.exp(np.random.default_rng(0).normal(size=(40, SPEC.bins))).astype(np.float32)
    quiet = 1e-6 * loud
    levels = []
    for quality in (Quality(0, 4), LIVE, HIGH):
        inverter = Inverter(quality)
        voiced(inverter, quiet, 20)
        out = voiced(inverter, loud, 4)
        levels.append([float(np.abs(out[k * SPEC.hop :][: SPEC.hop]).max()) for k in range(4)])
    for hops in levels:
        assert hops[0] > 1e-3 and hops[1] > 0.1 * max(hops)


def test_state_does_not_grow() -> None:
    inverter = Inverter()
    image = image_of(break_loop()[:16384])
    sizes = {name: value.nbytes for name, value in vars(inverter).items() if isinstance(value, np.ndarray)}
    voiced(inverter, image, 40)
    assert sizes == {name: value.nbytes for name, value in vars(inverter).items() if isinstance(value, np.ndarray)}


@pytest.mark.parametrize("prepared", [False, True])
def test_retro_is_heard_within_the_hop_and_retarget_in_the_next(prepared: bool) -> None:
    """Low noise becomes high noise: half of its amplitude within 6 ms of the boundary, or within 12."""
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
        inverter, energy = Inverter(), np.zeros(8 * SPEC.hop)
        for take in range(12):
            inverter.reset()
            voiced(inverter, low[take:], 20)
            if prepared:
                inverter.begin(low[20 + take : 20 + take + inverter.rows])
                inverter.refine(inverter.quality.iterations // 2)
            first = 20 + take - (inverter.past if name == "retro" else 0)
            out = [inverter(high[first : 20 + take + inverter.rows]), voiced(inverter, high[21 + take :], 7)]
            energy += sosfiltfilt(butter(4, 2000, "high", fs=SPEC.rate, output="sos"), np.concatenate(out)) ** 2
        smooth = np.convolve(energy, np.ones(65) / 65, "same")
        rise[name] = int((smooth > smooth[4 * SPEC.hop : 7 * SPEC.hop].mean() / 4).argmax()) * 1e3 / SPEC.rate
    assert rise["retro"] <= 6
    assert rise["retarget"] <= 12


def test_a_retro_hop_that_changes_nothing_is_an_ordinary_hop() -> None:
    image = image_of(break_loop()[:32768])
    plain, retro = Inverter(), Inverter()
    voiced(plain, image, 38)
    voiced(retro, image, 38)
    assert retro.change(image[35:38]) == 0
    wide = retro(image[35 : 38 + retro.rows])
    np.testing.assert_allclose(wide, plain(image[38 : 38 + plain.rows]), atol=1e-4)


def test_change_is_zero_for_the_same_and_one_for_another_sound() -> None:
    inverter = Inverter()
    loud = np.zeros((30, SPEC.bins), np.float32)
    loud[:, :100] = 1
    voiced(inverter, loud, 10)
    assert inverter.change(loud[:3]) == 0
    assert inverter.change(np.roll(loud, 200, 1)[:3]) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("passes", [0, 1, LIVE.iterations])
def test_a_hop_that_was_prepared_is_the_hop_that_was_not(passes: int) -> None:
    image = image_of(break_loop())
    plain, prepared = Inverter(), Inverter()
    for hop in range(12):
        rows = image[hop : hop + plain.rows]
        prepared.begin(rows)
        prepared.refine(passes)
        np.testing.assert_array_equal(plain(rows), prepared(rows))
        np.testing.assert_array_equal(plain.upcoming(), prepared.upcoming())
        np.testing.assert_array_equal(plain.committed, prepared.committed)
