"""The MIDI file of a kit plays each slice at its place, for two bars."""

from pathlib import Path

import numpy as np
import pytest

from engine.files.midi_file import read_midi_file
from osc_bridge.midi.files.kit_midi import kit_midi
from osc_bridge.midi.files.midi_file_out import SIXTEENTH_TICKS


@pytest.mark.parametrize("tempo", [40.0, 173.25, 300.0])
def test_it_plays_the_slices_in_order_at_their_places(tmp_path: Path, tempo: float) -> None:
    places = np.arange(32.0)
    places[28] = 27.875
    (tmp_path / "kit.mid").write_bytes(kit_midi(places, tempo))
    found = read_midi_file(tmp_path / "kit.mid")
    notes = [(tick, change[1:]) for tick, change in found.changes if isinstance(change, bytes) and change[0] == 0x90]
    assert notes == [(place * SIXTEENTH_TICKS, bytes((36 + step, 127))) for step, place in enumerate(places)]
    ends = [tick for tick, change in found.changes if isinstance(change, bytes) and change[0] == 0x80]
    assert ends == [*(tick for tick, _ in notes[1:]), found.length]
    assert found.seconds() == pytest.approx(8 * 60 / tempo, abs=1e-5) and found.length == 32 * SIXTEENTH_TICKS
    assert found.meters == {(4, 4)}
