"""What is sent arrives where it should, nobody waits for it, and nothing hangs when we go."""

import threading
from collections.abc import Sequence

import pytest

from engine.errors import BadConfig
from osc_bridge.midi.ports.outputs import LIMIT, MidiOutputs
from tests.osc_bridge.midi.fake import FakeMidi, FakePort, until

ON, OFF = bytes((0x90, 60, 100)), bytes((0x80, 60, 0))
KNOB = bytes((0xB0, 20, 5))


@pytest.fixture
def fake() -> FakeMidi:
    return FakeMidi("vamen", "Synth", "Faders")


def test_our_own_output_and_those_that_are_named_are_open(fake: FakeMidi) -> None:
    with MidiOutputs(["FADER"], period=0.005, connect=fake.connect_outputs) as outputs:
        assert outputs.ports == ("vamen", "Faders")
        assert outputs.note == "MIDI by Fake: vamen, Faders"
    assert fake.open_ports == []


def test_a_message_goes_to_one_output_or_to_all_in_order(fake: FakeMidi) -> None:
    with MidiOutputs(["synth", "faders"], period=60.0, connect=fake.connect_outputs) as outputs:
        outputs.send(KNOB, "Faders")
        outputs.send(KNOB, "nobody")
        outputs.send(bytes([0xF8]))
        until(lambda: len(fake.sent) == 4)
    assert fake.sent == [("Faders", KNOB), *((port, bytes([0xF8])) for port in ("vamen", "Synth", "Faders"))]
    assert outputs.refused == 0


def test_an_output_that_goes_and_comes_back_is_told_of_and_reached_again(fake: FakeMidi) -> None:
    appeared: list[str] = []
    with MidiOutputs(["synth"], period=0.005, connect=fake.connect_outputs, appeared=appeared.append) as outputs:
        del fake.plugged["Synth"]
        until(lambda: outputs.ports == ("vamen",))
        fake.plugged["Synth"] = 0
        until(lambda: appeared == ["vamen", "Synth", "Synth"])
        outputs.send(KNOB, "Synth")
        until(lambda: fake.sent == [("Synth", KNOB)])


def test_what_sounds_when_we_go_is_ended_and_nothing_else_is_sent(fake: FakeMidi) -> None:
    with MidiOutputs(["synth"], period=60.0, connect=fake.connect_outputs) as outputs:
        for data in (ON, bytes((0x93, 7, 1)), bytes((0x90, 61, 9)), bytes((0x90, 61, 0)), bytes((0x90, 62, 9))):
            outputs.send(data, "Synth")
        outputs.send(bytes((0x80, 62, 9)), "Synth")
        outputs.send(KNOB)
    after = [data for port, data in fake.sent if port == "Synth"][7:]
    assert after == [OFF, bytes((0x83, 7, 0))]
    assert [data for port, data in fake.sent if port == "vamen"] == [KNOB]


def test_nobody_waits_for_a_port_that_hangs_and_what_does_not_fit_is_counted(fake: FakeMidi) -> None:
    hanging, going = threading.Event(), threading.Event()

    class Hanging(FakePort):
        def send(self, data: Sequence[int]) -> bool:
            hanging.set()
            going.wait(5.0)
            return super().send(data)

    class Stuck(FakeMidi):
        def open(self, port: str) -> FakePort:
            return Hanging(port, self)

    stuck = Stuck("vamen")
    with MidiOutputs(period=60.0, connect=stuck.connect_outputs) as outputs:
        assert outputs.send(KNOB)
        hanging.wait(5.0)
        assert [outputs.send(KNOB) for _ in range(LIMIT + 3)] == [True] * LIMIT + [False] * 3
        assert outputs.refused == 3
        going.set()
    assert len(stuck.sent) == LIMIT + 1


def test_a_port_that_breaks_or_stands_still_does_not_silence_the_others(fake: FakeMidi) -> None:
    fake.breaking.add("vamen")
    fake.standing.add("Synth")
    with MidiOutputs(["synth", "faders"], period=60.0, connect=fake.connect_outputs) as outputs:
        outputs.send(ON)
        until(lambda: fake.sent == [("Faders", ON)])
    assert fake.sent == [("Faders", ON), ("Faders", OFF)]  # what did not begin is not ended
    assert outputs.dropped == 2


def test_without_a_midi_system_it_waits_for_one(fake: FakeMidi) -> None:
    fake.there = False
    with MidiOutputs(period=0.005, connect=fake.connect_outputs) as outputs:
        assert outputs.note == "no MIDI: there is none"
        assert outputs.send(KNOB)
        fake.there = True
        until(lambda: outputs.ports == ("vamen",))


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(BadConfig, match="auto, alsa, jack"):
        MidiOutputs(backend="oss")
