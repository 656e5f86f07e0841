"""Commands of presets over OSC: a bank of two presets, controls, and a peer that sends."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.files.preset_bank import PresetBank
from engine.files.preset_folder import write_preset
from engine.files.presets import Preset, preset
from engine.model.learned_break import LearnedBreak
from engine.parameters import LATENTS
from engine.sequencer.sequencer import Sequencer
from engine.spec import SPEC
from osc_bridge.commands.preset_commands import PresetCommands
from osc_bridge.osc.command_registry import CommandRegistry
from tests.fake_controls import FakeControls
from tests.osc_bridge.commands.inline_executor import InlineExecutor
from tests.osc_bridge.osc.peer import Peer

MODEL_SHA256 = "a" * 64


class PresetPeer:
    """Controls, a bank with two presets, and an OSC peer."""

    def __init__(self, folder: Path) -> None:
        write_preset(folder / "factory" / "000.json", preset("home", {"latent/0": -1}, {}, "tiny", MODEL_SHA256))
        glass = preset("Glass", {"latent/0": 1}, {(0, "kick"): 2}, "amen", "b" * 64)
        write_preset(folder / "factory" / "003.json", glass)
        self.controls, self.commands, self.writer = FakeControls(), CommandRegistry(), InlineExecutor()
        self.bank = PresetBank(folder / "own", folder / "factory")
        self.presets = PresetCommands(Sequencer(self.controls), self.bank, lambda: ("tiny", MODEL_SHA256), self.writer)
        self.presets.register(self.commands)
        self.lock = threading.Lock()
        self.peer = Peer(self.controls, commands=self.commands, lock=self.lock)


def learned_file(folder: Path) -> tuple[Preset, Path]:
    """Write a learned break; returns a preset that names it, and its file."""
    learned = LearnedBreak(
        MODEL_SHA256, 1.0, np.zeros((SPEC.steps, LATENTS), np.float32), np.zeros((SPEC.steps, 16 * SPEC.mels), np.int8)
    )
    (folder / "x.learned").write_bytes(learned.to_bytes())
    return replace(preset("mine", {"latent/0": 2.0, "tempo": 99.0}, {}), learned=learned.digest), folder / "x.learned"
