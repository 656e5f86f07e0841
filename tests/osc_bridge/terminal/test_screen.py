"""The picture is readable at every size: rows aligned, the moving line whole, nothing wrapped; lines scroll above."""

from dataclasses import replace

import pytest
import segno

from osc_bridge.osc.handler import OscHandler
from osc_bridge.terminal.qr_code import BORDER, qr_code
from osc_bridge.terminal.screen import picture
from osc_bridge.terminal.screen_state import ShownInstrument
from tests.fake_controls import FakeControls

from .pictures import STATE, FakeTerminal

SMALL = """\
sound      HDA Intel PCH: ALC257 Analog, ALSA, 128 frames at 48000 Hz
MIDI       Launch Control XL, nanoKEY2
OSC        port 7770 of this machine
clock      internal
recording  none; R begins one
panel      http://127.0.0.1:7771

12.2   174 BPM  3 bright ba…  ━━━━━╌   -6 dB  0 underruns  CC 20… -> kick +1.2"""
LARGE_LINE = (
    "12.2   174 BPM  3 bright backbeat  ━━━━━━━━━━━━━━╌╌   -6 dB  0 underruns  CC 20 from Launch Control -> kick +1.2"
)


def test_80_by_24_shows_six_rows_and_a_line() -> None:
    terminal = FakeTerminal(80, 24)
    terminal.draw(STATE)
    assert "\n".join(terminal.text) == SMALL


def test_200_by_50_shows_the_whole_line() -> None:
    terminal = FakeTerminal(200, 50)
    terminal.draw(STATE)
    assert terminal.text[-1] == LARGE_LINE


@pytest.mark.parametrize("columns", [1, 5, 20, 40, 60, 79, 80, 81, 111, 132])
@pytest.mark.parametrize("lines", [2, 11, 24])
def test_no_line_is_wrapped_and_the_most_urgent_parts_stay(columns: int, lines: int) -> None:
    terminal = FakeTerminal(columns, lines)
    terminal.draw(STATE)
    assert len(terminal.text) == (8 if lines == 24 else 1)
    assert all(line.cell_len < max(columns, 2) for line in picture(STATE, columns, lines))
    if columns >= 40:
        assert terminal.text[-1].startswith("12.2") and "174 BPM" in terminal.text[-1]
        assert "0 underruns" in terminal.text[-1]


def test_what_waits_for_a_beat_is_said() -> None:
    handler = OscHandler(FakeControls())
    handler.reports.add("queued", lambda: ["preset 3", 48.0, "drive", 50.5])
    state = ShownInstrument(handler).state("", "")
    assert state.queued == "preset 3 at 13.1, drive at 13.3"
    terminal = FakeTerminal(200, 50)
    terminal.draw(replace(STATE, queued=state.queued))
    assert "  preset 3 at 13.1, drive at 13.3  " in terminal.text[-1]


def test_what_is_unusual_is_said_in_words() -> None:
    stopped = FakeTerminal(200, 50)
    stopped.draw(replace(STATE, playing=False, peak=-120.0, underruns=1, preset="", moved="", tempo=161.53))
    assert stopped.text[-1].split() == ["stopped", "161.5", "BPM", "╌" * 16, "silent", "1", "underrun"]


def test_names_from_outside_cannot_act_on_the_terminal() -> None:
    terminal = FakeTerminal(80, 24)
    rows = (("MIDI", "evil\x1b[2J\x1b]0;title\x07\nname"), *STATE.rows[1:])
    terminal.draw(replace(STATE, rows=rows, preset="3 \x1b[31mred", moved="CC 1 from \x1b[H -> kick 1"))
    assert len(terminal.text) == 8
    assert terminal.screen.title == ""
    assert terminal.text[0].startswith("MIDI       evil")


def test_a_wide_script_is_cut_at_columns_and_not_at_characters() -> None:
    terminal = FakeTerminal(80, 24)
    terminal.draw(replace(STATE, preset="1 " + "破" * 30, moved="CC 20 from " + "鼓" * 40 + " -> kick +1.2"))
    assert len(terminal.text) == 8 and terminal.text[-1].replace(" ", "").endswith("->kick+1.2")


def test_a_picture_takes_the_place_of_the_one_before() -> None:
    terminal = FakeTerminal(80, 24)
    terminal.print("$ vamen play\n")
    for beat in range(100):
        terminal.draw(replace(STATE, beat=beat, moved="x" * (beat % 30)))
    assert len(terminal.text) == 10 and terminal.text[0] == "$ vamen play"
    terminal.leave()
    assert terminal.text == ["$ vamen play"] and not terminal.screen.cursor.hidden


def test_lines_scroll_above_the_picture_and_long_ones_are_complete() -> None:
    terminal = FakeTerminal(80, 24)
    for number in range(30):
        terminal.draw(STATE, f"line {number}")
    long = "the MIDI input Launch Control was unplugged and will be opened again when it appears, with all its controls"
    terminal.draw(STATE, long)
    assert terminal.text[-8:] == SMALL.split("\n")
    assert " ".join(terminal.text[-11:-9]) == long
    assert terminal.text[-12] == "line 29"


def test_what_another_process_prints_is_kept_and_the_picture_follows() -> None:
    terminal = FakeTerminal(80, 24)
    terminal.draw(STATE)
    terminal.print("ALSA lib: underrun occurred\n")
    terminal.draw(STATE)
    assert terminal.text == ["ALSA lib: underrun occurred", "", *SMALL.split("\n")]


def test_a_picture_that_was_lost_half_is_right_with_the_next() -> None:
    terminal = FakeTerminal(80, 24)
    written = terminal.draw(STATE)
    for cut in range(0, len(written), 7):
        terminal.print(written[:cut])
        for _ in range(2):
            terminal.draw(STATE)
        assert terminal.text[-8:] == SMALL.split("\n"), cut


@pytest.mark.parametrize("size", [(60, 24), (80, 12), (40, 20), (120, 40)])
def test_a_resized_terminal_shows_one_picture(size: tuple[int, int]) -> None:
    terminal = FakeTerminal(80, 24)
    terminal.draw(STATE, "a line")
    terminal.resize(*size)
    terminal.draw(STATE)
    assert sum(line.startswith("sound") for line in terminal.text) == 1
    assert terminal.text[-1].startswith("12.2")
    assert len(terminal.text) <= 10


def test_colours_follow_no_color_and_the_terminal() -> None:
    assert "\x1b[36m" in FakeTerminal(80, 24).draw(STATE)
    plain = FakeTerminal(80, 24, {"TERM": "xterm-256color", "NO_COLOR": "1"})
    written = plain.draw(replace(STATE, underruns=3))
    assert not any(f"\x1b[{code}m" in written for code in (*range(30, 38), *range(90, 98)))
    assert "3 underruns" in plain.text[-1] and "━╌" in plain.text[-1]


def test_a_picture_fits_into_one_write_of_a_pipe() -> None:
    rows = tuple((name, "x" * 300) for name, _ in STATE.rows)
    written = FakeTerminal(250, 50).draw(replace(STATE, rows=rows, moved="y" * 300))
    assert len(written.encode()) < 4096


def test_a_code_is_that_of_the_address() -> None:
    address = "http://192.168.178.23:7771/?token=abc"
    lines = qr_code(address).plain.split("\n")
    blocks = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    rows = [[blocks[char][half] for char in line] for line in lines for half in (0, 1)]
    expected = [list(map(int, row)) for row in segno.make(address, error="l", micro=False).matrix_iter(border=BORDER)]
    assert rows[: len(expected)] == expected
    assert len(lines) <= 19 and len({len(line) for line in lines}) == 1
