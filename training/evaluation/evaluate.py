"""A model file and a folder of real loops in, a report out: how good the model is, in figures and two pictures.

model      a file of `vamen export`; only the CPU runs it, so that the same file gives the same figures anywhere
reference  a dataset of `vamen dataset`: its held-out images are the truth that samples and reconstructions are held
           against, the others set the units and are what a memoriser would repeat

All figures but milliseconds depend on the model, the reference, the seed and the number of samples only.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.arrays import Floats
from engine.errors import BadParameter
from engine.model.model_file import Model
from engine.tape.noise_texture import add_texture
from training import pictures
from training.dataset.builder import open_dataset
from training.dataset.descriptors import NAMES

from . import knob_sweeps, macro_sweeps, measure, overlap, playback
from .context import EvaluationContext
from .metrics import Reference, Values, compare, gather, look
from .report import Report, check_writable

FEWEST = 8  # samples
COMPARED = 2000  # learned and held-out images at most that samples are compared with
DESCRIBED = 400  # loops that say how much the descriptors vary
WAYS, BASES, PLAYED, ROUNDS, TRIED = 24, 16, 24, 200, 100  # at most; fewer for few samples
SHOWN, HEARD = 4, 3  # rows of the pictures
ROUGH = 100  # held-out loops below which figures are rough

Progress = Callable[[int, int], None]


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
        picture: where to put a PNG of real | reconstructed | sampled | sampled with texture, and beside it one of how
            real and sampled breaks sound, `<name>-played.png`; needs a reference.
        progress: called with the parts done and all parts.

    Raises:
        BadInput: the model or the reference is not there, or damaged; the picture is no PNG, or cannot be written.
        ModelMismatch: the model or the reference is of another geometry or format.
        BadParameter: fewer than 8 samples, a seed below 0, or a reference is needed and not named.
    """
    if samples < FEWEST or seed < 0 or threads < 1:
        raise BadParameter(f"samples is {samples}, seed {seed}, threads {threads}; expected at least {FEWEST}, 0 and 1")
    if folder is None and (unseen or picture):
        word = "--unseen" if unseen else "--picture"
        raise BadParameter(f"{word} needs real loops; name a folder made by vamen dataset as well")
    beside = picture and picture.with_name(f"{picture.stem}-played.png")
    for place in (picture, beside):
        if place:
            check_writable(place, ".png")
    data = open_dataset(folder) if folder else None
    model = Model.load(path, provider="cpu", threads=threads)
    name = str(folder) if folder else None
    work = EvaluationContext(
        path, model, data, Report(model.card.name, name, samples, seed, unseen, model.card.texture)
    )
    if data is not None:
        work.report.notes += overlap.remarks(model.card, data, unseen)
    parts = ALONE if data is None else UNSEEN if unseen else ALL
    for number, part in enumerate(parts):
        part(work)
        if progress:
            progress(number + 1, len(parts))
    if picture and beside:
        pictures.picture(picture, rows(work))
        pictures.picture(beside, heard_rows(work))
    return work.report


def rows(work: EvaluationContext) -> list[list[Floats]]:
    """Rows of the picture: real | reconstructed | sampled | sampled with texture."""
    found = []
    for row, number in enumerate(work.unlearned()[:SHOWN]):
        real, drawn = work.real(number), measure.draw(work.model, work.report.seed, row)
        back, shown = work.model.paint(work.model.encode(real).latents), measure.show(work.model, drawn)
        found.append([real, back.levels, shown.levels, add_texture(shown, drawn.seed, work.report.texture)])
    return found


def heard_rows(work: EvaluationContext) -> list[list[Floats]]:
    """Rows of the picture of what is heard: real | sampled with texture, both played and looked at again."""
    reals = (work.real(number) for number in work.unlearned()[:HEARD])
    pairs = zip(reals, work.played(HEARD), strict=False)
    return [[playback.analyse(playback.play(levels)) for levels in pair] for pair in pairs]


