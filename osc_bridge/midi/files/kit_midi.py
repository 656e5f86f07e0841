"""The MIDI file of a kit: where its slices begin in, a file of type 0 out that plays them in order, once.

places   float64 (32,)  in sixteenths, multiples of 1 / SIXTEENTH_TICKS
notes    FIRST_NOTE for the first slice and so on, velocity 127, each until the next; two bars, tempo and meter
"""

from io import BytesIO
from itertools import pairwise

from engine.arrays import Columns
from engine.files.tempo_map import MINUTE_US
from engine.spec import BAR_BEATS, SPEC
from osc_bridge.midi.input.midi_messages import FIRST_NOTE

from .midi_file_out import SIXTEENTH_TICKS, TICKS_PER_BEAT

FULL_VELOCITY = 127


def kit_midi(places: Columns, tempo: float) -> bytes:
    """Return the contents of the file; tempo in BPM."""
    import mido

    track = mido.MidiTrack()
    track.append(mido.MetaMessage("set_tempo", tempo=round(MINUTE_US / tempo)))
    track.append(mido.MetaMessage("time_signature", numerator=BAR_BEATS, denominator=4))
    ticks = [round(place * SIXTEENTH_TICKS) for place in [*places, SPEC.steps]]
    for step, (begin, end) in enumerate(pairwise(ticks)):
        key = FIRST_NOTE + step
        track.append(mido.Message("note_on", note=key, velocity=FULL_VELOCITY))
        track.append(mido.Message("note_off", note=key, velocity=0, time=end - begin))
    track.append(mido.MetaMessage("end_of_track"))
    with BytesIO() as data:
        mido.MidiFile(type=0, ticks_per_beat=TICKS_PER_BEAT, tracks=[track]).save(file=data)
        return data.getvalue()
