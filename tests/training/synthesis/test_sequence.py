import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Floats
from training.sources.slices import LEAD, Slice, SliceKind
from training.synthesis.mixing import FADE_OUT, add, layer, repitch
from training.synthesis.sequence import PatternStep, PlayStyle, random_style, render_pattern

STEP = 4000
LENGTH = 32 * STEP


def piece(sound: Floats, kind: SliceKind = SliceKind.SNARE, late: int = 0) -> Slice:
    """A slice with silence before its onset."""
    return Slice(np.concatenate([np.zeros(LEAD), sound]).astype(np.float32), late, kind, 0)


@pytest.fixture
def ramp() -> Floats:
    """A fall from 1 to 0 in three steps, so that every sample gives its age."""
    return np.linspace(1, 0, 3 * STEP, dtype=np.float32)


def pattern(**steps: PatternStep) -> list[PatternStep | None]:
    """Return a pattern of steps by name: s0=..., s31=..."""
    return [steps.get(f"s{step}") for step in range(32)]


def test_an_attack_is_on_its_step_and_unchanged(ramp: Floats) -> None:
    audio = render_pattern(pattern(s4=PatternStep(piece(ramp))), LENGTH)
    assert np.abs(audio[: 4 * STEP]).max() == 0
    np.testing.assert_array_equal(audio[4 * STEP : 5 * STEP], ramp[:STEP])


def test_a_rest_lets_a_slice_ring_and_the_next_step_ends_it(ramp: Floats) -> None:
    audio = render_pattern(pattern(s0=PatternStep(piece(ramp)), s2=PatternStep(piece(ramp))), LENGTH)
    untouched = 2 * STEP - FADE_OUT - LEAD
    np.testing.assert_array_equal(audio[:untouched], ramp[:untouched])
    np.testing.assert_array_equal(audio[2 * STEP : 4 * STEP], ramp[: 2 * STEP])


def test_a_slice_that_rings_over_the_end_wraps_to_the_start(ramp: Floats) -> None:
    audio = render_pattern(pattern(s31=PatternStep(piece(ramp))), LENGTH)
    np.testing.assert_array_equal(audio[:STEP], ramp[STEP : 2 * STEP])


def test_two_strokes_are_two_thirty_seconds(ramp: Floats) -> None:
    audio = render_pattern(pattern(s8=PatternStep(piece(ramp), strokes=2, swell=0.5)), LENGTH)
    assert audio[8 * STEP] == pytest.approx(1)
    assert audio[8 * STEP + STEP // 2] == pytest.approx(0.5)


def test_a_reversed_slice_begins_on_its_step_and_ends_on_its_attack(ramp: Floats) -> None:
    audio = render_pattern(pattern(s8=PatternStep(piece(ramp), reverse=True), s10=PatternStep(piece(ramp))), LENGTH)
    middle = slice(8 * STEP + 200, 10 * STEP - FADE_OUT - 200)
    assert np.abs(audio[: 8 * STEP]).max() == 0
    assert (np.diff(audio[middle]) > 0).all()


def test_feel_and_shift_move_an_attack_only(ramp: Floats) -> None:
    step = PatternStep(piece(ramp, late=300), shift=0.002)
    straight, loose = (
        render_pattern(pattern(s8=step), LENGTH),
        render_pattern(pattern(s8=step), LENGTH, PlayStyle(feel=1)),
    )
    np.testing.assert_array_equal(np.roll(straight, 300), loose)
    assert int(np.argmax(straight)) == 8 * STEP + round(0.002 * 44_100)


def test_decay_shortens_from_the_attack_on(ramp: Floats) -> None:
    audio = render_pattern(pattern(s0=PatternStep(piece(np.ones(STEP, np.float32)))), LENGTH, PlayStyle(decay=0.01))
    assert audio[0] == pytest.approx(1)
    assert audio[441] == pytest.approx(np.exp(-1), rel=1e-3)


def test_an_empty_pattern_is_silent() -> None:
    assert np.abs(render_pattern(pattern(), 100)).max() == 0


def test_pitch_is_taken_by_kind(ramp: Floats) -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(2 * STEP) / 44_100).astype(np.float32)
    steps = pattern(s0=PatternStep(piece(tone, SliceKind.KICK)), s16=PatternStep(piece(tone, SliceKind.HAT)))
    audio = render_pattern(steps, LENGTH, PlayStyle(pitch={SliceKind.HAT: 12.0}))
    for start, hertz in ((0, 1000), (16 * STEP, 2000)):
        spectrum = np.abs(np.fft.rfft(audio[start + 200 : start + 200 + 2205]))
        assert np.argmax(spectrum) * 20 == hertz


@pytest.mark.parametrize("semitones", [-3.0, -0.5, 0.5, 3.0])
def test_repitching_keeps_the_position_of_the_attack(semitones: float) -> None:
    sound = np.zeros(4000, np.float32)
    sound[LEAD : LEAD + 60] = np.hanning(60)
    played = repitch(sound, semitones)
    ratio = 2 ** (semitones / 12)
    assert abs(int(np.argmax(played)) - (LEAD + 30 / ratio)) <= 2
    assert len(played) - LEAD == pytest.approx((4000 - LEAD) / ratio, abs=3)


@settings(max_examples=40, deadline=None)
@given(
    length=st.integers(50, 20_000),
    sizes=st.lists(st.one_of(st.none(), st.integers(1, 30_000)), min_size=1, max_size=32),
    data=st.data(),
)
def test_any_pattern_is_rendered_in_any_length(length: int, sizes: list[int | None], data: st.DataObject) -> None:
    """The length is exact and all samples are finite."""
    steps: list[PatternStep | None] = []
    for size in sizes:
        reverse, strokes, late = data.draw(st.tuples(st.booleans(), st.integers(1, 2), st.integers(-2000, 2000)))
        sound = np.ones(size or 1, np.float32)
        steps.append(None if size is None else PatternStep(piece(sound, late=late), strokes=strokes, reverse=reverse))
    audio = render_pattern(steps, length, PlayStyle(feel=1.0))
    assert audio.shape == (length,)
    assert np.isfinite(audio).all()


def test_adding_wraps_even_if_the_sound_is_longer_than_the_loop() -> None:
    canvas = np.zeros(4, np.float32)
    add(canvas, np.arange(1, 8, dtype=np.float32), 3)
    assert canvas.tolist() == [2 + 6, 3 + 7, 4, 1 + 5]


def test_a_layer_has_its_share_of_the_power() -> None:
    rng = np.random.default_rng(0)
    one, other = (rng.standard_normal(200_000).astype(np.float32) for _ in range(2))
    both = layer(one * np.float32(0.1), other * np.float32(0.07), 0.25)
    assert np.std(both) == pytest.approx(0.1, rel=0.02)
    assert np.corrcoef(both, other)[0, 1] == pytest.approx(0.5, abs=0.02)
    assert np.std(layer(one, other * np.float32(1e-4), 0.25)) < 0.9  # a very quiet loop is raised by 6 dB at most


def test_a_random_style_stays_within_three_semitones() -> None:
    drawn = [random_style(np.random.default_rng(seed)) for seed in range(100)]
    assert all(0 <= one.feel <= 1 and set(one.pitch) == set(SliceKind) for one in drawn)
    assert max(abs(semitones) for one in drawn for semitones in one.pitch.values()) <= 3
    assert any(one.decay for one in drawn)
