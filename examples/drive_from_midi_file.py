"""Write a MIDI file, and let it drive the instrument into an audio file.

python examples/drive_from_midi_file.py set.mid set.wav

The command `vamen render set.wav --midi set.mid` does the second half.
"""

import sys
from pathlib import Path

from mido import Message, MetaMessage, MidiFile, MidiTrack, bpm2tempo

from engine.commands.cli import main as vamen

FIRST_SLICE = 36  # the note of the first sixteenth
KICK = 20  # the controller of latent 0 in the default map
STEPS = (0, 2, 4, 6, 8, 8, 12, 14)  # sixteenths of the break, in the order in which they are played


def pattern(ticks_per_beat: int) -> MidiTrack:
    """Return two bars of eighths that play slices, while a controller turns the kick up."""
    track = MidiTrack([MetaMessage("set_tempo", tempo=bpm2tempo(165))])
    eighth = ticks_per_beat // 2
    for index, step in enumerate(STEPS * 2):
        track.append(Message("control_change", control=KICK, value=64 + 4 * index))
        track.append(Message("note_on", note=FIRST_SLICE + step, velocity=100))
        track.append(Message("note_off", note=FIRST_SLICE + step, time=eighth))
    return track


def main() -> int:
    """Write both files."""
    midi = Path(sys.argv[1] if len(sys.argv) > 1 else "set.mid")
    audio = Path(sys.argv[2] if len(sys.argv) > 2 else "set.wav")
    file = MidiFile(type=0)
    file.tracks.append(pattern(file.ticks_per_beat))
    file.save(midi)
    return vamen(["render", str(audio), "--midi", str(midi)])


if __name__ == "__main__":
    sys.exit(main())
