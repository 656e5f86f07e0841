"""Random breaks, undo and redo over OSC and MIDI."""

import threading
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadParameter
from engine.files.preset_bank import PresetBank
from engine.files.preset_folder import write_preset
from engine.files.presets import preset
from engine.model.card import Card, MapBreak
from engine.model.seed_draws import SeedDraws
from engine.parameters import LATENTS
from engine.sequencer.sequencer import Sequencer
from osc_bridge.commands.preset_commands import PresetCommands
from osc_bridge.commands.sound_commands import ANOTHER_AMOUNT, HISTORY_LENGTH, SoundCommands, SoundHistory
from osc_bridge.osc.command_registry import CommandRegistry
from tests.fake_controls import FakeControls
from tests.osc_bridge.osc.peer import Peer
from tests.tiny_client import pack
from tests.tiny_model import card_with_pattern_knobs

from .inline_executor import InlineExecutor

DRAWS = SeedDraws(Card.from_json(card_with_pattern_knobs()))
MAP = (MapBreak(0, 0, "near", (0.5,) * LATENTS), MapBreak(1, -1, "far", (-9.0,) * LATENTS))


class Setup:
    """Controls with presets and random breaks, and an OSC peer."""

    def __init__(self, folder: Path) -> None:
        write_preset(folder / "000.json", preset("home", {"latent/0": -1, "seed": 5}, {}))
        write_preset(folder / "001.json", preset("glass", {"latent/0": 1, "seed": 8}, {(0, "kick"): 2}))
        write_preset(folder / "002.json", preset("felt", {"latent/1": 2, "seed": 9}, {}))
        self.controls, self.commands = FakeControls(), CommandRegistry()
        presets = PresetCommands(Sequencer(self.controls), PresetBank(folder, None), lambda: ("", ""), InlineExecutor())
        self.history = presets.history
        presets.register(self.commands)
        generator = np.random.default_rng(1)
        SoundCommands(Sequencer(self.controls), self.history, lambda: DRAWS, generator, lambda: MAP).register(
            self.commands
        )
        self.peer = Peer(self.controls, commands=self.commands, lock=threading.Lock())

    def send(self, command: str, *arguments: object) -> None:
        assert self.peer.send(pack(f"/vamen/{command}", *arguments)) == []

    @property
    def sound(self) -> tuple[object, ...]:
        return tuple(self.controls.values), self.controls.read_steps(), self.controls.seeds


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(tmp_path)


def test_a_random_break_is_new_and_repeatable(setup: Setup, tmp_path: Path) -> None:
    before = setup.sound
    setup.send("random")
    assert len(setup.controls.seeds) == 1 and setup.sound != before
    other = Setup(tmp_path)
    other.send("random", 1)
    assert other.sound == setup.sound
    other.send("random")
    assert other.sound != setup.sound


def test_another_is_a_small_step(setup: Setup) -> None:
    seed = int(setup.controls.read("seed"))
    setup.send("another")
    assert setup.controls.seeds[0] == (seed, 1 - ANOTHER_AMOUNT)
    setup.send("random", 0.25)
    assert len(setup.controls.seeds) == 3


def test_a_released_button_does_nothing(setup: Setup) -> None:
    before = setup.sound
    for command in ("random", "another", "undo", "redo"):
        setup.send(command, 0)
    assert setup.sound == before


CHANGES = (
    ("random",),
    ("another",),
    ("break", 1),
    ("preset", "glass"),
    ("preset/morph", 0, 1, 0.5),
    ("preset/blend", 0, 1.0, 2, 1.0),
)


@pytest.mark.parametrize("change", CHANGES)
def test_undo_brings_the_sound_before_back_and_redo_the_change(setup: Setup, change: tuple[object, ...]) -> None:
    setup.controls.write({"latent/3": 0.123, "width": 0.5})
    setup.controls.write_steps({(4, "hats"): 1.5})
    before = setup.sound
    setup.send(str(change[0]), *change[1:])
    after = setup.sound
    assert after != before
    for _ in range(2):
        setup.send("undo")
        assert setup.sound == before
        setup.send("redo")
        assert setup.sound == after


def test_undo_and_redo_by_midi(setup: Setup) -> None:
    before = setup.sound
    setup.commands("random", 1.0, 12.5)
    setup.commands("undo", 1.0, 12.5)
    assert setup.sound == before


