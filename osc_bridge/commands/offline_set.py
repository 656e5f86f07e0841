"""A set that is rendered: controls and a model in, a sequencer and the commands that its moves may call out.

The commands are those of presets, random breaks and the sequencer; a random break without a number is drawn from a
generator of its own, so the same moves give the same sound.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from engine.files.offline_controls import OfflineControls
from engine.files.preset_bank import PresetBank
from engine.sequencer.offline_sequencer import OfflineSequencer
from osc_bridge.osc.command_registry import CommandRegistry

from .lazy_model import latents_of
from .preset_commands import PresetCommands
from .sequencer_commands import ModelZone, SequencerCommands
from .sound_commands import SoundCommands

if TYPE_CHECKING:
    from engine.model.model_file import Model


class OfflineSet:
    """What plays over offline controls."""

    def __init__(self, controls: OfflineControls, decoder: "Model", bank: PresetBank) -> None:
        """`controls`: at sample 0. `bank`: of the presets that commands recall."""
        self.sequencer, self.commands = OfflineSequencer(controls), CommandRegistry()
        self.sequencer.nearest = ModelZone(lambda: decoder, self.sequencer)
        identity = decoder.card.name, decoder.digest
        self.presets = PresetCommands(self.sequencer, bank, lambda: identity, ThreadPoolExecutor(1))
        sounds = SoundCommands(
            self.sequencer,
            self.presets.history,
            lambda: decoder.draws,
            np.random.default_rng(0),
            lambda: decoder.card.breaks,
        )
        for commands in (self.presets, sounds, SequencerCommands(self.sequencer, latents_of(decoder.card))):
            commands.register(self.commands)

    @property
    def notes(self) -> tuple[str, str]:
        """What could not be played as it was asked for; usually empty."""
        return self.presets.note, self.sequencer.note
