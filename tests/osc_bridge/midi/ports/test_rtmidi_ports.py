"""The machine's MIDI is found, or its absence is one sentence and nothing on stderr."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import BadConfig
from osc_bridge.midi.ports import rtmidi_ports
from osc_bridge.midi.ports.rtmidi_ports import RtMidiInputs, RtMidiOutputs, distinct

NO_SERVER = os.environ | {"JACK_DEFAULT_SERVER": "vamen-has-no-such-server", "JACK_NO_START_SERVER": "1"}
LIST_PORTS = """
from osc_bridge.midi.ports.inputs import MidiInputs
from osc_bridge.midi.ports.outputs import MidiOutputs
with MidiInputs(list, backend={backend!r}) as inputs, MidiOutputs(backend={backend!r}) as outputs:
    for ports in (inputs, outputs):
        print(ports.note)
        print(ports.ports)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have MIDI: run this on Linux")
@pytest.mark.parametrize("backend", ["alsa", "jack"])
def test_without_midi_there_is_one_line_and_nothing_on_stderr(backend: str) -> None:
    if backend == "alsa" and Path("/dev/snd/seq").exists():
        pytest.skip("this machine has an ALSA sequencer: run this in a container without /dev/snd")
    root = Path(rtmidi_ports.__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", LIST_PORTS.format(backend=backend)],
        env=NO_SERVER,
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    note, ports, out_note, out_ports = done.stdout.splitlines()
    assert note.startswith("no MIDI: ")
    assert note == out_note
    assert ports == out_ports == "()"


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(BadConfig, match="oss"):
        RtMidiInputs("oss", lambda source, data: None)
    with pytest.raises(BadConfig, match="oss"):
        RtMidiOutputs("oss")


def test_equal_names_are_numbered_and_a_single_name_is_not() -> None:
    assert distinct(["pad", "keys", "pad"]) == ["pad (1 of 2)", "keys", "pad (2 of 2)"]
    assert distinct(["pad", "keys"]) == ["pad", "keys"]
    assert distinct([]) == []
