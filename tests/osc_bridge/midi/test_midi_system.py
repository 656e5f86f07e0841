"""Everything that MIDI is in one set, around a real session: what is plugged in plays, learns, ticks and is shown."""

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
from tests.engine.decoding import decoding
from tests.engine.waiting import until
from tests.sound import break_loop, image_of

from .fake import FakeMidi


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    picture = DecodedImage.smooth(image_of(break_loop()))
    with Session(decoding(lambda *_: picture), output=OutputChoice(null=True)) as running:
        yield running


class Gear:
    """Controllers on both sides of a stage."""

    def __init__(self, session: Session, folder: Path, **words: object) -> None:
        self.inputs, self.outputs = FakeMidi("Desk"), FakeMidi("Desk", "Synth")
        self.orders, self.lock = CommandRegistry(), threading.Lock()
        self.stage = MidiSystem(
            session,
            self.orders,
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

    def order(self, name: str, word: str) -> None:
        with self.lock:
            self.orders.tell(name, (word,), 0.0)


def test_what_is_plugged_in_plays(session: Session, tmp_path: Path) -> None:
    gear = Gear(session, tmp_path)
    with gear.stage as stage:
        assert stage.note == "MIDI by Fake: Desk"
        gear.plays("b0147f")
        until(lambda: session.read("latent/0") == 3.0)
        gear.plays("b01440")
        until(lambda: session.read("latent/0") == 0.0)


def test_an_order_to_learn_is_obeyed_by_the_next_control_and_can_be_undone(session: Session, tmp_path: Path) -> None:
    gear = Gear(session, tmp_path)
    with gear.stage as stage:
        gear.order("learn", "latent/9")
        assert "latent/9 waits" in stage.rig.note
        gear.plays(*(f"b037{value:02x}" for value in range(0, 120, 3)))
        until(lambda: (tmp_path / "midi.toml").exists())
        gear.plays("b0377f")
        until(lambda: session.read("latent/9") == 3.0)
        gear.order("unlearn", "latent/9")
        session.write({"latent/9": 0.0})
        gear.plays("b0377f", "b0157f")
        until(lambda: session.read("latent/1") == 3.0)
        assert session.read("latent/9") == 0.0


def test_lamps_show_what_parameters_are_on_the_output_of_the_same_name_only(session: Session, tmp_path: Path) -> None:
    (tmp_path / "midi.toml").write_text('name = "mine"\n[feedback]\non = true\n')
    gear = Gear(session, tmp_path, outputs=["desk", "synth"])
    with gear.stage:
        gear.plays("b01640")
        until(lambda: bytes.fromhex("b01400") in gear.got("Desk") or gear.got("Desk"))
        session.write({"latent/5": 3.0})
        until(lambda: bytes.fromhex("b0197f") in gear.got("Desk"))
        assert gear.got("Synth") == []
    session.write({"latent/5": 0.0})


def test_clock_and_slices_go_out_to_those_that_are_named(session: Session, tmp_path: Path) -> None:
    gear = Gear(session, tmp_path, outputs=["synth"], send=["clock", "slices"])
    with gear.stage:
        until(lambda: gear.got("Synth").count(b"\xf8") > 10)
        gear.plays("90307f")
        until(lambda: any(data[0] == 0x90 and data[1] == 48 for data in gear.got("Synth")))
    assert gear.got("Desk") == []


def test_midi_clock_is_followed_when_that_is_wanted(session: Session, tmp_path: Path) -> None:
    gear = Gear(session, tmp_path, follow="midi")
    with gear.stage as stage:
        assert stage.tempo.followed == "MIDI clock"
        with pytest.raises(BadParameter, match="clock 0"), gear.lock:
            gear.orders("tap", 1.0, 0.0)


def test_taps_give_the_tempo(session: Session, tmp_path: Path) -> None:
    gear = Gear(session, tmp_path)
    with gear.stage, gear.lock:
        for beat in range(2):
            gear.orders("tap", 1.0, 100.0 + beat * 0.5)
        assert session.read("tempo") == pytest.approx(120.0)


def test_what_cannot_be_sent_is_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="clock, slices, attacks"):
        Gear(session, tmp_path, send=["smoke"])
