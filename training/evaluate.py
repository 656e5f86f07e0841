"""A model file and a folder of real loops in, a report out: how good the model is, in figures, and in one picture.

model      a file of `vamen export`; only the CPU runs it, so that the same file gives the same figures anywhere
reference  a dataset of `vamen dataset`: its held-out images are the truth that samples and reconstructions are held
           against, the others set the units and are what a memoriser would repeat

All figures but milliseconds depend on the model, the reference, the seed and the number of samples only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.errors import BadInput, BadParameter
from engine.mel import Floats
from engine.model import Model
from engine.texture import textured

from . import judge, played, sheet, sweeps
from .dataset import Dataset, open_dataset
from .descriptors import NAMES, describe
from .metrics import Reference, Values, compare, gather, look
from .report import Report

FEWEST = 8  # samples
COMPARED = 2000  # learned and held-out images at most that samples are compared with
DESCRIBED = 400  # loops that say how much the descriptors vary
WAYS, BASES, PLAYED, ROUNDS = 24, 16, 24, 200  # at most; fewer for few samples
SHOWN = 4  # rows of the picture
ROUGH = 100  # held-out loops below which figures are rough

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Work:
    """An evaluation under way."""

    path: Path
    model: Model
    data: Dataset | None
    report: Report
    real: Reference | None = None  # once it is read

    def rng(self, part: int) -> Generator:
        """Chance for a part of the work, whatever the others have drawn."""
        return np.random.default_rng([self.report.seed, part])

    def at_most(self, most: int, share: int) -> int:
        """A count that follows the samples."""
        return int(np.clip(self.report.samples // share, 2, most))


def evaluate(
    path: Path,
    folder: Path | None = None,
    *,
    samples: int = 400,
    seed: int = 0,
    unseen: bool = False,
    threads: int = 1,
    picture: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Measure a model file.

    Args:
        path: the model.
        folder: the reference; without one, only what needs none is measured.
        samples: random breaks, at least 8; all other counts follow it.
        seed: of all chance.
        unseen: none of the reference was learned from: only reconstruction is measured, on all its images.
        threads: of the CPU. Costs are always measured on one.
        picture: where to put a PNG of real | reconstructed | sampled | sampled with texture; needs a reference.
        progress: called with the parts done and all parts.

    Raises:
        BadInput: the model, the reference or the picture's folder is not there, or damaged.
        ModelMismatch: the model or the reference is of another geometry or format.
        BadParameter: fewer than 8 samples, a seed below 0, or a reference is needed and not named.
    """
    if samples < FEWEST or seed < 0 or threads < 1:
        raise BadParameter(f"samples is {samples}, seed {seed}, threads {threads}; expected at least {FEWEST}, 0 and 1")
    if folder is None and (unseen or picture):
        word = "--unseen" if unseen else "--picture"
        raise BadParameter(f"{word} needs real loops; name a folder made by vamen dataset as well")
    if picture and not picture.absolute().parent.is_dir():
        raise BadInput(f"there is no folder {picture.parent} to write {picture.name} into; make it first")
    data = open_dataset(folder) if folder else None
    model = Model.load(path, provider="cpu", threads=threads)
    name = str(folder) if folder else None
    work = Work(path, model, data, Report(model.card.name, name, samples, seed, unseen, model.card.texture))
    parts = ALONE if data is None else UNSEEN if unseen else ALL
    for number, part in enumerate(parts):
        part(work)
        if progress:
            progress(number + 1, len(parts))
    if picture:
        sheet.picture(picture, rows(work))
    return work.report


def rows(work: Work) -> list[list[Floats]]:
    """Rows of the picture: real | reconstructed | sampled | sampled with texture."""
    found = []
    for row, image in enumerate(_images(work, SHOWN)):
        real, drawn = judge.as_levels(image), judge.draw(work.model, work.report.seed, row)
        back, shown = work.model.paint(work.model.encode(real).latents), judge.show(work.model, drawn)
        found.append([real, back.levels, shown.levels, textured(shown, drawn.seed, work.report.texture)])
    return found


