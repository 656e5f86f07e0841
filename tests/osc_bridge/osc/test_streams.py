"""Streams: the picture of the tape and the sound, for clients with a connection."""

import queue

import numpy as np
import pytest

from engine.arrays import Floats, Tape
from engine.spec import SPEC
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.replies import pack
from osc_bridge.osc.streams import (
    MAX_SOUND_SAMPLES,
    SOUND_INTERVAL_S,
    SOUND_STREAM,
    TAPE_INTERVAL_S,
    TAPE_STREAM,
    Streams,
)
from osc_bridge.osc.tape_picture import ROWS, tape_picture
from tests.engine.waiting import TEST_TIMEOUT_S, wait_until
from tests.fake_controls import FakeControls
from tests.osc_bridge.osc.peer import Inbox


class Source:
    """An instrument whose tape and sound are given."""

    def __init__(self) -> None:
        self.tape: Tape | None = flat_tape(1e-4)
        self.sound = np.zeros((0, 2), np.float32)

    def sound_since(self, clock: int) -> tuple[int, Floats | None]:
        end = len(self.sound)
        return end, self.sound[clock:] if 0 <= end - clock <= SPEC.rate else None


class Time:
    now = 0.0

    def __call__(self) -> float:
        self.now += 0.05
        return self.now


def flat_tape(level: float) -> Tape:
    return Tape(np.full((SPEC.frames, SPEC.bins), level * SPEC.reference, np.float32), np.zeros(0))


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def streams(source: Source) -> Streams:
    return Streams(source, Time())


