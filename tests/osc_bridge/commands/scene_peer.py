"""Commands of scenes over OSC: a set of three scenes, a session, models, and a peer that sends."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from engine.controls import Controls
from engine.files.preset_bank import PresetBank
from engine.files.preset_folder import write_preset
from engine.files.presets import preset
from engine.files.scene_bank import SceneBank
from engine.sequencer.sequencer import Sequencer
from engine.session.live_session import Session
from engine.sync.scheduler import Scheduler
from osc_bridge.commands.lazy_model import LazyModel
from osc_bridge.commands.model_commands import ModelCommands
from osc_bridge.commands.preset_commands import PresetCommands
from osc_bridge.commands.scene_commands import SceneCommands
from osc_bridge.commands.sound_commands import SoundCommands
from osc_bridge.osc.command_registry import CommandRegistry
from tests.engine.files.test_scenes import FakePerformance
from tests.osc_bridge.commands.inline_executor import InlineExecutor
from tests.osc_bridge.osc.peer import Peer
from tests.tiny_client import pack

from .test_model_commands import FakeSession

DONE, ERROR = "/vamen/done", "/vamen/error"


class Performing(Sequencer):
    """A sequencer whose state is that of a fake performance."""

    def __init__(self, controls: Controls, performance: FakePerformance, clock: Callable[[], float]) -> None:
        super().__init__(controls, clock=clock)
        self.performance = performance

    def capture(self) -> dict[str, Any]:
        return self.performance.capture()

    def recall(self, found: Mapping[str, Any], due: float | None = None) -> None:
        self.performance.recall(found, due)


class ScenePeer:
    """A set of three scenes, a session of the tiny model, another model in the folder, and an OSC peer."""

    def __init__(self, folder: Path, given: Path, other: Path) -> None:
        self.folder, self.now = folder, 100.0
        self.lazy = LazyModel(given, "cpu")
        self.name, self.digest = self.lazy.identity()
        self.other = LazyModel(other, "cpu").identity()
        for number, name, values in ((0, "intro", {"tempo": 140}), (4, "drop", {"tempo": 174, "freeze": 1})):
            scene = preset(name, {**values, "latent/0": 1.5}, {(3, "kick"): 2.0}, self.name, self.digest)
            write_preset(folder / "set" / f"{number:03}-{name}.json", scene)
        write_preset(folder / "set" / "009-end.json", preset("end", {"tempo": 90, "seed": 4}, {}, *self.other))
        self.session, self.writer, self.loader = FakeSession(), InlineExecutor(), InlineExecutor()
        self.lock, self.scheduler = threading.RLock(), Scheduler(lambda: self.now)
        self.bank, self.commands, self.performance = SceneBank(folder / "set"), CommandRegistry(), FakePerformance(a=1)
        presets = PresetBank(folder / "presets", None)
        self.sequencer = Performing(self.session, self.performance, lambda: self.now)
        self.presets = PresetCommands(self.sequencer, presets, self.lazy.identity, self.writer)
        session = cast(Session, self.session)
        self.models = ModelCommands(session, self.lazy, given, other.parent, self.loader, self.lock)
        self.history = self.presets.history
        self.scenes = SceneCommands(
            self.sequencer,
            self.bank,
            self.writer,
            history=self.history,
            models=self.models,
            presets=presets,
            scheduler=self.scheduler,
            lock=self.lock,
            exports=folder / "exports",
            clock=lambda: self.now,
        )
        draws = cast(Any, lambda: self.lazy.model.draws)
        sounds = SoundCommands(self.sequencer, self.history, draws, cast(Any, None))
        for commands in (self.presets, self.scenes, self.models, sounds):
            commands.register(self.commands)
        self.peer = Peer(self.session, commands=self.commands, lock=self.lock, clock=lambda: self.now)

    def send(self, address: str, *arguments: Any) -> list[tuple[str, list[Any]]]:
        return self.peer.send(pack(address, *arguments))

    def files(self, folder: str = "set") -> list[str]:
        return sorted(path.name for path in (self.folder / folder).iterdir() if path.is_file())
