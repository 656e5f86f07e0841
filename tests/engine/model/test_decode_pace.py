"""When tapes are decoded: at once for a hand, early for a time, seldom for what moves by itself; a GPU while idle."""

import threading
import time

import numpy as np
import pytest

from engine.model.decode_request import WINDOW_STEPS
from engine.model.decode_worker import MAX_SPARE_STALE, SPARE_STEPS, DecodeWorker
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from tests.engine.decoding import publish_to
from tests.engine.waiting import wait_until

from .slow_decoder import END, FAST, SLOW, SMOOTHING, START, Setup, SlowDecoder, target


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
    """Return how often a worker decodes while new targets come for half a second of its clock."""
    setup = Setup(SLOW)
    decoder, pace, first = setup.decoder, setup.worker._pace, setup.decoder.loops
    end, knob = decoder.now + 0.5, START
    while decoder.now < end:
        knob += 0.001
        setup.worker.set_target(target(knob), prompt=prompt)
        if prompt or decoder.now >= pace._spare_until:
            began = decoder.now
            setup.worker.decode()
            pace.sleep(began)
        decoder.now += 0.005
    return decoder.loops - first


def test_targets_that_move_by_themselves_are_decoded_seldom() -> None:
    assert 1 < counted(prompt=False) < counted(prompt=True) / 2


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
