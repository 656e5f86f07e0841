"""What is near the playhead is painted first where a picture takes long, and the tape in the end is the same."""

import threading
from collections.abc import Mapping

import numpy as np
import pytest

from engine.arrays import Floats
from engine.model.decode_worker import HOP, STALE, DecodeWorker, Latents, Target
from engine.model.runner import WINDOW_STEPS
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.step_edits import SHAPE, Grid, with_cells
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES, DecodedImage
from tests.engine.decoding import onto
from tests.engine.waiting import until

GLIDE = 0.03
EVEN = np.zeros(SHAPE)
EARLY, LATE = 0.1, 0.9  # knobs
SLOW, FAST = HOP / 8, HOP / 1000  # seconds per sixteenth


class Studio:
    """A decoder that paints each sixteenth as loud as its first latent, and takes its time on a clock of its own."""

    provider = "cpu"
    note = ""
    faults = 0
    macros: Mapping[str, tuple[float, ...]] = {"kick": (0.5,) + (0.0,) * (LATENTS - 1)}

    def __init__(self, pace: float) -> None:
        self.now, self.pace = 100.0, pace
        self.loops, self.painted = 0, list[int]()
        self.called = threading.Event()

    def loop(self, knobs: Latents, seed: int) -> Floats:
        self.loops += 1
        self.now += 0.001
        return np.tile(knobs, (SPEC.steps, 1)).astype(np.float32)

    def paint(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        self.painted.append(count)
        self.now += self.pace * count
        self.called.set()
        rows = np.arange(first, first + count) % SPEC.steps
        loud = np.repeat(0.5 + 0.3 * np.clip(latents[rows, 0], -1, 1), SPEC.step_frames)
        levels = np.tile(loud[:, None], (1, SPEC.mels)).astype(np.float32)
        return DecodedImage(levels, np.full((len(levels) // GRAIN_FRAMES, SPEC.mels // GRAIN_BANDS), 0.02, np.float32))


def target(knob: float, texture: float = 0.5, grid: Grid = EVEN) -> Target:
    return Target(np.full(LATENTS, knob), 1, texture, grid)


class Stage:
    """A painter that has painted at one place, and the tapes that it publishes from then on."""

    def __init__(self, pace: float, column: float = 200.0, texture: float = 0.5) -> None:
        self.studio, self.tapes = Studio(pace), list[Tape]()
        self.painter = DecodeWorker(
            lambda: self.studio,
            onto(self.tapes),
            target(EARLY, texture),
            GLIDE,
            lambda: self.studio.now,
            where=lambda: column,
        )
        self.painter.paint()
        self.tapes.clear()
        self.studio.painted.clear()

    def go(self, aim: Target) -> bool:
        """Aim, let the glide end, and paint once."""
        self.painter.aim(aim)
        self.studio.now += GLIDE
        return self.painter.paint()


@pytest.mark.parametrize(("column", "first"), [(200.0, 11), (0.0, 31), (511.9, 30)])
def test_a_slow_model_paints_around_the_playhead_first(column: float, first: int) -> None:
    stage, other = Stage(SLOW, column), Stage(SLOW, column)
    before = Stage(SLOW).painter._canvas._tape
    assert stage.go(target(LATE))
    assert stage.studio.painted == [WINDOW_STEPS, SPEC.steps]
    window, _ = stage.tapes
    other.go(target(LATE))
    assert before
    inside = np.zeros(SPEC.frames, bool)
    inside[np.arange(first * SPEC.step_frames, (first + WINDOW_STEPS) * SPEC.step_frames) % SPEC.frames] = True
    assert np.array_equal(window.magnitudes[~inside], before.magnitudes[~inside])
    changed = np.abs(window.magnitudes[inside] - before.magnitudes[inside]).max(1)
    assert (changed > 0.01).all()
    assert inside[int(column)]


def test_the_tape_in_the_end_is_the_one_that_would_have_been_painted_at_once() -> None:
    slow, fast = Stage(SLOW), Stage(FAST)
    for aim in (target(LATE), target(-0.4, grid=with_cells(EVEN, {(3, "0"): 1.0}))):
        assert slow.go(aim) and fast.go(aim)
        assert np.array_equal(slow.tapes[-1].magnitudes, fast.tapes[-1].magnitudes)
        assert np.array_equal(slow.tapes[-1].attacks, fast.tapes[-1].attacks)
    assert fast.studio.painted == [SPEC.steps, SPEC.steps]
    assert len(fast.tapes) == 2 and len(slow.tapes) == 4


def test_what_is_far_from_the_playhead_waits_for_the_glide_to_end_but_not_for_long() -> None:
    stage = Stage(SLOW)
    began = stage.studio.now
    wholes = [began]
    knob = EARLY
    while stage.studio.now < began + 10 * STALE:
        knob += 0.001
        stage.painter.aim(target(knob))
        stage.painter.paint()
        if stage.studio.painted[-1] == SPEC.steps:
            wholes.append(stage.studio.now)
    round_ = 0.001 + SLOW * (WINDOW_STEPS + SPEC.steps)
    assert 5 <= len(wholes) <= 11
    assert max(np.diff(wholes)) <= STALE + 2 * round_
    assert stage.studio.painted.count(WINDOW_STEPS) > 3 * len(wholes)
    stage.studio.now += GLIDE
    assert stage.painter.paint()
    assert stage.studio.painted[-1] == SPEC.steps


def test_a_single_sixteenth_moves_without_a_new_loop() -> None:
    stage = Stage(FAST, texture=0)
    loops = stage.studio.loops
    cells = {(5, "0"): 0.4, (9, "kick"): 1.0}
    assert stage.go(target(EARLY, 0, with_cells(EVEN, cells)))
    assert stage.studio.loops == loops
    loud = stage.tapes[-1].magnitudes.mean(1).reshape(SPEC.steps, -1).mean(1)
    assert loud[9] > 1.01 * loud[5] > 1.02 * loud[0]
    assert np.ptp(np.delete(loud, [5, 9])) == 0
    assert stage.painter.note == ""


def test_a_stroke_that_the_model_has_no_direction_for_is_said() -> None:
    stage = Stage(FAST)
    grid = with_cells(EVEN, {(0, "hats"): 1.0, (1, "snare"): 1.0})
    stage.go(target(EARLY, grid=grid))
    assert stage.painter.note == "this model has no direction for snare and hats, so a step's amount does nothing"
    assert stage.tapes == [] or np.isfinite(stage.tapes[-1].magnitudes).all()


def test_a_decoder_that_goes_on_elsewhere_is_counted_and_said() -> None:
    stage = Stage(FAST)
    stage.studio.faults, stage.studio.note = 1, "the GPU failed"
    assert stage.painter.errors == 1
    assert stage.painter.note == "the GPU failed"


def test_a_gpu_that_rests_is_kept_awake_and_nothing_is_published() -> None:
    studio, tapes = Studio(FAST), list[Tape]()
    studio.provider = "cuda"
    painter = DecodeWorker(lambda: studio, onto(tapes), target(EARLY), GLIDE, awake=1e-3)
    painter.paint()
    painter.start()
    until(lambda: len(studio.painted) > 3)
    painter.stop()
    assert len(tapes) == 1
    assert set(studio.painted[1:]) == {WINDOW_STEPS}


def test_a_write_that_comes_just_when_a_gpu_is_kept_awake_is_not_lost() -> None:
    studio, tapes = Studio(FAST), list[Tape]()
    studio.provider = "cuda"
    painter = DecodeWorker(lambda: studio, onto(tapes), target(EARLY), GLIDE, awake=1e-3)
    painter.paint()

    class Racing(threading.Event):
        """Times out, and is set before anybody has looked."""

        raced = False

        def wait(self, timeout: float | None = None) -> bool:
            if self.raced:
                return super().wait(timeout)
            self.raced = True
            painter.aim(target(LATE))
            return False

    painter._work = Racing()
    painter.start()
    until(lambda: len(tapes) > 1)
    painter.stop()


def test_a_knob_that_comes_back_while_only_windows_were_painted_leaves_the_tape_as_it_was() -> None:
    stage = Stage(SLOW)
    before = stage.painter._canvas._tape
    stage.go(target(EARLY + 0.01))  # a whole, now
    stage.go(target(EARLY))
    stage.painter.aim(target(LATE))
    assert not stage.painter.paint()
    assert stage.studio.painted[-1] == WINDOW_STEPS
    stage.go(target(EARLY))
    assert before and np.array_equal(stage.tapes[-1].magnitudes, before.magnitudes)


def test_a_gpu_that_fails_while_it_rests_is_said() -> None:
    studio = Studio(FAST)
    studio.provider = "cuda"
    painter = DecodeWorker(lambda: studio, lambda tape, recipe: None, target(EARLY), GLIDE, awake=1e-3)
    painter.paint()
    studio.paint = lambda *_: 1 / 0  # type: ignore[assignment, return-value, method-assign]
    painter.start()
    until(lambda: "ZeroDivisionError" in painter.note)
    assert painter.errors > 0
    painter.stop()


def test_the_cpu_is_left_alone_while_nothing_moves() -> None:
    studio = Studio(FAST)
    painter = DecodeWorker(lambda: studio, lambda tape, recipe: None, target(EARLY), GLIDE, awake=1e-3)
    painter.paint()
    assert painter._rest() is None
    studio.provider = "cuda"
    assert painter._rest() == 1e-3
