"""The judge of latency is right about sounds whose latency is known, and about when it sent for them."""

import math
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from engine.controls import Action, Event
from engine.instrument import Instrument
from engine.mel import Floats
from engine.parameters import INDEX, TABLE
from engine.spec import SPEC
from engine.tap import Heard
from engine.tape import Tape, develop
from osc_bridge import trials
from osc_bridge.arrival import TIMESPEC
from osc_bridge.latency import spread
from osc_bridge.trials import (
    HELD,
    NEVER,
    STALL,
    STEP,
    UNKNOWN,
    UNSETTLED,
    Cut,
    Row,
    amplitude,
    attack_time,
    change_time,
    levels_of,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer  # Python 3.12 has it in collections.abc

RATE = SPEC.rate


def tape(place: float, sounding: bool) -> Tape:
    return develop(levels_of(place, sounding))[0]


def playing(begin: Tape) -> Instrument:
    instrument = Instrument(begin)
    values = np.array([entry.default for entry in TABLE])
    values[INDEX["tempo"]] = SPEC.native_tempo
    instrument.set(values)
    instrument.schedule(Event(Action.PLAY))
    return instrument


def mono(audio: Floats) -> Floats:
    return audio[:, 0].copy()


def test_half_of_an_attack_is_where_half_of_its_energy_is() -> None:
    audio = np.zeros(4000, np.float32)
    audio[1000:1200] = 0.5
    assert attack_time(Heard(audio, 3.0), RATE) == pytest.approx(3.0 + 1100 / RATE, abs=2 / RATE)
    assert math.isnan(attack_time(Heard(0.001 * audio, 3.0), RATE))


@pytest.mark.parametrize("block", [0, 40, 4001])
def test_a_slice_is_heard_as_late_as_the_instrument_makes_it(block: int) -> None:
    """128 samples to the attack; its half is a millisecond later, wherever the event falls."""
    instrument = playing(tape(0, sounding=False))
    instrument.process(8000 + block)
    instrument.schedule(Event(Action.SLICE, STEP), 8000 + block + 500)
    after = mono(instrument.process(4000))[500:]
    found = attack_time(Heard(after, 0.0), RATE) - instrument.latency / RATE
    assert -0.0005 < found < 0.0025


@pytest.mark.parametrize("way", [1.0, -1.0])
def test_a_change_is_over_when_nine_tenths_of_it_are(way: float) -> None:
    time = np.arange(RATE // 2) / RATE
    begin, end = (0.05, 0.2) if way > 0 else (0.2, 0.05)
    swell = np.clip((time - 0.1) / 0.02, 0, 1)
    tone = (begin + (end - begin) * swell) * np.sin(2 * np.pi * trials.TONE * time)
    before = begin / np.sqrt(2)
    assert change_time(before, Heard(tone.astype(np.float32), 5.0), RATE) == pytest.approx(5.118, abs=0.001)
    steady = tone[: RATE // 11].astype(np.float32)
    assert math.isnan(change_time(before, Heard(steady, 5.0), RATE))


def test_a_change_that_begins_from_another_place_tells_nothing() -> None:
    tone = 0.2 * np.sin(2 * np.pi * trials.TONE / RATE * np.arange(RATE // 2))
    with pytest.raises(Cut, match=UNSETTLED):
        change_time(0.05 / np.sqrt(2), Heard(tone.astype(np.float32), 5.0), RATE)


def test_the_tone_that_is_played_is_as_loud_as_the_latent_says() -> None:
    for place, loud in ((-1.0, trials.SOFT), (1.0, trials.LOUD), (3.0, trials.LOUD)):
        audio = mono(playing(tape(place, sounding=True)).process(RATE // 2))[RATE // 4 :]
        found = amplitude(audio, round(trials.ENVELOPE * RATE))
        assert float(np.median(found)) == pytest.approx(loud / np.sqrt(2), rel=0.1)
        assert found.std() / found.mean() < 0.05  # steady enough to see 90 % of a change


def test_a_new_tape_is_heard_within_the_windows_of_the_sound_path() -> None:
    instrument = playing(tape(-1.0, sounding=True))
    before = float(np.median(amplitude(mono(instrument.process(RATE // 4))[RATE // 8 :], 132)))
    instrument.load(tape(1.0, sounding=True))
    found = change_time(before, Heard(mono(instrument.process(RATE // 4)), 0.0), RATE)
    assert 0.004 < found < 0.025


def test_percentiles_count_what_was_heard_and_say_what_was_not() -> None:
    table = spread(Row([0.01, 0.02, 0.03, NEVER], Counter({STALL: 2, HELD: 1})))
    assert (table["count"], table["missed"], table["cut"]) == (3, 1, 3)
    assert table["causes"] == {STALL: 2, HELD: 1}
    assert (table["p50"], table["jitter"]) == (20.0, pytest.approx(19.6))
    assert spread(Row([NEVER])) == {"count": 0, "missed": 1, "cut": 0, "causes": {}}


class Slow(socket.socket):
    """Returns late from sending; its notes of what left can be ours."""

    slow = 0.2  # seconds
    notes: list[tuple[int, int, bytes]] | None = None

    def send(self, datagram: "Buffer", flags: int = 0, /) -> int:
        sent = super().send(datagram, flags)
        time.sleep(self.slow)
        return sent

    def recvmsg(self, *sizes: int) -> tuple[bytes, list[tuple[int, int, bytes]], int, Any]:
        if self.notes is None:
            return super().recvmsg(*sizes)
        super().recvmsg(*sizes)
        return b"", self.notes, 0, None


@pytest.fixture
def out() -> Iterator[Slow]:
    with socket.socket(type=socket.SOCK_DGRAM) as port, Slow(type=socket.SOCK_DGRAM) as out:
        port.bind(("127.0.0.1", 0))
        out.connect(port.getsockname())
        yield out


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux writes down when packets leave")
def test_who_returns_late_from_sending_knows_when_it_left(out: Slow) -> None:
    send = trials.sender(out)
    for _ in range(3):
        before = time.perf_counter()
        assert before < send("/vamen/slice", 1) < before + 0.15


@pytest.mark.parametrize("age", [3600.0, -3600.0, None])
def test_without_a_note_that_can_be_true_only_quick_sending_has_a_time(out: Slow, age: float | None) -> None:
    out.notes = []
    if age is not None:
        note = TIMESPEC.pack(int(time.time() - age), 0)
        out.notes = [(socket.SOL_SOCKET, trials.SO_TIMESTAMPING, note)]
    send = trials.sender(out)
    assert send("/vamen/slice", 1) == UNKNOWN
    out.slow = 0.0
    answers = [(time.perf_counter(), send("/vamen/slice", 1), time.perf_counter()) for _ in range(20)]
    known = [answer for answer in answers if answer[1] != UNKNOWN]
    assert known and all(before <= at <= after for before, at, after in known)
