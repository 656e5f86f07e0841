"""A set: a folder of scenes in the order of their numbers, as a bank without factory presets.

The files have the names of their scenes, NNN-NAME.json, and may be copied, renamed and deleted by hand (see
PresetFolder).
"""

from pathlib import Path

from engine.errors import BadInput, BadParameter
from engine.model.learned_break import file_name

from .numbered_files import file_label
from .preset_bank import PresetBank, user_folder
from .preset_folder import BANK_SIZE, PresetFolder, write_learned
from .presets import Preset

DEFAULT_SET = "default"
MAX_COPIES = 1000  # of a scene in a folder


class SceneBank(PresetBank):
    """Scenes by number; used by one thread at a time."""

    noun = "scene"
    undoing = "`vamen presets restore {} --bank` with the folder of the set undoes that"

    def __init__(self, folder: Path | None = None) -> None:
        """Read the scenes of a folder, which need not exist; None for the default set."""
        super().__init__(folder, None)

    def _open(self, folder: Path | None) -> PresetFolder:
        return PresetFolder(folder or sets_folder() / DEFAULT_SET, labelled=True)

    def neighbour(self, number: int, step: int) -> int:
        """Return the number of the next scene after a number, with or without a scene, or before it if `step` is -1.

        Raises:
            BadParameter: there is no such scene.
        """
        others = [other for other in self.names if (other - number) * step > 0]
        if not others:
            end = "last" if step > 0 else "first"
            present = f"scene {number} is the {end} one" if self.names else "the set has no scene yet"
            raise BadParameter(f"{present}; /vamen/scene goes to any, /vamen/scene/save makes one")
        return min(others) if step > 0 else max(others)

    def free_number(self) -> int:
        """Return the number behind the last scene; if that is the last number, the first free one.

        Raises:
            BadParameter: all are taken.
        """
        taken = {*self.names, *self.folder.numbers}
        behind = max(taken, default=-1) + 1
        free = [number for number in range(BANK_SIZE) if number not in taken]
        if not free:
            raise BadParameter(
                f"all {BANK_SIZE} numbers of scenes are taken; delete one, or send the number to replace"
            )
        return behind if behind < BANK_SIZE else free[0]

    def read_again(self) -> tuple[dict[int, Preset], list[str]]:
        """Return the scenes that the folder has by now, and a sentence for each that is invalid."""
        return self.folder.read_all()

    def replace_all(self, scenes: dict[int, Preset], warnings: list[str]) -> None:
        """Use other scenes, as `read_again` has returned them."""
        self._own, self.warnings = scenes, warnings


def sets_folder() -> Path:
    """Return the default folder of the user's sets, each a folder; it need not exist."""
    return user_folder().with_name("sets")


def exports_folder() -> Path:
    """Return the default folder for copies of scenes; it need not exist."""
    return user_folder().with_name("exports")


def free_copy(folder: Path, number: int, scene: Preset) -> Path:
    """Return the path of a copy of a scene that does not exist in a folder yet, named after its number and name.

    Raises:
        BadInput: there are MAX_COPIES.
    """
    name = f"{number:03}-{file_label(scene.name)}".rstrip("-")
    paths = (folder / f"{name}{suffix}.json" for suffix in ("", *(f" {again}" for again in range(2, MAX_COPIES + 1))))
    path = next((path for path in paths if not path.exists()), None)
    if path is None:
        raise BadInput(f"there are {MAX_COPIES} copies of {name!r} already; move some away")
    return path


def copy_learned(scene: Preset, source: PresetBank, folder: Path) -> None:
    """Put the learned break of a scene, if it has one, into the folder of the scene.

    Raises:
        BadInput: it cannot be read or written.
    """
    if scene.learned and not (folder / file_name(scene.learned)).exists():
        write_learned(folder, source.learned.read(scene.learned))
