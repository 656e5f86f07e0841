"""The ring of output samples: order, time, and samples that are overwritten."""

import numpy as np
import pytest

from engine.realtime.output_monitor import MONITOR_LAYOUT, MONITOR_MARKS, MONITOR_SIZE, OutputMonitor
from engine.spec import SPEC


@pytest.fixture
def monitor() -> OutputMonitor:
    record = np.zeros((), np.dtype(MONITOR_LAYOUT))
    reader = OutputMonitor(record)
    reader.record = record  # type: ignore[attr-defined]
    return reader


def write(record: np.ndarray, block: np.ndarray, clock: int, at: float) -> None:
    """Write a block as the player does."""
    calls = int(record["calls"])
    record["samples"][np.arange(clock, clock + len(block)) % MONITOR_SIZE] = block
    record["marks"][calls % MONITOR_MARKS] = (clock, at)
    record["calls"][...], record["end"][...] = calls + 1, clock + len(block)


def ramp(monitor: OutputMonitor, samples: int, block: int = 128, delay: float = 0.0) -> None:
    """Write blocks that count samples, left upwards and right downwards; sample 0 is at 10 s."""
    for clock in range(0, samples, block):
        count = np.arange(clock, clock + block, dtype=np.float32)
        write(
            monitor.record,
            np.stack((count, -count), 1),
            clock,
            10 + clock / SPEC.rate + delay * (clock // block % 3 == 0),
        )


@pytest.mark.parametrize("block", [128, 117, 8192])
def test_last_returns_the_newest_samples_of_the_left_channel(monitor: OutputMonitor, block: int) -> None:
    ramp(monitor, MONITOR_SIZE + 5 * block, block)
    recording = monitor.last(1.0)
    np.testing.assert_array_equal(recording.samples, np.arange(monitor.end - SPEC.rate, monitor.end, dtype=np.float32))


def test_the_time_of_samples_is_the_median_over_the_calls(monitor: OutputMonitor) -> None:
    ramp(monitor, 44_032, delay=0.005)
    recording = monitor.last(0.5)
    assert recording.start == pytest.approx(10 + recording.samples[0] / SPEC.rate, abs=1e-6)


def test_last_returns_no_more_than_was_written(monitor: OutputMonitor) -> None:
    assert len(monitor.last(1.0).samples) == 0
    ramp(monitor, 256)
    assert monitor.last(1.0).samples.tolist() == list(range(256))
    ramp(monitor, 2 * MONITOR_SIZE)
    assert len(monitor.last(60.0).samples) == MONITOR_SIZE // 2


def test_since_returns_both_channels_from_a_sample_on(monitor: OutputMonitor) -> None:
    ramp(monitor, MONITOR_SIZE + 1280)
    end, samples = monitor.since(MONITOR_SIZE)
    assert samples is not None and end == monitor.end
    np.testing.assert_array_equal(samples[:, 0], np.arange(MONITOR_SIZE, monitor.end, dtype=np.float32))
    np.testing.assert_array_equal(samples[:, 1], -samples[:, 0])


def test_since_returns_none_when_samples_may_be_overwritten(monitor: OutputMonitor) -> None:
    ramp(monitor, MONITOR_SIZE + 1280)
    assert monitor.since(1000) == (monitor.end, None)


def test_since_returns_all_samples_of_a_restarted_player(monitor: OutputMonitor) -> None:
    ramp(monitor, 256)
    end, samples = monitor.since(MONITOR_SIZE)
    assert samples is not None and end == 256
    assert samples[:, 0].tolist() == list(range(256))
