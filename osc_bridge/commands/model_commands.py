"""The command `model`: a name in, another model that plays instead of the present one out; and the model of a scene.

loader    a thread: reads, tries, checks and warms up the file while the present model plays on
swap      with the lock of the controls held: decoder, names of latents, draws of seeds and identity change together

The next decode paints the whole tape anew; the player is not restarted, and plays the old tape until then. When a file
cannot be used, nothing changes. The texture follows the recommendation of the model as long as it was not moved.

A client names a model, never a file: the bundled one, that of --model, and those in one folder of the user's. Equal
names get a number. The file that plays is in the session's handover, so the next control process opens it, too.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, suppress
from difflib import get_close_matches
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.errors import BadParameter, VamenError, quoted
from engine.files.presets import sanitise_name
from engine.model.digest import claimed_digest
from engine.session.live_session import Session
from osc_bridge.osc.command_arguments import MODEL
from osc_bridge.osc.command_registry import Argument, CommandRegistry, done

from .lazy_model import LazyModel
from .model_folder import MAX_MODELS, models_folder, own_models

if TYPE_CHECKING:
    from engine.model.model_file import Model

MAX_WAITING_SCENES = 8  # scenes that may wait for their models
SCAN_INTERVAL_S = 2.0  # between two looks into the folder, for a list that is asked for often


class SceneModels(Protocol):
    """What scenes need of models."""

    def identity(self) -> tuple[str, str]:
        """Return the name of the model that plays, and its digest."""

    def play_with(self, digest: str, act: Callable[[], str], wanted: Callable[[], bool]) -> Future[str] | None:
        """Do something with the model that has a digest, if it can be had; see `ModelCommands`."""


class ModelCommands:
    """Lists models, and lets another one play."""

    def __init__(
        self,
        session: Session,
        lazy: LazyModel,
        given: Path | None,
        folder: Path | None,
        loader: Executor,
        lock: AbstractContextManager[bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use the models of a folder.

        Args:
            session: plays.
            lazy: its model.
            given: the file of --model; None without one.
            folder: of the user's models; None for the default place. It need not exist.
            loader: loads models, one after the other.
            lock: of the controls.
            clock: seconds.
        """
        self._session, self._lazy, self._loader, self._lock, self._clock = session, lazy, loader, lock, clock
        self._folder, self._given = folder or models_folder(), given
        self._files: Mapping[str, Path] = {}
        self._scanned = -float("inf")
        self._loading, self._waiting = threading.Semaphore(), threading.BoundedSemaphore(MAX_WAITING_SCENES)
        self.note = ""  # what plays since the last change; empty before the first

    def register(self, commands: CommandRegistry) -> None:
        """Register the command."""
        commands.add_with_arguments(MODEL, self._model)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the command takes."""
        return tuple(self._listed())

    @property
    def current(self) -> str:
        """The name of the model that plays, as in `names`; empty if its file is not among them any more."""
        playing = self._lazy.path or _bundled()
        return next((name for name, file in self._listed().items() if playing and file == playing.absolute()), "")

    def identity(self) -> tuple[str, str]:
        """Return the name of the model that plays, and its digest."""
        return self._lazy.identity()

    def _model(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        (name,) = arguments
        if not self._loading.acquire(blocking=False):
            raise BadParameter("another model is being loaded; send it again when that plays")
        try:
            changed = self._loader.submit(self._change, str(name))
        except BaseException:
            self._loading.release()
            raise
        changed.add_done_callback(lambda _: self._loading.release())
        return changed

    def _change(self, name: str) -> str:
        """Load a model and let it play; returns the sentence for the client."""
        path = self._find(name)
        model = self._lazy.load(path)
        with self._lock:
            before = self._swap(model, path)
            if before and self._session.read("texture") == before.card.texture:
                self._session.write({"texture": model.card.texture})
        self.note = f"the model {name!r} plays"
        return self.note

    def play_with(self, digest: str, act: Callable[[], str], wanted: Callable[[], bool]) -> Future[str] | None:
        """Do something with the model that has a digest: now, if it is loaded, else when it is.

        Args:
            digest: of the model.
            act: called with the lock held, right after the swap; returns a sentence for the client.
            wanted: whether it is still wanted when the model is loaded.

        Returns:
            None if that model plays or is not there; then the caller acts with the present one. Else the sentence.

        Raises:
            BadParameter: too many wait for their models.
        """
        if digest in ("", self._lazy.identity()[1]):
            return None
        if kept := self._lazy.kept(digest):
            self._swap(*kept)
            return done(act())
        path = next((path for path in self._listed().values() if claimed_digest(path) == digest), None)
        if path is None:
            return None
        if not self._waiting.acquire(blocking=False):
            raise BadParameter(f"{MAX_WAITING_SCENES} scenes wait for their models; send it again when one plays")
        loaded = self._loader.submit(self._load_and, path, act, wanted)
        loaded.add_done_callback(lambda _: self._waiting.release())
        return loaded

    def _load_and(self, path: Path, act: Callable[[], str], wanted: Callable[[], bool]) -> str:
        model = self._lazy.load(path) if wanted() else None
        with self._lock:
            if model is None or not wanted():
                return "another scene was recalled before the model of this one was loaded"
            self._swap(model, path)
            return act()

    def _swap(self, model: "Model", path: Path | None) -> "Model | None":
        """Let another model play, with the lock held; returns the one before, None if that was not loaded."""
        self._session.replace_decoder(model)
        before = self._lazy.replace(model, path)
        self._session.save_handover(model=self._lazy.describe(), model_file=str(path or _bundled() or ""))
        return before

    def _find(self, name: str) -> Path:
        self._scan()
        if name not in self._files:
            similar = get_close_matches(name, self._files, 1)
            listed = f"did you mean {similar[0]!r}?" if similar else f"there are {', '.join(self._files) or 'none'}"
            raise BadParameter(f"there is no model called {quoted(name)}; {listed}")
        return self._files[name]

    def _listed(self) -> Mapping[str, Path]:
        """Return the files by name, as another thread may list them anew meanwhile."""
        if self._clock() - self._scanned >= SCAN_INTERVAL_S:
            self._scan()
        return self._files

    def _scan(self) -> None:
        """List the model files: that of --model, the bundled one, those in the folder."""
        files, known = dict[str, Path](), set[Path]()
        with suppress(OSError):  # a folder that cannot be read
            own = own_models(self._folder)
            for path in islice(chain(filter(None, (self._given, _bundled())), own), MAX_MODELS):
                if path.resolve() not in known:
                    name = sanitise_name(path.stem)
                    numbered = (f"{name} {number}" for number in count(2))
                    files[next(free for free in chain([name], numbered) if free not in files)] = path.absolute()
                    known.add(path.resolve())
        self._files, self._scanned = files, self._clock()


def _bundled() -> Path | None:
    from engine.model.model_file import bundled

    try:
        return bundled()
    except VamenError:
        return None
