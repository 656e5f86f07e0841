"""The commands of the sequencer reach it by OSC and MIDI, and its reports say what it does."""

import threading
from pathlib import Path
from typing import Any

import pytest

from engine.controls import Action, Event
from engine.sequencer.quantised_moves import MoveKind
from engine.sync.scheduler import Scheduler
from osc_bridge.commands.sequencer_commands import SequencerCommands, keep_time
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.latent_names import LatentNames
from tests.engine.sequencer.beat_controls import Played
from tests.osc_bridge.osc.peer import Peer
from tests.tiny_client import pack

NAMES = LatentNames(lambda: (("kick", "the bass drum"),))


class Setup:
    """A sequencer that plays at 120 BPM, and an OSC peer."""

    def __init__(self) -> None:
        self.played, self.registry = Played(120), CommandRegistry()
        self.sequencer = self.played.sequencer
        self.commands = SequencerCommands(self.sequencer, NAMES)
        self.commands.register(self.registry)
        self.peer = Peer(self.sequencer, commands=self.registry, lock=threading.Lock(), latents=NAMES)

    def send(self, address: str, *arguments: Any) -> list[tuple[str, list[Any]]]:
        return self.peer.send(pack(f"/vamen/{address}", *arguments))


@pytest.fixture
def setup() -> Setup:
    return Setup()


def test_an_lfo_is_aimed_by_name_and_id_and_ended(setup: Setup) -> None:
    for name in ("kick", "latent/0", "/vamen/kick"):
        assert setup.send("lfo/target", 1, name) == []
        assert setup.sequencer.lfo_targets == {1: "latent/0"}
    assert setup.send("lfo/target", 2, "drive") == []
    assert setup.commands.lfos == [1, "kick", 2, "drive"]
    assert setup.send("lfo/target", 1, "") == []
    assert setup.commands.lfos == [2, "drive"]
    [(address, [sentence])] = setup.send("lfo/target", 9, "drive")
    assert (address, "1 to 4" in sentence) == ("/vamen/error", True)


def test_a_gesture_is_recorded_overdubbed_stopped_and_cleared(setup: Setup) -> None:
    played, gesture = setup.played, setup.sequencer.gesture
    played.until(0.5)
    gesture.record(1, 1.0)
    played.until(2.5)
    setup.send("drive", 0.5)
    played.until(4.1)
    assert gesture.playing
    setup.send("gesture/overdub", 1)
    assert gesture.overdub
    setup.send("gesture/play", 0)
    assert not gesture.playing
    setup.send("gesture/stretch", 2.0)
    assert gesture.length == 8
    setup.send("gesture/clear")
    assert gesture.state == ""
    [(address, [sentence])] = setup.send("gesture/play", 1)
    assert (address, "gesture/record" in sentence) == ("/vamen/error", True)


def test_what_waits_is_reported_and_cancelled(setup: Setup) -> None:
    setup.played.controls.write({"quantise/slices": 6})
    setup.played.until(0.5)
    setup.sequencer.trigger(Event(Action.SLICE, 3))
    assert setup.commands.queued == ["slice 3", 4.0]
    assert setup.send("cancel") == []
    assert setup.commands.queued == []


def test_a_midi_control_calls_them(setup: Setup) -> None:
    setup.registry("gesture/record", 2.0, 0.0)
    assert "2 bars" in setup.sequencer.gesture.state
    setup.registry("gesture/clear", 1.0, 0.0)
    assert setup.sequencer.gesture.state == ""


def test_the_sequencer_is_called_by_the_scheduler(tmp_path: Path) -> None:
    now, played, lock = [0.0], Played(120), threading.Lock()
    scheduler = Scheduler(lambda: now[0])
    acted: list[float | None] = []
    played.controls.write({"quantise/presets": 4})
    keep_time(played.sequencer, scheduler, lock)
    played.now = 0.1
    played.sequencer.quantised.plan(MoveKind.PRESETS, "x", acted.append)
    while now[0] < 0.6:
        scheduler.run_due()
        now[0] += 0.01
    assert acted == [pytest.approx(0.5)]
