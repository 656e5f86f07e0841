"""The glitch counter reconstructs what a card played, and counts the faults of the player only."""

import numpy as np
import pytest

from benchmarks.callbacks.control import RATE, SLICE, packets
from benchmarks.callbacks.glitches import LAST, Recording, as_played, count_glitches, faults
from osc_bridge.osc.packets import read

PERIOD, CYCLES = 64, 200
TICK = PERIOD / 44_100 * 1e6  # microseconds


def recording(cycles: list[int], *, late: int | None = None) -> Recording:
    """Return blocks of numbers, each in one of the card's cycles; the floor was called late in cycle `late`."""
    numbers = np.arange(1, len(cycles) * PERIOD + 1, dtype=np.int64).reshape(-1, PERIOD)
    count = max(cycles) + 1
    wakes = np.stack((np.arange(count) * PERIOD, np.round(np.arange(count) * TICK)), axis=1).astype(np.int64)
    if late is not None:
        wakes[late:, 1] += round(TICK)
    return Recording(PERIOD, np.array(cycles) * PERIOD, numbers, wakes, 0)


def milliseconds(samples: int) -> float:
    return 1e3 * samples / 44_100


def test_consecutive_numbers_have_no_glitch() -> None:
    found = count_glitches(recording(list(range(CYCLES))))
    assert (found.places, found.lost, found.host, found.stalls) == (0, 0, 0, 0)
    assert found.seconds == pytest.approx(CYCLES * PERIOD / 44_100)


def test_a_late_block_is_a_glitch_although_its_numbers_are_consecutive() -> None:
    cycles = [*range(100), 101, 101, *range(102, CYCLES)]  # late for 100, then called twice within 101
    found = count_glitches(recording(cycles))
    assert found.places == 1
    assert found.lost == pytest.approx(milliseconds(PERIOD))
    played = as_played(recording(cycles))
    assert not played[100].any()
    assert played[101, 0] == 101 * PERIOD + 1  # the last block of the cycle counts


def test_a_glitch_is_found_where_the_numbers_wrap_around() -> None:
    heard = recording(list(range(CYCLES)))
    heard.samples[:] = (heard.samples + LAST - 100 * PERIOD - 17 - 1) % LAST + 1
    assert count_glitches(heard).places == 0
    heard.samples[101] = heard.samples[99]  # an old block after the new beginning
    assert count_glitches(heard).places == 1


def test_inserted_silence_is_a_glitch_of_its_length() -> None:
    heard = recording(list(range(CYCLES)))
    heard.samples[50:] = heard.samples[50:] - 24  # 24 samples of silence, then the next number
    heard.samples[50, :24] = 0
    found = count_glitches(heard)
    assert found.places == 1
    assert found.lost == pytest.approx(milliseconds(24))


def test_a_repeated_block_is_a_glitch() -> None:
    heard = recording(list(range(CYCLES)))
    heard.samples[50:] -= PERIOD
    found = count_glitches(heard)
    assert found.places == 1
    assert found.lost == pytest.approx(milliseconds(PERIOD))


@pytest.mark.parametrize("silent", [slice(0, 2), slice(CYCLES - 2, CYCLES)])
def test_silence_at_either_end_is_one_glitch_of_its_length(silent: slice) -> None:
    heard = recording(list(range(CYCLES)))
    heard.samples[:] += 100_000  # in the middle of a set
    heard.samples[silent] = 0
    found = count_glitches(heard)
    assert (found.places, found.lost) == (1, pytest.approx(milliseconds(2 * PERIOD)))


def test_distant_faults_are_two_places() -> None:
    numbers = np.arange(1, 5001)
    numbers[1000:1100] = 0
    numbers[3000:3001] = 0
    assert faults(numbers) == [(1000, 1100), (3000, 3001)]


def test_a_stall_of_the_machine_is_not_counted_as_a_glitch_of_the_player() -> None:
    cycles = [*range(100), 101, 101, *range(102, CYCLES)]
    beside, elsewhere = count_glitches(recording(cycles, late=100)), count_glitches(recording(cycles, late=30))
    assert (beside.places, beside.lost, beside.host) == (0, 0, 1)
    assert (elsewhere.places, elsewhere.host, elsewhere.stalls) == (1, 0, 1)


def test_a_silent_recording_is_refused() -> None:
    silent = recording(list(range(10)))
    silent.samples[:] = 0
    with pytest.raises(ValueError, match="the recording is silent"):
        count_glitches(silent)


def test_the_flood_consists_of_valid_messages() -> None:
    sent = [message for packet in packets(RATE) for group in read(packet) for message in group.messages]
    assert len(sent) == RATE
    assert sum(message.address == "/vamen/slice" for message in sent) == RATE // SLICE
    assert 50 < sum(message.address.startswith("/vamen/latent/") for message in sent) <= 100