def pictures(client: Inbox) -> list[tuple[int, int]]:
    """Return the first column and the number of columns of each picture that has come."""
    return [(first, len(data) // ROWS) for address, (first, data) in client.take() if address == TAPE_STREAM]


def test_a_picture_comes_whole_and_then_only_the_sixteenths_that_changed(streams: Streams, source: Source) -> None:
    client = Inbox()
    streams.subscribe(client, TAPE_STREAM, 60)
    streams.send()
    assert pictures(client) == [(0, SPEC.frames)]
    streams.send()
    assert pictures(client) == []
    assert source.tape is not None
    magnitudes = source.tape.magnitudes.copy()
    magnitudes[[5, 20, 500]] *= 10
    source.tape = Tape(magnitudes, np.zeros(0))
    streams.send()
    assert pictures(client) == [(0, 32), (496, 16)]


def test_a_client_that_subscribes_again_meanwhile_gets_it_whole_once_more(streams: Streams) -> None:
    class Restless(Inbox):
        times = 1

        def send(self, packet: bytes) -> None:
            super().send(packet)
            if self.times:
                self.times -= 1
                streams.subscribe(self, TAPE_STREAM, 60)

    client = Restless()
    streams.subscribe(client, TAPE_STREAM, 60)
    for _ in range(3):
        streams.send()
    assert pictures(client) == [(0, SPEC.frames)] * 2


def test_a_client_without_room_gets_the_picture_later(streams: Streams) -> None:
    client = Inbox()
    client.full = True
    streams.subscribe(client, TAPE_STREAM, 60)
    streams.send()
    assert pictures(client) == []
    client.full = False
    streams.send()
    assert pictures(client) == [(0, SPEC.frames)]


def test_the_picture_shows_a_level_and_the_gain_of_the_tape() -> None:
    assert np.ptp(tape_picture(flat_tape(0.1))) == 0
    assert tape_picture(flat_tape(0.1))[0, 0] == 204  # -20 of -100 dB
    assert tape_picture(flat_tape(0.1)._replace(gain=-10.0))[0, 0] == 178
    assert tape_picture(flat_tape(0.1)._replace(gain=np.nan))[0, 0] == 204
    assert tape_picture(flat_tape(100))[0, 0] == 255


def test_a_row_of_the_picture_is_a_range_of_frequencies_from_low_to_high() -> None:
    tape = flat_tape(1e-5)
    for bin, row in ((1, 0), (SPEC.bins - 3, ROWS - 1)):
        magnitudes = tape.magnitudes.copy()
        magnitudes[:, bin] = SPEC.reference
        assert tape_picture(Tape(magnitudes, np.zeros(0)))[0].argmax() == row


def sounds(client: Inbox) -> list[tuple[int, np.ndarray]]:
    """Return the number of the first sample, and the samples, of each packet of sound that has come."""
    return [
        (first, np.frombuffer(data, "<i2").reshape(-1, 2))
        for address, (_, first, data) in client.take()
        if address == SOUND_STREAM
    ]


def test_sound_begins_with_what_is_played_next_and_has_no_gap(streams: Streams, source: Source) -> None:
    client = Inbox()
    source.sound = np.zeros((3 * SPEC.rate, 2), np.float32)
    streams.subscribe(client, SOUND_STREAM, 60)
    streams.send()
    client.take()
    for count in (100, 441, 1):
        source.sound = np.concatenate([source.sound, np.tile([[0.5, -1.0]], (count, 1)).astype(np.float32)])
        first = len(source.sound) - count
        streams.send()
        ((number, samples),) = sounds(client)
        assert (number, len(samples)) == (first, count)
        assert (samples == [16384, -32767]).all()


def test_a_restarted_player_counts_from_0(streams: Streams, source: Source) -> None:
    client = Inbox()
    source.sound = np.zeros((SPEC.rate, 2), np.float32)
    streams.subscribe(client, SOUND_STREAM, 60)
    streams.send()
    source.sound = np.ones((50, 2), np.float32)
    streams.send()
    client.take()
    source.sound = np.ones((80, 2), np.float32)
    streams.send()
    assert [(number, len(samples)) for number, samples in sounds(client)] == [(50, 30)]


def test_sound_that_is_too_old_is_left_out(streams: Streams, source: Source) -> None:
    client = Inbox()
    streams.subscribe(client, SOUND_STREAM, 60)
    source.sound = np.ones((2 * MAX_SOUND_SAMPLES, 2), np.float32)
    streams.send()
    assert [(number, len(samples)) for number, samples in sounds(client)] == [(MAX_SOUND_SAMPLES, MAX_SOUND_SAMPLES)]


def test_a_stream_ends_with_its_time_or_when_it_is_ignored(streams: Streams, source: Source) -> None:
    client, other = Inbox(), Inbox()
    streams.subscribe(client, SOUND_STREAM, 0.01)
    streams.subscribe(other, SOUND_STREAM, 60)
    source.sound = np.ones((50, 2), np.float32)
    assert streams.send() == SOUND_INTERVAL_S
    assert (sounds(client), len(sounds(other))) == ([], 1)
    streams.unsubscribe(other, SOUND_STREAM)
    assert streams.send() == TAPE_INTERVAL_S


def test_the_sender_of_a_datagram_gets_no_stream() -> None:
    handler = OscHandler(FakeControls(), streams=Source())
    client = Inbox("127.0.0.1")
    handler.handle(pack("/vamen/listen", SOUND_STREAM), client)
    ((address, (sentence,)),) = client.take()
    assert address == "/vamen/error"
    assert sentence.startswith(f"{SOUND_STREAM} is sent over a connection only")
    assert handler.refused == 1


def test_an_error_in_the_source_is_said_and_does_not_end_the_streams(source: Source) -> None:
    errors: queue.SimpleQueue[str] = queue.SimpleQueue()
    client, lost = Inbox(), iter([True])

    def sound_since(clock: int) -> tuple[int, Floats | None]:
        if next(lost, False):
            raise OSError("the shared memory is gone")
        return Source.sound_since(source, clock)

    source.sound_since = sound_since  # type: ignore[method-assign]
    source.sound = np.ones((50, 2), np.float32)
    with Streams(source, failed=lambda sentence, cause: errors.put(sentence)) as streams:
        streams.subscribe(client, SOUND_STREAM, 60)
        assert "the shared memory is gone" in errors.get(timeout=TEST_TIMEOUT_S)
        wait_until(lambda: bool(sounds(client)))
