"""A model file and a dataset of real loops in, a report and a page out: how good the model is.

model      a file of `vamen export`; run on the CPU only, so that a file gives the same figures everywhere
reference  a dataset of `vamen dataset`: samples and reconstructions are compared with its held-out images; its other
           images set the units and show whether the model copies its training data

All figures but milliseconds depend on the model, the reference, the seed and the number of samples only.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.errors import BadParameter
from engine.files.writing import check_writable
from engine.model.model_file import Model
from training.dataset.dataset_folder import open_dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES

from . import knob_sweeps, macro_sweeps, measure, playback
from .context import EvaluationContext
from .metrics import Reference, Values, compare_loops, join_features, loop_features
from .page import write_page
from .report import EvaluationReport, overlap_remarks

MIN_SAMPLES = 8
COMPARED_IMAGES = 2000  # of the training and of the held-out images, at most
DESCRIBED_LOOPS = 400  # loops that give the spread of the descriptors
MAX_PATHS, MAX_BASES, MAX_PLAYED, MAX_TIMED, MAX_TEXTURED = 24, 16, 24, 200, 100  # limits; fewer for few samples
MIN_RELIABLE_LOOPS = 100  # held-out loops; figures of fewer are inexact

Progress = Callable[[int, int], None]


def evaluate(
    path: Path,
    folder: Path | None = None,
    *,
    samples: int = 400,
    seed: int = 0,
    unseen: bool = False,
    threads: int = 1,
    page: Path | None = None,
    progress: Progress | None = None,
) -> EvaluationReport:
    """Measure a model file.

    Args:
        path: the model.
        folder: the reference; without one, only figures of the model alone are measured.
        samples: number of random breaks, at least 8; all other counts are derived from it.
        seed: of all random numbers.
        unseen: the model was not trained on any of the reference: only reconstruction is measured, on all its images.
        threads: CPU threads; times are always measured on one.
        page: path of an HTML file of five sentences and pictures; needs a reference.
        progress: called with the number of parts done and of all parts.

    Raises:
        BadInput: the model or the reference is missing or damaged; the page is not HTML, or cannot be written.
        ModelMismatch: the model or the reference is of another geometry or format.
        BadParameter: fewer than 8 samples, a seed below 0, or a needed reference is missing.
    """
    if samples < MIN_SAMPLES or seed < 0 or threads < 1:
        raise BadParameter(
            f"samples {samples}, seed {seed}, threads {threads}; expected at least {MIN_SAMPLES}, 0 and 1"
        )
    if folder is None and (unseen or page):
        word = "--unseen" if unseen else "--page"
        raise BadParameter(f"{word} needs real loops; give a folder made by vamen dataset as well")
    if unseen and page:
        raise BadParameter("--page shows random breaks, which --unseen does not measure; give one of them")
    if page:
        check_writable(page, [".html"])
    data = open_dataset(folder) if folder else None
    model = Model.load(path, provider="cpu", threads=threads)
    name = str(folder) if folder else None
    report = EvaluationReport(model.card.name, name, samples, seed, unseen, model.card.texture)
    run = EvaluationContext(path, model, data, report)
    if data is not None:
        run.report.notes += overlap_remarks(model.card, data, unseen)
    parts = PARTS_WITHOUT_REFERENCE if data is None else UNSEEN_PARTS if unseen else ALL_PARTS
    for number, part in enumerate(parts):
        part(run)
        if progress:
            progress(number + 1, len(parts))
    if page:
        write_page(page, run)
    return run.report


def _read_reference(run: EvaluationContext) -> None:
    """Compute the features of the reference and the floors: the figures of a perfect model, measured with real loops.

    For the floors, training loops take the place of the model's samples, and are compared with held-out loops.
    """
    data, samples = run.data, run.report.samples
    learned = len(data.images) - data.held_out
    compared, rest = np.split(run.rng(0).permutation(learned), [min(samples, learned // 2)])
    true = join_features([loop_features(data.images[number]) for number in run.unlearned()[:COMPARED_IMAGES]])
    known, others = (
        join_features([loop_features(data.images[number]) for number in np.sort(which)])
        for which in (rest[:COMPARED_IMAGES], compared)
    )
    if len(true) < MIN_RELIABLE_LOOPS:
        run.report.notes.append(f"the reference holds out {len(true)} loops only: figures and floors are inexact")
    run.features = Reference.of(known, true)
    run.report.floors |= compare_loops(others, run.reference_features, run.rng(1))


def _measure_reconstruction(run: EvaluationContext) -> None:
    report, data = run.report, run.data
    which = run.unlearned() if report.unseen else run.unlearned()[: report.samples]
    images, origins = (data.images[number] for number in which), "".join(data.origin(number) for number in which)
    report.figures |= measure.measure_reconstruction(run.model, images, report.texture, origins)
    report.reconstructed = len(which)


def _measure_samples(run: EvaluationContext) -> None:
    report, real = run.report, run.reference_features
    bare, grainy = measure.measure_samples(run.model, report.samples, report.seed, report.texture)
    report.figures |= compare_loops(bare, real, run.rng(1))
    with_texture = compare_loops(grainy, real, run.rng(1))
    report.figures |= {f"{name}_textured": value for name, value in with_texture.items()}


def _measure_textures(run: EvaluationContext) -> None:
    """Measure random breaks with several amounts of texture; other figures use the amount in the model's card."""
    report = run.report
    count, real = run.at_most(MAX_TEXTURED, 1), run.reference_features.held_out
    report.textures = measure.measure_textures(run.model, count, report.seed, real)
    report.figures["texture_best"] = min(report.textures, key=lambda tried: tried["sharp_w1"])["amount"]


