"""The user reads whether a MIDI clock that should be followed ticks."""

import pytest

from osc_bridge.midi.clock.clock_in import SILENCE_TIMEOUT, MidiClock
from osc_bridge.midi.clock.clock_note import CLOCK_WAIT_S, ClockNote

from .test_clock_in import Master


class Reader:
    """Reads the note of a clock at chosen times."""

    def __init__(self) -> None:
        self.clock, self.now, self.followed = MidiClock(), 100.0, True
        self.source = ClockNote(self.clock, lambda: self.followed, lambda: self.now)
        self.master = Master(self.clock)

    def at(self, now: float) -> str:
        self.now = now
        return self.source.note


def test_the_absence_of_a_clock_is_said_in_one_line_after_a_while() -> None:
    reader = Reader()
    assert reader.at(100.0) == ""
    assert reader.at(100.0 + CLOCK_WAIT_S / 2) == ""
    note = reader.at(100.1 + CLOCK_WAIT_S)
    assert note.startswith("no MIDI clock ticks") and "\n" not in note


def test_a_clock_that_is_found_and_lost_and_found_is_said() -> None:
    reader = Reader()
    reader.at(100.0)
    reader.master.tick(24)
    assert reader.at(reader.master.last) == "following the MIDI clock of Drums"
    lost = reader.at(reader.master.last + SILENCE_TIMEOUT + 0.1)
    assert lost == "the MIDI clock of Drums has stopped ticking; the tempo holds until it ticks again"
    reader.master.now += 5
    reader.master.tick(24)
    assert reader.at(reader.master.last) == "following the MIDI clock of Drums"


@pytest.mark.parametrize("bpm", [36.0, 330.0])
def test_a_clock_outside_the_range_of_tempi_is_said(bpm: float) -> None:
    reader = Reader()
    reader.master.bpm = bpm
    reader.master.tick(48)
    assert "outside 40 to 300 BPM" in reader.at(reader.master.last)


def test_nothing_is_said_while_another_clock_is_followed() -> None:
    reader = Reader()
    reader.followed = False
    reader.master.tick(48)
    assert reader.at(reader.master.last) == reader.at(200.0) == ""
    reader.followed = True
    assert reader.at(300.0) == ""  # the wait begins when the clock is chosen
    assert reader.at(300.1 + CLOCK_WAIT_S).startswith("no MIDI clock ticks")


def test_a_start_whose_tick_is_missing_does_not_count_as_a_tempo_out_of_range() -> None:
    reader = Reader()
    reader.master.tick(24)
    reader.master.send("start")
    assert reader.at(reader.master.last + 0.3) == "following the MIDI clock of Drums"