def _read(work: Work) -> None:
    """The reference, and how far real loops are from real ones: no loop is in two of its three parts."""
    data, samples = _data(work), work.report.samples
    learned = len(data.images) - data.held_out
    beside, rest = np.split(work.rng(0).permutation(learned), [min(samples, learned // 2)])
    true = gather([look(image) for image in _images(work, COMPARED)])
    known, others = (
        gather([look(data.images[number]) for number in np.sort(which)]) for which in (rest[:COMPARED], beside)
    )
    if len(true) < ROUGH:
        work.report.notes.append(f"the reference holds out {len(true)} loops only: figures and floors are rough")
    work.real = Reference.of(known, true)
    work.report.floors |= compare(others, work.real, work.rng(1))


def _reconstruct(work: Work) -> None:
    report, data = work.report, _data(work)
    origins = "".join(data.origins[number] for number in _unlearned(work, report.samples))
    report.figures |= judge.reconstructed(work.model, _images(work, report.samples), report.texture, origins)


def _sample(work: Work) -> None:
    report, real = work.report, work.real
    if real is None:
        raise ValueError("samples are compared with a reference that was not read")
    bare, grainy = judge.sampled(work.model, report.samples, report.seed, report.texture)
    report.figures |= compare(bare, real, work.rng(1))
    with_texture = compare(grainy, real, work.rng(1))
    report.figures |= {f"{name}_textured": value for name, value in with_texture.items()}


def _play(work: Work) -> None:
    """Sampled breaks as they are played, relative to real tapes through the same sound path."""
    report, count = work.report, work.at_most(PLAYED, 16)

    def sampled() -> Iterator[Floats]:
        for index in range(count):
            drawn = judge.draw(work.model, report.seed, index)
            yield textured(judge.show(work.model, drawn), drawn.seed, report.texture)

    mine, real = played.heard(sampled()), played.heard(map(judge.as_levels, _images(work, count)))
    report.figures |= {name: mine[name] / max(real[name], 1e-9) for name in mine}


def _turn(work: Work) -> None:
    """What the named knobs do."""
    named = work.model.card.knobs[: len(NAMES)]
    units = [knob.sd for knob in named if knob.sd is not None]
    if tuple(knob.name for knob in named) != NAMES or len(units) < len(NAMES):
        work.report.notes.append(f"the model's first knobs are not {', '.join(NAMES)}: they are not measured")
        return
    spread = _spread(work)
    answer = sweeps.answers(work.model, units, spread, work.at_most(BASES, 20), work.rng(2))
    work.report.knobs = sweeps.control(answer)
    work.report.figures |= sweeps.worst(work.report.knobs)


def _morph(work: Work) -> None:
    work.report.figures |= sweeps.morphs(work.model, work.at_most(WAYS, 16), work.rng(3))


def _repeat(work: Work) -> None:
    """Sameness in two sessions, and cost; on one thread."""
    one, other = (Model.load(work.path, provider="cpu", threads=1) for _ in range(2))
    seed = work.report.seed
    work.report.figures["same_bytes"] = float(judge.alike(one, other, seed))
    work.report.figures |= judge.cost(one, work.at_most(ROUNDS, 2), seed)


def _say_alone(work: Work) -> None:
    work.report.notes.append(
        "no reference was named: reconstruction, samples and sound are not measured, "
        "and a knob's sd is that of the model's own breaks"
    )


ALL = (_read, _reconstruct, _sample, _play, _turn, _morph, _repeat)
ALONE = (_turn, _morph, _repeat, _say_alone)
UNSEEN = (_reconstruct,)


def _unlearned(work: Work, count: int) -> NDArray[np.intp]:
    """Numbers of real images that the model has not learned, at most `count`, in a fixed order of chance."""
    data = _data(work)
    every = np.arange(len(data.images))
    which = every if work.report.unseen else every[-data.held_out :]
    return work.rng(4).permutation(which)[:count]


def _images(work: Work, count: int) -> Iterator[NDArray[np.uint8]]:
    """Those images."""
    return (_data(work).images[number] for number in _unlearned(work, count))


def _data(work: Work) -> Dataset:
    if work.data is None:
        raise ValueError("this part of an evaluation needs a reference")
    return work.data


def _spread(work: Work) -> Values:
    """Standard deviation (8,) of the descriptors over real loops, or else over the model's own."""
    count, data = DESCRIBED, work.data
    if data is None:
        count = min(work.report.samples, count)
        draws = (judge.draw(work.model, work.report.seed, index) for index in range(count))
        loops = (judge.show(work.model, drawn).levels for drawn in draws)
    else:
        learned = work.rng(5).permutation(len(data.images) - data.held_out)[:count]
        loops = (judge.as_levels(data.images[number]) for number in learned)
    every = [describe(np.clip(levels, 0, 1)[None]) for levels in loops]
    return np.maximum(np.concatenate(every).std(0), 1e-6)
