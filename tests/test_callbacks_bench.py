"""What a card would have played is told from what the judge wrote down, and only the player's own faults count."""

import numpy as np
import pytest

from benchmarks.callbacks.control import RATE, SLICE, packets
from benchmarks.callbacks.glitches import LAST, Recording, as_played, count_glitches, faults
from osc_bridge.osc.packets import read

PERIOD, CYCLES = 64, 200
TICK = PERIOD / 44_100 * 1e6  # microseconds


def recording(cycles: list[int], *, late: int | None = None) -> Recording:
    """Block after block of numbers, each in one of the card's cycles; the floor was woken late in one of them."""
    numbers = np.arange(1, len(cycles) * PERIOD + 1, dtype=np.int64).reshape(-1, PERIOD)
    count = max(cycles) + 1
    wakes = np.stack((np.arange(count) * PERIOD, np.round(np.arange(count) * TICK)), axis=1).astype(np.int64)
    if late is not None:
        wakes[late:, 1] += round(TICK)
    return Recording(PERIOD, np.array(cycles) * PERIOD, numbers, wakes, 0)


def milliseconds(samples: int) -> float:
    return 1e3 * samples / 44_100


def test_what_goes_on_by_one_is_no_glitch() -> None:
    found = count_glitches(recording(list(range(CYCLES))))
    assert (found.places, found.lost, found.host, found.stalls) == (0, 0, 0, 0)
    assert found.seconds == pytest.approx(CYCLES * PERIOD / 44_100)


def test_a_late_player_leaves_a_block_out_though_its_numbers_go_on() -> None:
    cycles = [*range(100), 101, 101, *range(102, CYCLES)]  # late for 100, then called twice within 101
    found = count_glitches(recording(cycles))
    assert found.places == 1
    assert found.lost == pytest.approx(milliseconds(PERIOD))
    played = as_played(recording(cycles))
    assert not played[100].any()
    assert played[101, 0] == 101 * PERIOD + 1  # what lay there when the card took it, and not what came before


def test_numbers_that_begin_again_go_on_and_a_fault_there_is_found() -> None:
    heard = recording(list(range(CYCLES)))
    heard.samples[:] = (heard.samples + LAST - 100 * PERIOD - 17 - 1) % LAST + 1
    assert count_glitches(heard).places == 0
    heard.samples[101] = heard.samples[99]  # an old block after the new beginning
    assert count_glitches(heard).places == 1


def test_silence_counts_and_delays() -> None:
    heard = recording(list(range(CYCLES)))
    heard.samples[50:] = heard.samples[50:] - 24  # 24 samples of silence, after which it goes on
    heard.samples[50, :24] = 0
    found = count_glitches(heard)
    assert found.places == 1
    assert found.lost == pytest.approx(milliseconds(24))


def test_a_block_that_is_played_twice_counts() -> None:
    heard = recording(list(range(CYCLES)))
    heard.samples[50:] -= PERIOD
    found = count_glitches(heard)
    assert found.places == 1
    assert found.lost == pytest.approx(milliseconds(PERIOD))


@pytest.mark.parametrize("silent", [slice(0, 2), slice(CYCLES - 2, CYCLES)])
def test_a_recording_that_begins_or_ends_in_silence_lacks_no_more_than_that(silent: slice) -> None:
    heard = recording(list(range(CYCLES)))
    heard.samples[:] += 100_000  # it had played for a while
    heard.samples[silent] = 0
    found = count_glitches(heard)
    assert (found.places, found.lost) == (1, pytest.approx(milliseconds(2 * PERIOD)))


def test_faults_far_from_each_other_are_two_places() -> None:
    numbers = np.arange(1, 5001)
    numbers[1000:1100] = 0
    numbers[3000:3001] = 0
    assert faults(numbers) == [(1000, 1100), (3000, 3001)]


def test_a_stall_of_the_machine_is_not_counted_as_a_glitch_of_the_player() -> None:
    cycles = [*range(100), 101, 101, *range(102, CYCLES)]
    beside, elsewhere = count_glitches(recording(cycles, late=100)), count_glitches(recording(cycles, late=30))
    assert (beside.places, beside.lost, beside.host) == (0, 0, 1)
    assert (elsewhere.places, elsewhere.host, elsewhere.stalls) == (1, 0, 1)


def test_silence_is_no_recording() -> None:
    silent = recording(list(range(10)))
    silent.samples[:] = 0
    with pytest.raises(ValueError, match="the recording is silent"):
        count_glitches(silent)


def test_the_flood_is_of_messages_that_the_instrument_takes() -> None:
    sent = [message for packet in packets(RATE) for group in read(packet) for message in group.messages]
    assert len(sent) == RATE
    assert sum(message.address == "/vamen/slice" for message in sent) == RATE // SLICE
    assert 50 < sum(message.address.startswith("/vamen/latent/") for message in sent) <= 100
