"""Standard MIDI files are read within limits, and what is not one is refused in a sentence."""

import struct
import time
from pathlib import Path

import pytest
from mido import Message, MetaMessage, MidiFile, MidiTrack

from engine.errors import BadInput
from engine.files.midi_file import MAX_MIDI_FILE_BYTES, read_midi_file


def test_messages_tempi_and_meters_are_read(tmp_path: Path) -> None:
    head = MidiTrack(
        [MetaMessage("set_tempo", tempo=400_000), MetaMessage("time_signature", numerator=6, denominator=8)]
    )
    notes = MidiTrack([Message("note_on", note=36, velocity=9, time=240)])
    MidiFile(type=1, tracks=[head, notes], ticks_per_beat=480).save(tmp_path / "set.mid")
    sequence = read_midi_file(tmp_path / "set.mid")
    assert sequence.changes[1:] == [(0, 400_000), (240, b"\x90\x24\x09")]
    assert sequence.meters == {(6, 8)}
    assert sequence.tempo_map.seconds(480) == 0.4


@pytest.mark.parametrize(("tick", "bars"), [(0, 1), (1919, 1), (1920, 1), (1921, 2)])
def test_a_file_lasts_until_the_end_of_its_last_bar(tmp_path: Path, tick: int, bars: int) -> None:
    track = MidiTrack([MetaMessage("end_of_track", time=tick)])
    MidiFile(tracks=[track], ticks_per_beat=480).save(tmp_path / "set.mid")
    sequence = read_midi_file(tmp_path / "set.mid")
    assert sequence.seconds() == sequence.seconds(bars) == 2.0 * bars


def content(*tracks: bytes, type: int = 1, division: int = 480) -> bytes:
    head = b"MThd" + struct.pack(">lhhh", 6, type, len(tracks), division)
    return head + b"".join(b"MTrk" + struct.pack(">L", len(track)) + track for track in tracks)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "too early"),
        (b"RIFF" + bytes(40), "MThd"),
        (content(b"\x00\x90\x24\x7f\x00\xff\x2f\x00", type=2), "type 2"),
        (content(b"\x00\xff\x2f\x00", type=7), "type 7"),
        (content(b"\x00\xff\x2f\x00", division=-25 * 256 + 40), "SMPTE"),
        (content(b"\x00\xff\x2f\x00", division=0), "SMPTE"),
        (content(b"\x00\x90\x24\x7f\x00\xff\x2f\x00")[:-3], "too early"),
        (content(b"\x00\x90\x24\xff\x00\xff\x2f\x00"), "0..127"),
        (content(b"\x00\x24\x7f\x00\xff\x2f\x00"), "running status"),
        (content(b"\x81\x80\x80\x80\x00\x90\x24\x7f\x00\xff\x2f\x00"), "pause"),
        (content(b"\xff" * 10_000), "never ends"),
        (bytes(MAX_MIDI_FILE_BYTES + 1), "2 MB"),
    ],
    ids=[
        *("empty", "no header", "type 2", "type 7", "SMPTE", "no division", "truncated", "data byte"),
        *("running status", "long pause", "long number", "large"),
    ],
)
def test_a_file_that_cannot_be_played_is_refused_in_a_sentence(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "set.mid"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=reason) as refusal:
        read_midi_file(path)
    assert str(refusal.value).startswith(str(path)) and "\n" not in str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nothing\.mid"):
        read_midi_file(tmp_path / "nothing.mid")


@pytest.mark.parametrize(
    "track",
    [b"\xff" * (MAX_MIDI_FILE_BYTES - 100), b"\x00\xff\x7f" + b"\xff" * 4000 + b"\x7f" * (MAX_MIDI_FILE_BYTES - 5000)],
)
def test_a_hostile_file_is_refused_in_a_second(tmp_path: Path, track: bytes) -> None:
    (tmp_path / "set.mid").write_bytes(content(track))
    began = time.monotonic()
    with pytest.raises(BadInput):
        read_midi_file(tmp_path / "set.mid")
    assert time.monotonic() - began < 5
