"""A slow model decodes the sixteenths around the playhead first; the final tape is the same."""

import threading
import time
from collections.abc import Mapping

import numpy as np
import pytest

from engine.arrays import Floats
from engine.controls import GRID_SHAPE, Seeds, one_seed
from engine.model.decode_pace import HOP_SECONDS
from engine.model.decode_request import WINDOW_STEPS, DecodeTarget, Latents
from engine.model.decode_worker import MAX_SPARE_STALE, MAX_STALE, SPARE_STEPS, DecodeWorker
from engine.model.step_edits import Grid, with_cells
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES, DecodedImage
from tests.engine.decoding import publish_to
from tests.engine.waiting import wait_until

SMOOTHING = 0.03
NO_EDITS = np.zeros(GRID_SHAPE)
START, END = 0.1, 0.9  # knobs
SLOW, FAST = HOP_SECONDS / 8, HOP_SECONDS / 1000  # seconds per sixteenth


class SlowDecoder:
    """A decoder whose first latent is the level of a sixteenth; each takes `pace` seconds of the fake clock."""

    provider = "cpu"
    note = ""
    faults = 0
    macros: Mapping[str, tuple[float, ...]] = {"kick": (0.5,) + (0.0,) * (LATENTS - 1)}

    def __init__(self, pace: float) -> None:
        self.now, self.pace = 100.0, pace
        self.loops, self.decoded = 0, list[int]()
        self.called = threading.Event()

    def loop_latents(self, knobs: Latents, seeds: Seeds) -> Floats:
        self.loops += 1
        self.now += 0.001
        return np.tile(knobs, (SPEC.steps, 1)).astype(np.float32)

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps, learned: str = "") -> DecodedImage:
        self.decoded.append(count)
        self.now += self.pace * count
        self.called.set()
        rows = np.arange(first, first + count) % SPEC.steps
        loud = np.repeat(0.5 + 0.3 * np.clip(latents[rows, 0], -1, 1), SPEC.step_frames)
        levels = np.tile(loud[:, None], (1, SPEC.mels)).astype(np.float32)
        return DecodedImage(levels, np.full((len(levels) // GRAIN_FRAMES, SPEC.mels // GRAIN_BANDS), 0.02, np.float32))


def target(knob: float, texture: float = 0.5, grid: Grid = NO_EDITS) -> DecodeTarget:
    return DecodeTarget(np.full(LATENTS, knob), one_seed(1), texture, grid)


class Setup:
    """A worker after its first decode, and the tapes that it publishes from then on."""

    def __init__(self, pace: float, column: float = 200.0, texture: float = 0.5) -> None:
        self.decoder, self.tapes = SlowDecoder(pace), list[Tape]()
        self.worker = DecodeWorker(
            lambda: self.decoder,
            publish_to(self.tapes),
            target(START, texture),
            SMOOTHING,
            lambda: self.decoder.now,
            playhead=lambda: column,
            sleep=self._sleep,
        )
        self.worker.decode()
        self.tapes.clear()
        self.decoder.decoded.clear()

    def _sleep(self, seconds: float) -> None:
        self.decoder.now += seconds

    def go(self, to: DecodeTarget) -> bool:
        """Set a target, wait until the ramp has ended, and decode once."""
        self.worker.set_target(to)
        self.decoder.now += SMOOTHING
        return self.worker.decode()


@pytest.mark.parametrize(("column", "first"), [(200.0, 11), (0.0, 31), (511.9, 30)])
def test_a_slow_model_decodes_around_the_playhead_first(column: float, first: int) -> None:
    setup, other = Setup(SLOW, column), Setup(SLOW, column)
    before = Setup(SLOW).worker._builder._tape
    assert setup.go(target(END))
    assert setup.decoder.decoded == [WINDOW_STEPS, SPEC.steps]
    window, _ = setup.tapes
    other.go(target(END))
    assert before
    inside = np.zeros(SPEC.frames, bool)
    inside[np.arange(first * SPEC.step_frames, (first + WINDOW_STEPS) * SPEC.step_frames) % SPEC.frames] = True
    assert np.array_equal(window.magnitudes[~inside], before.magnitudes[~inside])
    changed = np.abs(window.magnitudes[inside] - before.magnitudes[inside]).max(1)
    assert (changed > 0.01).all()
    assert inside[int(column)]


@pytest.mark.parametrize("pace", [FAST, SLOW])
def test_a_tape_with_a_time_is_decoded_early_and_published_then(pace: float) -> None:
    setup = Setup(pace)
    setup.worker._publish = lambda *_: published.append(setup.decoder.now)  # type: ignore[method-assign]
    published: list[float] = []
    setup.worker.set_target(target(END), at=(due := setup.decoder.now + 0.5))
    setup.worker.decode()
    assert published[0] == pytest.approx(due)
    setup.decoder.now += SMOOTHING
    published.clear()
    setup.worker.set_target(target(START))
    began = setup.decoder.now
    setup.worker.decode()
    assert published[0] < began + 0.2


def test_waiting_for_its_time_does_not_count_as_decoding() -> None:
    setup = Setup(SLOW)
    setup.go(target(END))
    lead = setup.worker.lead
    began = setup.decoder.now
    setup.worker.set_target(target(START), at=began + 0.5)
    setup.worker.decode()
    assert setup.worker.lead == pytest.approx(lead, abs=0.01)


def test_after_a_wait_what_moves_by_itself_is_decoded_as_soon_as_otherwise() -> None:
    setup = Setup(FAST)
    began = setup.decoder.now
    setup.worker.set_target(target(END), at=began + 0.5)
    setup.worker.decode()
    setup.worker._pace.sleep(began)
    assert setup.worker._pace._spare_until < setup.decoder.now + 0.1


def test_what_moves_by_itself_is_not_held_for_its_time() -> None:
    setup = Setup(FAST)
    began = setup.decoder.now
    setup.worker.set_target(target(END), prompt=False, at=began + 0.5)
    setup.worker.decode()
    assert setup.decoder.now < began + 0.1


def test_the_final_tape_does_not_depend_on_the_windows_before_it() -> None:
    slow, fast = Setup(SLOW), Setup(FAST)
    for to in (target(END), target(-0.4, grid=with_cells(NO_EDITS, {(3, "0"): 1.0}))):
        assert slow.go(to) and fast.go(to)
        assert np.array_equal(slow.tapes[-1].magnitudes, fast.tapes[-1].magnitudes)
        assert np.array_equal(slow.tapes[-1].onsets, fast.tapes[-1].onsets)
    assert fast.decoder.decoded == [SPEC.steps, SPEC.steps]
    assert len(fast.tapes) == 2 and len(slow.tapes) == 4


def test_sixteenths_away_from_the_playhead_lag_while_targets_move_but_not_for_long() -> None:
    setup = Setup(SLOW)
    began = setup.decoder.now
    wholes = [began]
    knob = START
    while setup.decoder.now < began + 10 * MAX_STALE:
        knob += 0.001
        setup.worker.set_target(target(knob))
        setup.worker.decode()
        if setup.decoder.decoded[-1] == SPEC.steps:
            wholes.append(setup.decoder.now)
    round_ = 0.001 + SLOW * (WINDOW_STEPS + SPEC.steps)
    assert 5 <= len(wholes) <= 11
    assert max(np.diff(wholes)) <= MAX_STALE + 2 * round_
    assert setup.decoder.decoded.count(WINDOW_STEPS) > 3 * len(wholes)
    setup.decoder.now += SMOOTHING
    assert setup.worker.decode()
    assert setup.decoder.decoded[-1] == SPEC.steps


def test_targets_that_move_by_themselves_are_decoded_around_the_playhead_until_they_rest() -> None:
    setup, reference = Setup(SLOW), Setup(SLOW)
    began = setup.decoder.now
    knob = START
    while setup.decoder.now < began + MAX_SPARE_STALE / 2:
        knob += 0.001
        setup.worker.set_target(target(knob), prompt=False)
        assert setup.worker.decode(), "without a ramp"
        setup.decoder.now += 0.1
    assert set(setup.decoder.decoded) == {SPARE_STEPS}
    assert setup.worker.decode()
    assert setup.decoder.decoded[-1] == SPEC.steps
    reference.go(target(knob))
    assert np.array_equal(setup.tapes[-1].magnitudes, reference.tapes[-1].magnitudes)


def test_targets_that_move_by_themselves_do_not_leave_the_rest_of_the_loop_behind_for_ever() -> None:
    setup = Setup(SLOW)
    wholes = [setup.decoder.now]
    for number in range(100):
        setup.worker.set_target(target(START + (number + 1) / 1000), prompt=False)
        setup.worker.decode()
        if setup.decoder.decoded[-1] == SPEC.steps:
            wholes.append(setup.decoder.now)
        setup.decoder.now += 0.1
    assert len(wholes) > 3
    assert max(np.diff(wholes)) < 1.5 * MAX_SPARE_STALE


def test_a_hand_is_followed_at_once_while_others_move_by_themselves() -> None:
    setup = Setup(SLOW)
    setup.worker.set_target(target(END), prompt=False)
    setup.worker.set_target(target(END, texture=0.6))
    setup.worker.set_target(target(END - 0.1, texture=0.6), prompt=False)
    assert setup.go(target(END - 0.2, texture=0.6))
    assert setup.decoder.decoded == [WINDOW_STEPS, SPEC.steps]


def counted(prompt: bool) -> int:
    """Return how often a worker decodes while new targets come for half a second."""
    decoder, tapes = SlowDecoder(SLOW), list[Tape]()
    worker = DecodeWorker(lambda: decoder, publish_to(tapes), target(START), SMOOTHING)
    worker.decode()
    worker.start()
    for number in range(100):
        worker.set_target(target(START + number / 1000), prompt=prompt)
        time.sleep(0.005)
    worker.stop()
    return decoder.loops


def test_targets_that_move_by_themselves_are_decoded_seldom() -> None:
    assert 1 < counted(prompt=False) < counted(prompt=True) / 2


def test_an_edit_of_a_sixteenth_does_not_recompute_the_loop() -> None:
    setup = Setup(FAST, texture=0)
    loops = setup.decoder.loops
    cells = {(5, "0"): 0.4, (9, "kick"): 1.0}
    assert setup.go(target(START, 0, with_cells(NO_EDITS, cells)))
    assert setup.decoder.loops == loops
    loud = setup.tapes[-1].magnitudes.mean(1).reshape(SPEC.steps, -1).mean(1)
    assert loud[9] > 1.01 * loud[5] > 1.02 * loud[0]
    assert np.ptp(np.delete(loud, [5, 9])) == 0
    assert setup.worker.note == ""


def test_a_macro_that_the_model_does_not_have_is_reported() -> None:
    setup = Setup(FAST)
    grid = with_cells(NO_EDITS, {(0, "hats"): 1.0, (1, "snare"): 1.0})
    setup.go(target(START, grid=grid))
    assert setup.worker.note == "this model has no direction for snare and hats, so a step's amount does nothing"
    assert setup.tapes == [] or np.isfinite(setup.tapes[-1].magnitudes).all()


def test_a_failover_of_the_decoder_is_counted_and_reported() -> None:
    setup = Setup(FAST)
    setup.decoder.faults, setup.decoder.note = 1, "the GPU failed"
    assert setup.worker.errors == 1
    assert setup.worker.note == "the GPU failed"


def test_an_idle_gpu_gets_decodes_that_are_not_published() -> None:
    decoder, tapes = SlowDecoder(FAST), list[Tape]()
    decoder.provider = "cuda"
    worker = DecodeWorker(lambda: decoder, publish_to(tapes), target(START), SMOOTHING, keepalive=1e-3)
    worker.decode()
    worker.start()
    wait_until(lambda: len(decoder.decoded) > 3)
    worker.stop()
    assert len(tapes) == 1
    assert set(decoder.decoded[1:]) == {WINDOW_STEPS}


def test_a_target_set_during_a_keepalive_is_not_lost() -> None:
    decoder, tapes = SlowDecoder(FAST), list[Tape]()
    decoder.provider = "cuda"
    worker = DecodeWorker(lambda: decoder, publish_to(tapes), target(START), SMOOTHING, keepalive=1e-3)
    worker.decode()

    class Racing(threading.Event):
        """Times out although it was set in the same moment."""

        raced = False

        def wait(self, timeout: float | None = None) -> bool:
            if self.raced:
                return super().wait(timeout)
            self.raced = True
            worker.set_target(target(END))
            return False

    worker._pace.wake = Racing()
    worker.start()
    wait_until(lambda: len(tapes) > 1)
    worker.stop()


def test_a_knob_that_returns_after_windows_alone_restores_the_tape() -> None:
    setup = Setup(SLOW)
    before = setup.worker._builder._tape
    setup.go(target(START + 0.01))  # a whole image
    setup.go(target(START))
    setup.worker.set_target(target(END))
    assert not setup.worker.decode()
    assert setup.decoder.decoded[-1] == WINDOW_STEPS
    setup.go(target(START))
    assert before and np.array_equal(setup.tapes[-1].magnitudes, before.magnitudes)


def test_a_failure_during_a_keepalive_is_reported() -> None:
    decoder = SlowDecoder(FAST)
    decoder.provider = "cuda"
    worker = DecodeWorker(lambda: decoder, lambda tape, request: None, target(START), SMOOTHING, keepalive=1e-3)
    worker.decode()
    decoder.decode = lambda *_: 1 / 0  # type: ignore[assignment, return-value, method-assign]
    worker.start()
    wait_until(lambda: "ZeroDivisionError" in worker.note)
    assert worker.errors > 0
    worker.stop()


def test_an_idle_cpu_gets_no_keepalive() -> None:
    decoder = SlowDecoder(FAST)
    worker = DecodeWorker(lambda: decoder, lambda tape, request: None, target(START), SMOOTHING, keepalive=1e-3)
    worker.decode()
    worker.start()
    time.sleep(0.05)
    worker.stop()
    assert decoder.decoded == [SPEC.steps]
