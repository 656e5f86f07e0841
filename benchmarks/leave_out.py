"""Figures of a model on breaks and kits that it was not trained on, in three folds that leave out different ones.

python -m benchmarks.leave_out BREAKS KITS OUT --steps 3000

in    the CC0 loops and one-shots that training/cc0.toml describes
out   in OUT: sets, runs, models and figures of each fold; on standard output one table in Markdown

Each fold leaves out some loops and every third one-shot, trains on the rest, and is measured on more loops made of the
same rest and on loops made of what was left out. Finished steps are not repeated, so an interrupted run can be resumed.
"""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import BadInput
from training.evaluation.targets import TARGETS, Target

NOTES = Path(__file__).parents[1] / "training" / "cc0.toml"
GROUPS = (
    ("loop_breakbeat", "loop_electric"),
    ("loop_compus", "loop_mehackit1", "loop_mehackit2"),
    ("loop_safari", "loop_tabla"),
)
EXCLUDED = ("loop_amen*", "loop_perc1*")  # perhaps of a record, and not a loop: see docs/decisions.md
MIX = {"kit_share": 0.4, "synth_share": 0.15}
TRAINING_LOOPS, COMPARISON_LOOPS, UNSEEN_LOOPS = 3800, 2000, 128  # loops; the training loops are the first of both sets
RECONSTRUCTION = ("error_db", "onset_correlation")
SAMPLED = ("fsd", "fld", "bigram_jsd", "density_w1", "position_error", "diversity", "novelty", "nn_step", "nn_loop")
SHARP = ("sharp_w1", "sharp_w1_textured", "texture_best")
LINES = {  # of the table, by evaluation: loops, and figures
    "same": ("loops of the training material", (*RECONSTRUCTION, *SAMPLED, *SHARP)),
    "loops": ("loops left out", RECONSTRUCTION),
    "kits": ("kits left out", RECONSTRUCTION),
}

Figures = Mapping[str, Mapping[str, float]]  # by evaluation, by name


@dataclass(frozen=True)
class Fold:
    """Names of the files that are left out."""

    number: int
    loops: tuple[str, ...]
    shots: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """Folders and names of the files."""

    breaks: Path
    kits: Path
    loops: tuple[str, ...]
    shots: tuple[str, ...]

    @classmethod
    def read(cls, breaks: Path, kits: Path) -> "Material":
        """Return the files of both folders.

        Raises:
            BadInput: a loop is missing, or one is in no group and would never be left out.
        """
        loops = tuple(sorted(path.name for path in breaks.glob("loop_*") if not any(map(path.match, EXCLUDED))))
        known, found = sorted(stem for group in GROUPS for stem in group), [Path(name).stem for name in loops]
        if found != known:
            raise BadInput(f"{breaks} holds {', '.join(found) or 'nothing'}, expected {', '.join(known)}")
        return cls(breaks, kits, loops, tuple(sorted(path.name for path in kits.glob("*.flac"))))

    def folds(self) -> list[Fold]:
        """Return folds that leave out every loop and every one-shot once."""
        groups = [tuple(name for name in self.loops if Path(name).stem in group) for group in GROUPS]
        return [Fold(number, loops, self.shots[number :: len(GROUPS)]) for number, loops in enumerate(groups)]


def build_sets(material: Material, fold: Fold, folder: Path, workers: int) -> None:
    """Build the four sets of a fold: for training, for comparison, and of unseen loops and kits."""
    from training.dataset.builder import build

    other_loops = [name for name in material.loops if name not in fold.loops]
    other_shots = [name for name in material.shots if name not in fold.shots]
    rest = {"skip": (*EXCLUDED, *fold.loops, *fold.shots), "kits": [material.kits], **MIX}
    plans: dict[str, dict[str, Any]] = {
        "learned": {"count": TRAINING_LOOPS + TRAINING_LOOPS // 19, "seed": 11, **rest},
        "same": {"count": TRAINING_LOOPS + COMPARISON_LOOPS, "held_out": COMPARISON_LOOPS, "seed": 11, **rest},
        "loops": {"count": UNSEEN_LOOPS, "seed": 21, "skip": (*EXCLUDED, *other_loops)},
        "kits": {"count": UNSEEN_LOOPS, "seed": 31, "skip": other_shots, "kits": [material.kits], "kit_share": 1.0},
    }
    for name, plan in plans.items():
        plan["seed"] += fold.number
        if not (folder / name).is_dir():
            build(material.breaks, folder / name, notes=NOTES, workers=workers, **plan)


def measure(fold: Fold, folder: Path, steps: int, samples: int) -> Figures:
    """Train, export and measure, as far as that is not done yet."""
    from export.write_model import export
    from training.evaluation.evaluate import evaluate
    from training.loop.train import train

    model = folder / "model.onnx"
    if not model.is_file():
        if not train(folder / "learned", folder / "run", steps=steps, seed=2 + fold.number, threads=1).finished:
            raise SystemExit(f"stopped and saved; the same command resumes fold {fold.number}")
        export(folder / "run", model, name=f"fold {fold.number}", created=datetime.now(UTC))
    figures = {}
    for name in LINES:
        kept = folder / f"{name}.json"
        if not kept.is_file():
            report = evaluate(model, folder / name, samples=samples, unseen=name != "same")
            kept.write_text(json.dumps(report.to_dict(), indent=1), "utf-8")
        figures[name] = json.loads(kept.read_text("utf-8"))["figures"]
    return figures


def table(found: Sequence[Figures]) -> Iterable[str]:
    """Yield Markdown: a row for each figure, a column for each fold, their mean and their range."""
    words = {bar.name: bar for bar in TARGETS}
    yield f"| of | figure | bar |{''.join(f' fold {number} |' for number in range(len(found)))} mean | spread |"
    yield "|---" * (5 + len(found)) + "|"
    for evaluation, (source, names) in LINES.items():
        for name in names:
            row = np.array([figures[evaluation][name] for figures in found])
            bar = words.get(name, Target(name, name.replace("_", " ")))
            low, high = bar.limits(evaluation != "same")
            limits = [f"{sign} {limit:g}" for sign, limit in ((">=", low), ("<=", high)) if limit is not None]
            values = [f"{value:.3f}" for value in (*row, row.mean(), np.ptp(row))]
            yield f"| {' | '.join((source, bar.label, ' and '.join(limits), *values))} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Leave breaks and kits out, train, and measure on them.")
    for name in ("breaks", "kits", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--steps", type=int, default=3000, help="of the first stage; the others follow")
    for name, default in (("samples", 400), ("workers", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = parser.parse_args()
    found, material = [], Material.read(arguments.breaks, arguments.kits)
    for fold in material.folds():
        build_sets(material, fold, folder := arguments.out / f"fold{fold.number}", arguments.workers)
        found.append(measure(fold, folder, arguments.steps, arguments.samples))
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