def _measure_played(run: EvaluationContext) -> None:
    """Turn images of random breaks and of real loops into sound and measure the attacks: figures are model / real."""
    count = run.at_most(MAX_PLAYED, 16)
    real = playback.measure_played(run.real(number) for number in run.unlearned()[:count])
    mine = playback.measure_played(run.played(count))
    run.report.figures |= {name: mine[name] / max(real[name], 1e-9) for name in mine}


def _measure_painted(run: EvaluationContext) -> None:
    """Compare reconstructed loops with the real tapes, both played: energy of attacks, and of low and high bands."""
    which = run.unlearned()[: run.at_most(MAX_PLAYED, 16)]
    run.report.figures |= playback.measure_painted((run.real(number), run.repainted(number)) for number in which)


def _measure_knobs(run: EvaluationContext) -> None:
    """Measure how turning each of the eight knobs named after a descriptor changes all eight descriptors."""
    named = run.model.card.knobs[: len(DESCRIPTOR_NAMES)]
    units = [knob.sd for knob in named if knob.sd is not None]
    if tuple(knob.name for knob in named) != DESCRIPTOR_NAMES or len(units) < len(DESCRIPTOR_NAMES):
        run.report.notes.append(f"the model's first knobs are not {', '.join(DESCRIPTOR_NAMES)}: they are not measured")
        return
    answer = knob_sweeps.measure_knobs(run.model, units, _spread(run), run.at_most(MAX_BASES, 20), run.rng(2))
    run.report.knobs = knob_sweeps.knob_responses(answer)
    run.report.figures |= knob_sweeps.worst_knob(run.report.knobs)


def _measure_macros(run: EvaluationContext) -> None:
    """Measure the effect of the macros (kick, snare and hats, louder or softer) on a sixteenth."""
    macros = macro_sweeps.drum_macros(run.model.card.macros)
    answer = macro_sweeps.measure_macros(run.model, list(macros.values()), run.at_most(MAX_BASES, 20), run.rng(6))
    run.report.macros = macro_sweeps.macro_responses(answer, tuple(macros))


def _measure_paths(run: EvaluationContext) -> None:
    run.report.figures |= knob_sweeps.path_smoothness(run.model, run.at_most(MAX_PATHS, 16), run.rng(3))


def _measure_cost(run: EvaluationContext) -> None:
    """Measure whether two sessions of the model give the same bytes, and the time of decoding; on one thread."""
    one, other = (Model.load(run.path, provider="cpu", threads=1) for _ in range(2))
    seed = run.report.seed
    run.report.figures["same_bytes"] = float(measure.is_deterministic(one, other, seed))
    run.report.figures |= measure.measure_cost(one, run.at_most(MAX_TIMED, 2), seed)


def _note_missing_reference(run: EvaluationContext) -> None:
    run.report.notes.append(
        "no reference was given: reconstruction, samples and sound are not measured, "
        "and a knob's sd is that of the model's own breaks"
    )


ALL_PARTS = (
    _read_reference,
    _measure_reconstruction,
    _measure_samples,
    _measure_textures,
    _measure_played,
    _measure_painted,
    _measure_knobs,
    _measure_macros,
    _measure_paths,
    _measure_cost,
)
PARTS_WITHOUT_REFERENCE = (_measure_knobs, _measure_macros, _measure_paths, _measure_cost, _note_missing_reference)
UNSEEN_PARTS = (_measure_reconstruction, _measure_painted)


def _spread(run: EvaluationContext) -> Values:
    """Return the standard deviation (8,) of each descriptor, by which the effects of knobs are divided.

    It is taken over training loops of the reference or, without a reference, over random breaks of the model.
    """
    data = run.reference
    if data is None:
        return knob_sweeps.descriptor_spread(run.drawn(min(run.report.samples, DESCRIBED_LOOPS)))
    learned = run.rng(5).permutation(len(data.images) - data.held_out)[:DESCRIBED_LOOPS]
    return knob_sweeps.descriptor_spread(run.real(number) for number in learned)