def test_the_steps_of_one_morph_are_undone_together(setup: Setup) -> None:
    setup.send("preset", "felt")
    for step in range(11):
        setup.send("preset/morph", 0, 1, step / 10)
    assert setup.controls.read("latent/0") == 1
    setup.send("undo")
    assert setup.controls.read("latent/1") == 2


def test_a_sound_that_rests_between_changes_is_a_step(setup: Setup) -> None:
    for value in (0.1, 0.5):
        setup.controls.write({"latent/0": 0.05})  # on its way
        setup.history.observe()
        setup.controls.write({"latent/0": value})
        setup.history.observe()
        setup.history.observe()
    setup.send("undo")
    assert setup.controls.read("latent/0") == 0.1
    with pytest.raises(AssertionError, match="there is no sound before this one"):
        setup.send("undo")
    assert setup.controls.read("latent/0") == 0.1


def test_tempo_and_level_are_no_part_of_a_sound(setup: Setup) -> None:
    setup.send("random")
    setup.controls.write({"tempo": 90})
    setup.send("undo")
    assert setup.controls.read("tempo") == 90
    setup.send("redo")


def test_a_change_after_undo_ends_redo(setup: Setup) -> None:
    setup.send("random")
    setup.send("undo")
    setup.controls.write({"seed": 99})
    with pytest.raises(AssertionError, match="there is no sound after this one"):
        setup.send("redo")
    assert setup.controls.read("seed") == 99


def test_the_last_sounds_are_kept(setup: Setup) -> None:
    for _ in range(HISTORY_LENGTH + 5):
        setup.send("random")
    for _ in range(HISTORY_LENGTH - 1):
        setup.send("undo")
    with pytest.raises(AssertionError, match="there is no sound before"):
        setup.send("undo")


def test_a_blend_is_as_close_to_each_preset_as_its_weight(setup: Setup) -> None:
    setup.send("preset/blend", "home", 2.0, 1, 1.0, "felt", 1.0)
    assert setup.controls.read("latent/0") == pytest.approx(-0.25)
    assert setup.controls.read("latent/1") == pytest.approx(0.5)
    assert setup.controls.read_steps() == {(0, "kick"): 0.5}
    assert dict(setup.controls.seeds) == pytest.approx({5: 0.5, 8: 0.25, 9: 0.25})
    setup.send("preset/blend", "home", 0.0, "glass", 0.1)
    assert setup.controls.seeds == ((8, 1.0),) and setup.controls.read("latent/0") == 1
    with pytest.raises(AssertionError, match="one of them above 0"):
        setup.send("preset/blend", "home", 0.0)


def test_a_break_of_the_map_is_a_place_whatever_the_kit_of_the_seed(setup: Setup) -> None:
    setup.controls.write_steps({(4, "hats"): 1.5})
    for seed in (5, 8):
        setup.controls.write({"seed": seed, "texture": 0.3})
        setup.send("break", 0)
        place = [setup.controls.read(f"latent/{index}") for index in range(LATENTS)] + DRAWS.kit(((seed, 1.0),))
        assert place == pytest.approx([0.5] * LATENTS, abs=1e-6)
        assert setup.controls.seeds == ((seed, 1.0),) and setup.controls.read_steps() == {(4, "hats"): 1.5}
        assert setup.controls.read("texture") == 0.3
    setup.send("break", 1)
    assert setup.controls.read("latent/0") == -3, "the end of the range"


@pytest.mark.parametrize("number", [2, 511, -1, 0.5])
def test_a_break_that_is_not_on_the_map_is_refused_and_nothing_changes(setup: Setup, number: float) -> None:
    before = setup.sound
    with pytest.raises(AssertionError, match=r"there is no break .* on the map; send 0 to 1"):
        setup.send("break", number)
    assert setup.sound == before


def test_a_model_without_a_map_says_how_to_get_one() -> None:
    commands, controls = CommandRegistry(), FakeControls()
    history = SoundHistory(Sequencer(controls))
    SoundCommands(Sequencer(controls), history, lambda: DRAWS, np.random.default_rng(1)).register(commands)
    with pytest.raises(BadParameter, match="no map of breaks; export it again"):
        commands("break", 0.0, 1.0)