def _read(work: EvaluationContext) -> None:
    """The reference, and how far real loops are from real ones: no loop is in two of its three parts."""
    data, samples = work.data, work.report.samples
    learned = len(data.images) - data.held_out
    beside, rest = np.split(work.rng(0).permutation(learned), [min(samples, learned // 2)])
    true = gather([look(data.images[number]) for number in work.unlearned()[:COMPARED]])
    known, others = (
        gather([look(data.images[number]) for number in np.sort(which)]) for which in (rest[:COMPARED], beside)
    )
    if len(true) < ROUGH:
        work.report.notes.append(f"the reference holds out {len(true)} loops only: figures and floors are rough")
    work.features = Reference.of(known, true)
    work.report.floors |= compare(others, work.known, work.rng(1))


def _reconstruct(work: EvaluationContext) -> None:
    report, data = work.report, work.data
    which = work.unlearned() if report.unseen else work.unlearned()[: report.samples]
    images, origins = (data.images[number] for number in which), "".join(data.origins[number] for number in which)
    report.figures |= measure.reconstructed(work.model, images, report.texture, origins)
    report.reconstructed = len(which)


def _sample(work: EvaluationContext) -> None:
    report, real = work.report, work.known
    bare, grainy = measure.sampled(work.model, report.samples, report.seed, report.texture)
    report.figures |= compare(bare, real, work.rng(1))
    with_texture = compare(grainy, real, work.rng(1))
    report.figures |= {f"{name}_textured": value for name, value in with_texture.items()}


def _grain(work: EvaluationContext) -> None:
    """How much texture would suit the model; its other figures are those of the amount in its card."""
    report = work.report
    report.textures = measure.grains(work.model, work.at_most(TRIED, 1), report.seed, work.known.held_out)
    report.figures["texture_best"] = min(report.textures, key=lambda tried: tried["sharp_w1"])["amount"]


def _play(work: EvaluationContext) -> None:
    """Sampled breaks as they are played, relative to real tapes through the same sound path."""
    count = work.at_most(PLAYED, 16)
    real = playback.heard(work.real(number) for number in work.unlearned()[:count])
    mine = playback.heard(work.played(count))
    work.report.figures |= {name: mine[name] / max(real[name], 1e-9) for name in mine}


def _turn(work: EvaluationContext) -> None:
    """What the named knobs do."""
    named = work.model.card.knobs[: len(NAMES)]
    units = [knob.sd for knob in named if knob.sd is not None]
    if tuple(knob.name for knob in named) != NAMES or len(units) < len(NAMES):
        work.report.notes.append(f"the model's first knobs are not {', '.join(NAMES)}: they are not measured")
        return
    answer = knob_sweeps.answers(work.model, units, _spread(work), work.at_most(BASES, 20), work.rng(2))
    work.report.knobs = knob_sweeps.control(answer)
    work.report.figures |= knob_sweeps.worst(work.report.knobs)


def _edit(work: EvaluationContext) -> None:
    """What the macros do to a sixteenth."""
    macros = macro_sweeps.known(work.model.card.macros)
    answer = macro_sweeps.answers(work.model, list(macros.values()), work.at_most(BASES, 20), work.rng(6))
    work.report.macros = macro_sweeps.control(answer, tuple(macros))


def _morph(work: EvaluationContext) -> None:
    work.report.figures |= knob_sweeps.morphs(work.model, work.at_most(WAYS, 16), work.rng(3))


def _repeat(work: EvaluationContext) -> None:
    """Sameness in two sessions, and cost; on one thread."""
    one, other = (Model.load(work.path, provider="cpu", threads=1) for _ in range(2))
    seed = work.report.seed
    work.report.figures["same_bytes"] = float(measure.alike(one, other, seed))
    work.report.figures |= measure.cost(one, work.at_most(ROUNDS, 2), seed)


def _say_alone(work: EvaluationContext) -> None:
    work.report.notes.append(
        "no reference was named: reconstruction, samples and sound are not measured, "
        "and a knob's sd is that of the model's own breaks"
    )


ALL = (_read, _reconstruct, _sample, _grain, _play, _turn, _edit, _morph, _repeat)
ALONE = (_turn, _edit, _morph, _repeat, _say_alone)
UNSEEN = (_reconstruct,)


def _spread(work: EvaluationContext) -> Values:
    """Standard deviation (8,) of the descriptors over real loops, or else over the model's own."""
    data = work.reference
    if data is None:
        return knob_sweeps.spread(work.drawn(min(work.report.samples, DESCRIBED)))
    learned = work.rng(5).permutation(len(data.images) - data.held_out)[:DESCRIBED]
    return knob_sweeps.spread(work.real(number) for number in learned)
