"""A run folder: all that a training leaves behind.

config.json    the recipe, the plan (steps of each stage), seed and data: decided once, never changed
checkpoints/   the newest two, safetensors
previews/      pictures and sounds
log.csv        one row per judged step
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from engine.errors import BadInput, ModelMismatch
from engine.spec import Spec
from training.config import STAGES, TrainingConfig

from . import checkpoint

FORMAT = 2
PRECISIONS = ("float32", "bfloat16")
KEPT = 2  # checkpoints
COLUMNS = (
    "stage",
    "step",
    "seconds",
    "loss",
    "error_db",
    "onset_correlation",
    "texture",
    "active_latents",
    "unexplained",
    "misread",
    "velocity_error",
)


@dataclass(frozen=True, slots=True)
class RunConfig:
    """What a run is. With the data, it decides every weight."""

    recipe: TrainingConfig
    spec: Spec
    plan: Mapping[str, int]  # steps of each stage
    seed: int
    count: int  # images of the dataset
    held_out: int
    sources: list[Any]
    licence: str
    precision: str = "float32"  # of the products while a net learns: float32 or bfloat16

    def to_json(self) -> str:
        """The file's text."""
        values = {
            "format": FORMAT,
            "recipe": self.recipe.to_dict(),
            "spec": self.spec.to_dict(),
            "plan": dict(self.plan),
            "seed": self.seed,
            "count": self.count,
            "held_out": self.held_out,
            "sources": self.sources,
            "licence": self.licence,
            "precision": self.precision,
        }
        return json.dumps(values, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str, path: Path) -> "RunConfig":
        """Config from the file's text.

        Raises:
            BadInput: not JSON, another format, or damaged.
        """
        try:
            values = json.loads(text)
            if values["format"] != FORMAT:
                raise BadInput(f"{path} has format {values['format']}, this vamen reads {FORMAT}; start a new run")
            return cls(
                TrainingConfig.from_dict(values["recipe"]),
                Spec.from_dict(values["spec"]),
                {stage: int(values["plan"][stage]) for stage in STAGES},
                int(values["seed"]),
                int(values["count"]),
                int(values["held_out"]),
                list(values["sources"]),
                str(values["licence"]),
                _precision(values["precision"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError, ModelMismatch) as error:
            raise BadInput(f"{path} is damaged ({error!r}); start a new run in another folder") from error


def _precision(value: object) -> str:
    if value not in PRECISIONS:
        raise ValueError(f"precision {value!r}")
    return str(value)


class Run:
    """A run folder on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.previews = folder / "previews"
        self._checkpoints = folder / "checkpoints"
        self._config = folder / "config.json"
        self._log = folder / "log.csv"

    def exists(self) -> bool:
        """Whether a run was begun here."""
        return self._config.is_file()

    def begin(self, config: RunConfig) -> None:
        """Make the folder.

        Raises:
            BadInput: it holds something else.
        """
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise BadInput(f"{self.folder} is not empty and not a run; name another folder with --out")
        self.previews.mkdir(parents=True)
        self._checkpoints.mkdir()
        part = self._config.with_suffix(".part")
        part.write_text(config.to_json())
        part.replace(self._config)

    def config(self) -> RunConfig:
        """What the run is.

        Raises:
            BadInput: no run here, or a damaged one.
        """
        if not self.exists():
            raise BadInput(f"{self.folder} holds no training run; make one with vamen train")
        return RunConfig.from_json(self._config.read_text(), self._config)

    def newest(self) -> Path | None:
        """The newest checkpoint, if there is one."""
        found = sorted(self._checkpoints.glob("*.safetensors"))
        return found[-1] if found else None

    def save(self, stage: str, step: int, tensors: Mapping[str, Tensor], state: Mapping[str, Any]) -> Path:
        """Write a checkpoint; names sort by stage and step, and only the newest few stay."""
        path = self._checkpoints / f"{STAGES.index(stage)}-{stage}-{step:08d}.safetensors"
        checkpoint.save(path, tensors, state)
        for old in sorted(self._checkpoints.glob("*.safetensors"))[:-KEPT]:
            old.unlink()
        return path

    def log(self, row: Mapping[str, Any]) -> None:
        """Add a row to the log."""
        fresh = not self._log.exists()
        with self._log.open("a", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            if fresh:
                writer.writeheader()
            writer.writerow(row)

    def rewind_log(self, stage: str, step: int) -> None:
        """Drop rows that lie beyond the checkpoint a run goes on from."""
        if not self._log.exists():
            return
        with self._log.open(newline="") as file:
            rows = list(csv.DictReader(file))
        here = (STAGES.index(stage), step)
        self._log.unlink()
        for row in rows:
            if (STAGES.index(row["stage"]), int(row["step"])) <= here:
                self.log(row)
