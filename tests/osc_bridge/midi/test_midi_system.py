"""The MIDI of a real session: inputs, MIDI learn, clock, feedback and notes."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import BadInput, BadParameter
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session
from engine.tape.noise_texture import DecodedImage
from osc_bridge.midi.midi_system import MidiSystem
from osc_bridge.osc.command_registry import CommandRegistry
from tests.engine.decoding import decoder_of
from tests.engine.waiting import wait_until
from tests.sound import break_loop, image_of

from .fake import FakeMidi


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    picture = DecodedImage.smooth(image_of(break_loop()))
    with Session(decoder_of(lambda *_: picture), output=OutputChoice(null=True)) as running:
        yield running


class FakeGear:
    """A MIDI system with a fake controller as input and output."""

    def __init__(self, session: Session, folder: Path, **words: object) -> None:
        self.inputs, self.outputs = FakeMidi("Desk"), FakeMidi("Desk", "Synth")
        self.commands, self.lock = CommandRegistry(), threading.Lock()
        self.system = MidiSystem(
            session,
            self.commands,
            lock=self.lock,
            folder=folder,
            connect=self.inputs.connect,
            connect_outputs=self.outputs.connect_outputs,
            **words,  # type: ignore[arg-type]
        )

    def plays(self, *messages: str) -> None:
        for message in messages:
            self.inputs.receive("Desk", bytes.fromhex(message))

    def got(self, name: str) -> list[bytes]:
        return [data for port, data in self.outputs.sent if port == name]

    def command(self, name: str, word: str) -> None:
        with self.lock:
            self.commands.call(name, (word,), 0.0)


def test_an_input_plays_the_session(session: Session, tmp_path: Path) -> None:
    gear = FakeGear(session, tmp_path)
    with gear.system as system:
        assert system.note == "MIDI by Fake: Desk"
        gear.plays("b0147f")
        wait_until(lambda: session.read("latent/0") == 3.0)
        gear.plays("b01440")
        wait_until(lambda: session.read("latent/0") == 0.0)


def test_the_learn_command_maps_the_next_control_and_can_be_undone(session: Session, tmp_path: Path) -> None:
    gear = FakeGear(session, tmp_path)
    with gear.system as system:
        gear.command("learn", "latent/9")
        assert "latent/9 waits" in system.router.note
        gear.plays(*(f"b037{value:02x}" for value in range(0, 120, 3)))
        wait_until(lambda: (tmp_path / "midi.toml").exists())
        gear.plays("b0377f")
        wait_until(lambda: session.read("latent/9") == 3.0)
        gear.command("unlearn", "latent/9")
        session.write({"latent/9": 0.0})
        gear.plays("b0377f", "b0157f")
        wait_until(lambda: session.read("latent/1") == 3.0)
        assert session.read("latent/9") == 0.0


def test_feedback_goes_to_the_output_of_the_same_name_only(session: Session, tmp_path: Path) -> None:
    (tmp_path / "midi.toml").write_text('name = "mine"\n[feedback]\non = true\n')
    gear = FakeGear(session, tmp_path, outputs=["desk", "synth"])
    with gear.system:
        gear.plays("b01640")
        wait_until(lambda: bytes.fromhex("b01400") in gear.got("Desk") or gear.got("Desk"))
        session.write({"latent/5": 3.0})
        wait_until(lambda: bytes.fromhex("b0197f") in gear.got("Desk"))
        assert gear.got("Synth") == []
    session.write({"latent/5": 0.0})


def test_clock_and_slices_go_to_the_named_outputs(session: Session, tmp_path: Path) -> None:
    gear = FakeGear(session, tmp_path, outputs=["synth"], send=["clock", "slices"])
    with gear.system:
        wait_until(lambda: gear.got("Synth").count(b"\xf8") > 10)
        gear.plays("90307f")
        wait_until(lambda: any(data[0] == 0x90 and data[1] == 48 for data in gear.got("Synth")))
    assert gear.got("Desk") == []


def test_midi_clock_can_be_followed(session: Session, tmp_path: Path) -> None:
    gear = FakeGear(session, tmp_path, follow="midi")
    with gear.system as system:
        assert system.tempo.followed == "MIDI clock"
        with pytest.raises(BadParameter, match="clock 0"), gear.lock:
            gear.commands("tap", 1.0, 0.0)


def test_taps_give_the_tempo(session: Session, tmp_path: Path) -> None:
    gear = FakeGear(session, tmp_path)
    with gear.system, gear.lock:
        for beat in range(2):
            gear.commands("tap", 1.0, 100.0 + beat * 0.5)
        assert session.read("tempo") == pytest.approx(120.0)


def test_an_unknown_word_to_send_is_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="clock, slices, attacks"):
        FakeGear(session, tmp_path, send=["smoke"])


def test_the_map_of_an_input_is_said_and_a_section_that_is_not_valid(session: Session, tmp_path: Path) -> None:
    (tmp_path / "midi.toml").write_text('name = "mine"\n[pads]\nmode = "oneshot"\n')
    gear = FakeGear(session, tmp_path, outputs=["nothere"])
    with gear.system as system:
        missing, used, refused = filter(None, system.port_notes)
        assert missing.startswith("no MIDI output is called nothere")
        assert used == "Desk is played by the map mine over default"
        assert refused.startswith("the map of Desk is used without a section that is not valid: [pads] mode")
