import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadInput
from engine.inversion import HIGH, LIVE
from engine.render import length, perform, resynthesise
from engine.spec import SPEC
from tests.sound import STEP, attacks, break_loop, cc0_loops, convergence, tape_of


@given(st.integers(1, 64), st.floats(40, 300))
def test_bars_are_cut_to_the_sample(bars: int, tempo: float) -> None:
    assert length(bars, None, tempo) == round(bars * 240 / tempo * SPEC.rate)


def test_a_length_is_said_once_and_makes_sense() -> None:
    assert length(None, None, 120) == 8 * SPEC.rate
    assert length(None, 1.5, 120) == round(1.5 * SPEC.rate)
    for bars, seconds in ((4, 2.0), (0, None), (None, -1.0), (None, float("nan")), (10_000, None)):
        with pytest.raises(BadInput):
            length(bars, seconds, 120)


def test_the_downbeat_is_the_first_sample_and_two_bars_later_again() -> None:
    tape = tape_of(break_loop((0,)))
    audio = perform(tape, samples=36 * STEP, tempo=SPEC.native_tempo, quality=HIGH)[:, 0]
    loud = np.abs(audio) > 0.25 * np.abs(audio).max()
    assert loud.argmax() < 40
    assert any(abs(at - 32 * STEP) < 120 for at in attacks(audio))


@pytest.mark.parametrize("quality", [LIVE, HIGH], ids=["live", "high"])
def test_a_resynthesised_loop_is_as_long_as_it_was_and_in_place(quality) -> None:
    audio = break_loop()[: 24 * 1024 + 77]
    again = resynthesise(audio, quality)
    assert len(again) == len(audio)
    assert convergence(again, audio) < -15


def test_the_whole_path_reaches_its_figures_on_the_cc0_loops() -> None:
    """Audio to mel to audio: -23.6 dB live in the reference; every take begins anew, so allow half a dB."""
    found = {
        name: convergence(resynthesise(audio[: int(1.4 * SPEC.rate)], LIVE), audio[: int(1.4 * SPEC.rate)])
        for name, audio in cc0_loops().items()
    }
    assert np.mean(list(found.values())) <= -23.1, found
