import numpy as np
import pytest

from engine.realtime.output_monitor import LAYOUT, MARKS, SIZE, OutputMonitor
from engine.spec import SPEC


@pytest.fixture
def tap() -> OutputMonitor:
    record = np.zeros((), np.dtype(LAYOUT))
    made = OutputMonitor(record)
    made.record = record  # type: ignore[attr-defined]
    return made


def write(record: np.ndarray, block: np.ndarray, clock: int, at: float) -> None:
    """A block, as the player writes it."""
    calls = int(record["calls"])
    record["samples"][np.arange(clock, clock + len(block)) % SIZE] = block
    record["marks"][calls % MARKS] = (clock, at)
    record["calls"][...], record["end"][...] = calls + 1, clock + len(block)


def ramp(tap: OutputMonitor, samples: int, block: int = 128, delay: float = 0.0) -> None:
    """Blocks that count samples, left upwards and right downwards; sample 0 was due at 10 s."""
    for clock in range(0, samples, block):
        count = np.arange(clock, clock + block, dtype=np.float32)
        write(
            tap.record, np.stack((count, -count), 1), clock, 10 + clock / SPEC.rate + delay * (clock // block % 3 == 0)
        )


@pytest.mark.parametrize("block", [128, 117, 8192])
def test_the_last_samples_of_the_left_channel_come_out_in_order(tap: OutputMonitor, block: int) -> None:
    ramp(tap, SIZE + 5 * block, block)
    heard = tap.last(1.0)
    np.testing.assert_array_equal(heard.samples, np.arange(tap.end - SPEC.rate, tap.end, dtype=np.float32))


def test_samples_lie_in_time_as_most_calls_say(tap: OutputMonitor) -> None:
    ramp(tap, 44_032, delay=0.005)
    heard = tap.last(0.5)
    assert heard.began == pytest.approx(10 + heard.samples[0] / SPEC.rate, abs=1e-6)


def test_there_is_no_more_than_was_written(tap: OutputMonitor) -> None:
    assert len(tap.last(1.0).samples) == 0
    ramp(tap, 256)
    assert tap.last(1.0).samples.tolist() == list(range(256))
    ramp(tap, 2 * SIZE)
    assert len(tap.last(60.0).samples) == SIZE // 2


def test_everything_since_a_sample_comes_out_in_both_channels(tap: OutputMonitor) -> None:
    ramp(tap, SIZE + 1280)
    heard = tap.since(SIZE)
    assert heard is not None
    np.testing.assert_array_equal(heard[:, 0], np.arange(SIZE, tap.end, dtype=np.float32))
    np.testing.assert_array_equal(heard[:, 1], -heard[:, 0])


def test_who_comes_too_late_for_a_sample_is_told_so(tap: OutputMonitor) -> None:
    ramp(tap, SIZE + 1280)
    assert tap.since(1000) is None
