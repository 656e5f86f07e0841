from dataclasses import replace

import numpy as np
import pytest

from engine.arrays import Floats
from tests.training import drum_loops
from training.sources.loops import Loop
from training.sources.slices import LEAD, TAIL_SAMPLES, SliceKind, chop

STEP = 4000  # samples


def loop(sounds: dict[int, Floats], steps: int = 16, late: int = 0) -> Loop:
    """A loop of strokes on steps, each with its deviation in samples."""
    size = steps * STEP
    audio = np.zeros(size, np.float32)
    for step, sound in sounds.items():
        np.add.at(audio, (step * STEP + late + np.arange(len(sound))) % size, sound)
    return Loop("made", audio, steps / 4, 60 * 44_100 / (4 * STEP), "given")


@pytest.fixture
def drums() -> drum_loops.Kit:
    return drum_loops.kit(np.random.default_rng(1))


def test_each_step_has_a_slice_of_the_kind_of_its_drum(drums: drum_loops.Kit) -> None:
    pattern = {0: drums.kick, 4: drums.snare, 8: drums.kick, 10: drums.hat * 0.2, 12: drums.snare}
    cut = chop(loop({step: sound.astype(np.float32) for step, sound in pattern.items()}))
    kinds = {piece.step: piece.kind for piece in cut.slices if piece.kind is not SliceKind.REST}
    assert len(cut.slices) == 16
    assert kinds == {0: SliceKind.KICK, 4: SliceKind.SNARE, 8: SliceKind.KICK, 10: SliceKind.HAT, 12: SliceKind.SNARE}
    assert [piece.step for piece in cut.of(SliceKind.KICK)] == [0, 8]


def test_a_snare_over_a_ringing_bass_is_not_a_kick(drums: drum_loops.Kit) -> None:
    made = loop({4: drums.snare, 12: drums.snare})
    bass = np.sin(2 * np.pi * 60 * np.arange(len(made.audio)) / 44_100).astype(np.float32)
    cut = chop(replace(made, audio=made.audio + bass))
    assert [piece.step for piece in cut.of(SliceKind.SNARE)] == [4, 12]
    assert not cut.of(SliceKind.KICK)


@pytest.mark.parametrize("late", [-900, -200, 0, 200, 900])
def test_a_slice_has_its_complete_attack_and_deviation(drums: drum_loops.Kit, late: int) -> None:
    """The stroke begins at LEAD in its slice, within 2 ms, for any deviation from its step."""
    cut = chop(loop({0: drums.snare, 8: drums.kick}, late=late))
    for piece, sound in ((cut.slices[0], drums.snare), (cut.slices[8], drums.kick)):
        assert abs(piece.late - late) <= 88
        begins = int(np.argmax(np.abs(piece.sound) > 0))
        assert 0 <= begins <= 2 * LEAD
        np.testing.assert_array_equal(piece.sound[begins : begins + 2000], sound[:2000])


def test_a_slice_lasts_until_the_next_attack_and_fades_out(drums: drum_loops.Kit) -> None:
    cut = chop(loop({0: drums.kick, 3: drums.snare}))
    sound = cut.slices[0].sound
    assert abs(len(sound) - TAIL_SAMPLES - 3 * STEP) <= 2 * LEAD
    assert sound[-1] == 0


def test_consecutive_slices_contain_the_whole_loop(drums: drum_loops.Kit) -> None:
    made = loop({0: drums.kick, 4: drums.snare, 6: drums.hat, 12: drums.snare})
    cut = chop(made)
    struck = [piece for piece in cut.slices if piece.kind is not SliceKind.REST]
    bodies = [piece.sound[: len(piece.sound) - TAIL_SAMPLES] for piece in struck]
    start = struck[0].step * STEP + struck[0].late - LEAD
    np.testing.assert_array_equal(np.concatenate(bodies), np.roll(made.audio, -start))


def test_a_loop_without_onsets_is_cut_on_the_grid() -> None:
    tone = np.sin(2 * np.pi * 50 * np.arange(16 * STEP) / (16 * STEP) * 8).astype(np.float32)
    cut = chop(Loop("drone", tone, 4.0, 165.4, "given"))
    assert all(piece.kind is not SliceKind.REST and piece.late == 0 for piece in cut.slices)
