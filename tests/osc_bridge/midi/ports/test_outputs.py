"""Messages reach the outputs that they are for, send() never waits, and stop() ends all notes."""

import threading
from collections.abc import Sequence

import pytest
from mido import Message

from engine.errors import BadConfig
from osc_bridge.midi.ports.outputs import OUTPUT_QUEUE_SIZE, MidiOutputs
from tests.osc_bridge.midi.fake import FakeMidi, FakePort, until

ON, OFF = bytes((0x90, 60, 100)), bytes((0x80, 60, 0))
KNOB = bytes((0xB0, 20, 5))


def send(outputs: MidiOutputs, data: bytes, port: str | None = None) -> bool:
    return outputs.send(Message.from_bytes(data), port)


@pytest.fixture
def fake() -> FakeMidi:
    return FakeMidi("vamen", "Synth", "Faders")


def test_our_own_output_and_the_named_ones_are_open(fake: FakeMidi) -> None:
    with MidiOutputs(["FADER"], poll_interval=0.005, connect=fake.connect_outputs) as outputs:
        assert outputs.ports == ("vamen", "Faders")
        assert outputs.note == "MIDI by Fake: vamen, Faders"
    assert fake.open_ports == []


def test_a_message_goes_to_one_output_or_to_all_in_order(fake: FakeMidi) -> None:
    with MidiOutputs(["synth", "faders"], poll_interval=60.0, connect=fake.connect_outputs) as outputs:
        send(outputs, KNOB, "Faders")
        send(outputs, KNOB, "missing")
        send(outputs, bytes([0xF8]))
        until(lambda: len(fake.sent) == 4)
    assert fake.sent == [("Faders", KNOB), *((port, bytes([0xF8])) for port in ("vamen", "Synth", "Faders"))]
    assert outputs.errors.count + outputs.dropped == 0


def test_a_replugged_output_is_reported_and_reached_again(fake: FakeMidi) -> None:
    appeared: list[str] = []
    with MidiOutputs(["synth"], poll_interval=0.005, connect=fake.connect_outputs, on_open=appeared.append) as outputs:
        del fake.plugged["Synth"]
        until(lambda: outputs.ports == ("vamen",))
        fake.plugged["Synth"] = 0
        until(lambda: appeared == ["vamen", "Synth", "Synth"])
        send(outputs, KNOB, "Synth")
        until(lambda: fake.sent == [("Synth", KNOB)])


def test_stop_ends_the_sounding_notes_and_sends_nothing_else(fake: FakeMidi) -> None:
    with MidiOutputs(["synth"], poll_interval=60.0, connect=fake.connect_outputs) as outputs:
        for data in (ON, bytes((0x93, 7, 1)), bytes((0x90, 61, 9)), bytes((0x90, 61, 0)), bytes((0x90, 62, 9))):
            send(outputs, data, "Synth")
        send(outputs, bytes((0x80, 62, 9)), "Synth")
        send(outputs, KNOB)
    after = [data for port, data in fake.sent if port == "Synth"][7:]
    assert after == [OFF, bytes((0x83, 7, 0))]
    assert [data for port, data in fake.sent if port == "vamen"] == [KNOB]


def test_send_does_not_wait_for_a_port_that_hangs_and_counts_dropped_messages(fake: FakeMidi) -> None:
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
    with MidiOutputs(poll_interval=60.0, connect=stuck.connect_outputs) as outputs:
        assert send(outputs, KNOB)
        hanging.wait(5.0)
        assert [send(outputs, KNOB) for _ in range(OUTPUT_QUEUE_SIZE + 3)] == [True] * OUTPUT_QUEUE_SIZE + [False] * 3
        assert outputs.dropped == 3
        going.set()
    assert len(stuck.sent) == OUTPUT_QUEUE_SIZE + 1


def test_a_failing_or_stopped_port_does_not_affect_the_others(fake: FakeMidi) -> None:
    fake.breaking.add("vamen")
    fake.stopped.add("Synth")
    with MidiOutputs(["synth", "faders"], poll_interval=60.0, connect=fake.connect_outputs) as outputs:
        send(outputs, ON)
        until(lambda: fake.sent == [("Faders", ON)])
    assert fake.sent == [("Faders", ON), ("Faders", OFF)]  # a note that was not sent is not ended
    assert outputs.dropped == 2


def test_without_a_midi_system_it_waits_for_one(fake: FakeMidi) -> None:
    fake.there = False
    with MidiOutputs(poll_interval=0.005, connect=fake.connect_outputs) as outputs:
        assert outputs.note == "no MIDI: there is none"
        assert send(outputs, KNOB)
        fake.there = True
        until(lambda: outputs.ports == ("vamen",))


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(BadConfig, match="auto, alsa, jack"):
        MidiOutputs(backend="oss")


def test_a_name_that_no_output_has_is_said_until_it_appears(fake: FakeMidi) -> None:
    with MidiOutputs(["faders", "nothere"], connect=fake.connect_outputs, poll_interval=0.005) as outputs:
        assert "no MIDI output is called nothere" in outputs.unmatched_note
        assert "Faders" in outputs.unmatched_note
        fake.plugged["Nothere 1"] = 0
        until(lambda: "Nothere 1" in outputs.ports)
        assert outputs.unmatched_note == ""
