"""The sixteenths in which kick, snare and hats strike are found in a tape."""

import numpy as np
import pytest

from engine.spec import SPEC
from engine.tape.drum_strikes import DRUM_RANGES, drum_level, struck_steps
from engine.tape.magnitudes import silent_tape, tape_from_levels
from training.dataset.images import levels as levels_of
from training.sources.drums import Drum
from training.synthesis.drum_kit import build_kit
from training.synthesis.patterns import random_pattern
from training.synthesis.perform import play_pattern, random_drummer

DRUMS = {"kick": {Drum.KICK}, "snare": {Drum.SNARE}, "hats": {Drum.HAT, Drum.OPEN, Drum.RIDE}}
FULL_STROKE = 0.5  # velocity
LOOPS = 24


def struck_tape(strikes: dict[str, tuple[int, ...]], decay: float = 0.8) -> np.ndarray:
    """Return magnitudes in which a drum fills its ranges at these sixteenths and decays, over a low floor."""
    magnitudes = np.full((SPEC.frames, SPEC.bins), 1e-3, np.float32)
    hertz = np.arange(SPEC.bins) * SPEC.rate / SPEC.fft
    fall = decay ** np.arange(SPEC.step_frames)
    for drum, steps in strikes.items():
        for low, high in DRUM_RANGES[drum]:
            for step in steps:
                rows = slice(step * SPEC.step_frames, (step + 1) * SPEC.step_frames)
                magnitudes[rows, (hertz >= low) & (hertz <= high)] += 10 * fall[:, None]
    return magnitudes


def test_each_drum_is_found_where_it_strikes() -> None:
    for other, steps in (("snare", (4, 12, 20)), ("hats", (2, 6))):
        tape = struck_tape({"kick": (0, 10, 31), other: steps})
        assert struck_steps(tape, "kick") == (0, 10, 31)
        assert struck_steps(tape, other) == steps


def test_a_sound_that_lasts_and_silence_strike_nowhere() -> None:
    lasting = struck_tape({"kick": tuple(range(SPEC.steps))}, decay=1.0)
    for drum in DRUM_RANGES:
        assert struck_steps(lasting, drum) == struck_steps(silent_tape().magnitudes, drum) == ()


def test_the_level_is_that_of_the_ranges() -> None:
    tape = struck_tape({"hats": (8,)})
    level = drum_level(tape, "hats")
    assert np.argmax(level) == 8 * SPEC.step_frames
    assert np.ptp(drum_level(tape, "kick")) == pytest.approx(0)


def test_most_full_strokes_of_synthesised_loops_are_found() -> None:
    rng = np.random.default_rng(3)
    found, missed = dict.fromkeys(DRUMS, 0), dict.fromkeys(DRUMS, 0)
    for _ in range(LOOPS):
        pattern = random_pattern(rng, ())
        voices, _ = build_kit(rng, None, {drum for drum, row in pattern.rows.items() if any(row)})
        sound = play_pattern(rng, pattern, voices, SPEC.frames * SPEC.hop, random_drummer(rng))
        tape = tape_from_levels(levels_of(0.5 * sound / np.abs(sound).max()))[0]
        for name, drums in DRUMS.items():
            rows = [row for drum, row in pattern.rows.items() if drum in drums]
            strokes = {
                step
                for row in rows
                for step, cell in enumerate(row)
                if any(note.velocity >= FULL_STROKE for note in cell)
            }
            struck = set(struck_steps(tape.magnitudes, name))
            found[name] += len(strokes & struck)
            missed[name] += len(strokes - struck)
    for name in DRUMS:
        assert found[name] / (found[name] + missed[name]) > 0.8, name
