import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from mido import Message, MetaMessage, MidiFile, MidiTrack

from engine.errors import BadInput
from training.sources.drums import Drum, Pattern
from training.sources.grooves import MAX_SPREAD, MAX_WINDOWS, GrooveNote, read_grooves, straight_window

BEAT = [(36, 0, 100), (42, 2, 60), (38, 4, 110), (42, 6, 50), (36, 10, 90), (38, 12, 110), (42, 14, 60), (46, 15, 40)]


def write_midi(
    path: Path, bars: int, notes: Sequence[tuple[int, float, int]] = BEAT, *, meter: int = 4, channel: int = 9
) -> None:
    """Write `bars` bars of notes: key, sixteenth of the bar and velocity."""
    track = MidiTrack([MetaMessage("time_signature", numerator=meter, denominator=4)])
    at = 0
    for bar in range(bars):
        for key, step, velocity in sorted(notes, key=lambda note: note[1]):
            tick = round((bar * 16 + step) * 120)
            track.append(Message("note_on", channel=channel, note=key, velocity=velocity, time=tick - at))
            at = tick
    path.parent.mkdir(parents=True, exist_ok=True)
    MidiFile(tracks=[track], ticks_per_beat=480).save(path)


def line(name: str, midi: str, strokes: Sequence[Sequence[object]]) -> str:
    return json.dumps({"id": name, "midi": midi, "strokes": strokes})


STROKES = [["kick", 0, 6, 100, 36], ["snare", 4, 6, 110, 38]] + [["hat", step, 6, 60, 42] for step in range(0, 32, 2)]


def played(notes: Sequence[tuple[Drum, float, float]]) -> Pattern | None:
    return straight_window("a", "b", [GrooveNote(*note) for note in notes])


def hats(delay: float, odd: float = 0.0) -> list[tuple[Drum, float, float]]:
    return [(Drum.HAT, step + delay + odd * (step % 2), 0.6) for step in range(32)]


def test_notes_of_a_midi_file_keep_velocity_and_timing(tmp_path: Path) -> None:
    write_midi(tmp_path / "a.mid", 2, [*BEAT[:-1], (38, 7.25, 30)])
    (groove,) = read_grooves(tmp_path).grooves
    assert groove.performance == "a.mid"
    assert set(groove.rows) == {Drum.KICK, Drum.SNARE, Drum.HAT}
    assert [step for step, cell in enumerate(groove.rows[Drum.KICK]) if cell] == [0, 10, 16, 26]
    ((velocity, late),) = groove.rows[Drum.SNARE][7]
    assert velocity == pytest.approx(30 / 127, abs=0.001) and late == pytest.approx(0.25, abs=0.01)


def test_the_lag_of_a_performance_is_removed_and_its_swing_kept() -> None:
    groove = played(hats(0.1, odd=0.3))
    assert groove
    late = [groove.rows[Drum.HAT][step][0].late for step in range(32)]
    assert np.ptp(late) == pytest.approx(0.3, abs=0.01)
    assert np.mean(late) == pytest.approx(0, abs=0.01)


def test_a_window_that_is_loose_or_in_triplets_is_left_out() -> None:
    loose = np.random.default_rng(0).normal(0, 2 * MAX_SPREAD, 32)
    assert (
        played([(drum, at + late, velocity) for (drum, at, velocity), late in zip(hats(0), loose, strict=True)]) is None
    )
    assert played([(Drum.RIDE, beat * 4 / 3, 0.7) for beat in range(24)]) is None
    assert played(hats(0)) is not None
    assert played(hats(0)[:5]) is None


def test_windows_of_a_long_file_are_few_and_even(tmp_path: Path) -> None:
    write_midi(tmp_path / "a.mid", 80)
    names = [groove.name for groove in read_grooves(tmp_path).grooves]
    assert len(names) == MAX_WINDOWS and names[0] == "a.mid/bar1" and names[-1] == "a.mid/bar79"


def test_only_the_drum_channel_counts_where_there_is_one(tmp_path: Path) -> None:
    write_midi(tmp_path / "melody.mid", 2, channel=0)
    assert read_grooves(tmp_path).grooves
    melody = MidiFile(tmp_path / "melody.mid")
    write_midi(tmp_path / "both.mid", 2, [(42, step, 60) for step in range(16)])
    both = MidiFile(tmp_path / "both.mid")
    both.tracks.append(melody.tracks[0])
    both.save(tmp_path / "both.mid")
    (groove,) = read_grooves(tmp_path, skip=["melody*"]).grooves
    assert set(groove.rows) == {Drum.HAT}


def test_midi_files_that_lines_were_made_of_are_not_read_again(tmp_path: Path) -> None:
    write_midi(tmp_path / "midi" / "one" / "a.mid", 2)
    write_midi(tmp_path / "midi" / "one" / "b.mid", 2)
    (tmp_path / "cut.jsonl").write_text(line("a/bar1", "one/a.mid", STROKES) + "\n\n")
    found = read_grooves(tmp_path)
    assert [(groove.name, groove.performance) for groove in found.grooves] == [
        ("a/bar1", "one/a.mid"),
        ("midi/one/b.mid/bar1", "midi/one/b.mid"),
    ]
    assert found.grooves[0].rows[Drum.KICK][0][0].late == 0


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "3",
        line("a", "b", [["sitar", 0, 0, 100]]),
        line("a", "b", [["kick", "x", 0, 100]]),
        line("a", "b", [["kick"]]),
        json.dumps({"id": 3, "midi": "b", "strokes": []}),
        json.dumps({"id": "a"}),
    ],
)
def test_a_file_of_invalid_lines_is_left_out_with_a_remark(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.jsonl").write_text(line("a", "b.mid", STROKES) + "\n" + text)
    write_midi(tmp_path / "good.mid", 2)
    found = read_grooves(tmp_path)
    assert [groove.performance for groove in found.grooves] == ["good.mid"]
    assert any(remark.startswith("bad.jsonl does not hold grooves") for remark in found.remarks)


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no folder"):
        read_grooves(tmp_path / "nowhere")
    write_midi(tmp_path / "waltz.mid", 2, meter=3)
    with pytest.raises(BadInput, match="no usable groove"):
        read_grooves(tmp_path)
    write_midi(tmp_path / "good.mid", 2)
    write_midi(tmp_path / "piano.mid", 2, [(20, 0, 100)], channel=0)
    (tmp_path / "broken.mid").write_bytes(b"MThd")
    (tmp_path / "notes.txt").write_text("x")
    said = "\n".join(read_grooves(tmp_path).remarks)
    for words in ("waltz.mid is in 3/4", "piano.mid has no drums", "broken.mid is not a standard", "notes.txt: not a"):
        assert words in said
