"""Drive: nothing at 0, denser sound of the same loudness above."""

import numpy as np
import pytest

from engine.arrays import Floats
from engine.core import CEILING, Instrument
from engine.files.loudness import integrated_loudness
from engine.spec import SPEC
from engine.tape.tape_loudness import tape_gain
from tests.playing import OTHER, PLAY, TAPE, mono, playing, values
from tests.sound import LOOP, decibels

BREAKS = [tape._replace(gain=tape_gain(tape.magnitudes)) for tape in (TAPE, OTHER)]
FAINT = TAPE._replace(magnitudes=TAPE.magnitudes * np.float32(0.01))


def heard(samples: int = 20_000, tape: object = TAPE, **changes: float) -> Floats:
    instrument = Instrument(tape)  # type: ignore[arg-type]
    instrument.set(values(tempo=SPEC.native_tempo, **changes))
    instrument.schedule(PLAY)
    return instrument.process(samples)


def test_drive_fades_in_from_exactly_nothing() -> None:
    """The smallest amount, which is computed, gives the bytes of none, which is bypassed."""
    np.testing.assert_array_equal(heard(drive=1e-6), heard(drive=0.0))


@pytest.mark.parametrize("tape", BREAKS, ids=["eighths", "offbeats"])
@pytest.mark.parametrize("drive", [0.3, 0.6, 1.0])
def test_drive_keeps_the_loudness_and_lowers_the_peaks(tape: object, drive: float) -> None:
    plain, driven = heard(LOOP, tape), heard(LOOP, tape, drive=drive)
    change = integrated_loudness(driven, SPEC.rate) - integrated_loudness(plain, SPEC.rate)
    assert abs(change) < 2
    crest = [decibels(float(np.abs(audio).max() / audio.std())) for audio in (plain, driven)]
    assert crest[1] < crest[0] - 2.5 * drive


def test_quiet_sound_is_not_bent() -> None:
    driven, plain = mono(heard(tape=FAINT, drive=1.0)), mono(heard(tape=FAINT))
    known = np.abs(plain) > 1e-4
    ratio = driven[known] / plain[known]
    assert np.ptp(ratio) / ratio.mean() < 0.01


def test_a_change_of_drive_has_no_step() -> None:
    turned, plain = playing(tape=FAINT), playing(tape=FAINT)
    for instrument in (turned, plain):
        instrument.process(9000)
    turned.set(values(drive=1.0, tempo=SPEC.native_tempo))
    after, before = mono(turned.process(9000)), mono(plain.process(9000))
    known = np.flatnonzero(np.abs(before) > 1e-3)
    gain = after[known] / before[known]
    assert gain[-1] > 1.5
    assert (np.abs(np.diff(gain)) / np.diff(known)).max() < 0.003


def test_the_sum_of_both_channels_does_not_depend_on_the_width() -> None:
    wide, narrow = (heard(drive=0.7, width=width, level=-12.0) for width in (1.0, 0.0))
    assert max(np.abs(wide).max(), np.abs(narrow).max()) < CEILING
    assert np.abs(wide[:, 0] - wide[:, 1]).max() > 0.01
    np.testing.assert_allclose(wide.sum(1), narrow.sum(1), atol=1e-5)
