"""A run folder: the files of a training.

config.json    config, plan (steps of each stage), seed and data; changed only to resume with another dataset
checkpoints/   safetensors: the newest two, and the best one of the stage
previews/      pictures and sounds
log.csv        one row per evaluation
tensorboard/   the same for TensorBoard, see `training.loop.board`
run.html       written at the end, see `training.loop.run_page`
"""

import csv
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from engine.errors import BadInput, ModelMismatch
from engine.files.writing import atomic_write, parent_folders, refused_errors
from engine.spec import Spec
from engine.untrusted import read_bytes, read_json
from training.config import STAGES, TrainingConfig

from . import checkpoint

RUN_FORMAT = 2
MAX_RUN_CONFIG_BYTES = 1 << 24
PRECISIONS = ("float32", "bfloat16")
KEPT_CHECKPOINTS = 2
JUDGED_BY = {  # stage -> column of the log by which an early end is decided, and -1 where more is better
    "step": ("error_db", 1),
    "loop": ("unexplained", 1),
    "flow": ("velocity_error", 1),
    "sampler": ("sampler_error", 1),
}
LOG_COLUMNS = (
    "stage,step,seconds,loss,error_db,onset_correlation,texture,active_latents,unexplained,misread,velocity_error,"
    "sampler_error"
)


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Contents of config.json: together with the dataset, they determine every weight of a run."""

    hparams: TrainingConfig
    spec: Spec
    plan: Mapping[str, int]  # steps of each stage
    seed: int
    count: int  # images of the dataset
    held_out: int
    sources: list[Any]
    licence: str
    precision: str = "float32"  # of matrix products during training: float32 or bfloat16
    digest: str = ""  # of the dataset; empty in older runs
    data: str = ""  # path of the dataset when the run began or resumed; empty in older runs

    def to_json(self) -> str:
        """Return the text of config.json."""
        values = asdict(self)
        values = {"format": RUN_FORMAT, "recipe": values.pop("hparams"), **values}
        return json.dumps(values, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str, path: Path) -> "RunConfig":
        """Parse config.json.

        Raises:
            BadInput: not JSON, of another format, or damaged.
        """
        try:
            values = read_json(text)
            if values["format"] != RUN_FORMAT:
                raise BadInput(f"{path} has format {values['format']}, this vamen reads {RUN_FORMAT}; start a new run")
            return cls(
                TrainingConfig.from_dict(values["recipe"]),
                Spec.from_dict(values["spec"]),
                {stage: int(values["plan"][stage]) for stage in STAGES},
                int(values["seed"]),
                int(values["count"]),
                int(values["held_out"]),
                list(values["sources"]),
                str(values["licence"]),
                PRECISIONS[PRECISIONS.index(values["precision"])],
                str(values.get("digest", "")),
                str(values.get("data", "")),
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, ModelMismatch) as error:
            raise BadInput(f"{path} is damaged ({error!r}); start a new run in another folder") from error


class RunFolder:
    """Reads and writes the files of one run folder, see the module."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.previews, self.board = folder / "previews", folder / "tensorboard"
        self._checkpoints = folder / "checkpoints"
        self._config = folder / "config.json"
        self._log = folder / "log.csv"

    def exists(self) -> bool:
        """Return whether the folder holds a run."""
        return self._config.is_file()

    def begin(self, config: RunConfig) -> None:
        """Make the folder of a new run, with its config.json.

        Raises:
            BadInput: it holds something else, or cannot be made.
        """
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise BadInput(f"{self.folder} is not empty and not a run; name another folder with --out")
        with refused_errors(self.folder), parent_folders(self._config):
            try:
                self.previews.mkdir(parents=True)
                self._checkpoints.mkdir()
                self.replace_config(config)
            except BaseException:
                for folder in (self.previews, self._checkpoints):
                    shutil.rmtree(folder, ignore_errors=True)
                raise

    def replace_config(self, config: RunConfig) -> None:
        """Write config.json, or replace it when a run resumes with another dataset."""
        with atomic_write(self._config) as part:
            part.write_text(config.to_json())

    def config(self) -> RunConfig:
        """Return the contents of config.json.

        Raises:
            BadInput: there is no run, or it is damaged.
        """
        if not self.exists():
            raise BadInput(f"{self.folder} holds no training run; make one with vamen train")
        try:
            text = read_bytes(self._config, MAX_RUN_CONFIG_BYTES).decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{self._config} cannot be read ({error}); start a new run in another folder") from error
        return RunConfig.from_json(text, self._config)

    def newest(self) -> Path | None:
        """Return the path of the newest checkpoint; None if there is no checkpoint."""
        found = sorted(self._checkpoints.glob("*.safetensors"))
        return found[-1] if found else None

    def best(self, stage: str) -> Path | None:
        """Return the path of the checkpoint with the best figure of a stage; None before the first evaluation."""
        judged = self._judged(stage)
        return self._checkpoint(stage, judged[_index_of_best(judged)][1]) if judged else None

    def save(self, stage: str, step: int, tensors: Mapping[str, Tensor], state: Mapping[str, Any]) -> Path:
        """Write a checkpoint and remove all but the newest few and the best one of the stage."""
        path = self._checkpoint(stage, step)
        checkpoint.save_checkpoint(path, tensors, state)
        for old in {*sorted(self._checkpoints.glob("*.safetensors"))[:-KEPT_CHECKPOINTS]} - {self.best(stage)}:
            old.unlink()
        return path

    def log(self, row: Mapping[str, object]) -> None:
        """Append a row, column -> value for some of LOG_COLUMNS, to the log."""
        self._write_log([*self.rows(), row])

    def without_progress(self, stage: str) -> int:
        """Return for how many evaluations the figure by which a stage is judged has not been better than before."""
        judged = self._judged(stage)
        return len(judged) - 1 - _index_of_best(judged) if judged else 0

    def _checkpoint(self, stage: str, step: int) -> Path:
        return self._checkpoints / f"{STAGES.index(stage)}-{stage}-{step:08d}.safetensors"

    def _judged(self, stage: str) -> list[tuple[float, int]]:
        """Return figure, which is better if smaller, and step of each evaluation of a stage."""
        column, sign = JUDGED_BY[stage]
        rows = [row for row in self.rows() if row["stage"] == stage and row[column]]
        return [(sign * float(row[column]), int(row["step"])) for row in rows]

    def rows(self) -> list[dict[str, str]]:
        """Return the rows of the log by column; the texts are empty where a stage has no such figure."""
        if not self._log.exists():
            return []
        with self._log.open(newline="") as file:
            return list(csv.DictReader(file))

    def _write_log(self, rows: Iterable[Mapping[str, object]]) -> None:
        with atomic_write(self._log) as part, part.open("w", newline="") as file:
            writer = csv.DictWriter(file, LOG_COLUMNS.split(","))
            writer.writeheader()
            writer.writerows(rows)

    def rewind_log(self, stage: str, step: int) -> None:
        """Drop the rows of the log for later steps than that of the checkpoint from which a run is resumed."""
        here = (STAGES.index(stage), step)
        rows = self.rows()
        if rows:
            self._write_log(row for row in rows if (STAGES.index(row["stage"]), int(row["step"])) <= here)


def _index_of_best(judged: Sequence[tuple[float, int]]) -> int:
    return judged.index(min(judged))
