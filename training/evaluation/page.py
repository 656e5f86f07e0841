"""The page of an evaluation: five sentences and five pictures that say what a model is good at, before any table.

Figures that were not measured have neither.

run   a whole evaluation, with its report
page  an HTML file with the pictures inside, which loads nothing else
"""

import base64
import html
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from engine.arrays import Floats
from engine.files.writing import atomic_write
from engine.model.model_file import Model
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.noise_texture import add_texture
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.pictures import Rows, draw, small

from . import measure, playback
from .context import EvaluationContext
from .knob_sweeps import MAX_KNOB, great_circle_path

SHEET_LOOPS, SHEET_COLUMNS = 24, 4  # of the contact sheet, and in a row of each of its halves
SHOWN_LOOPS, SHOWN_PATHS, PATH_STAGES = 3, 3, 5
ATTACK_COLUMNS = 2 * SPEC.step_frames  # of the picture of attacks: an eighth note
HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>vamen evaluate</title>'
STYLE = "body{background:#14141c;color:#ddd;font:18px sans-serif;max-width:1100px;margin:2em auto}img{width:100%}"


def write_page(path: Path, run: EvaluationContext) -> None:
    """Write the page of a whole evaluation with a reference.

    Raises:
        BadInput: the file cannot be written.
    """
    shown = {
        "reconstruction": (
            "Left: real breaks. Right: the same, encoded and decoded by the model, with texture as played.",
            _reconstructions,
        ),
        "attacks": (
            "The strongest attacks, analysed from the sound. Left: real. Right: encoded and decoded.",
            _attacks,
        ),
        "samples": (
            f"Left: {SHEET_LOOPS} real breaks that the model was not trained on. Right: {SHEET_LOOPS} random ones.",
            contact_sheet,
        ),
        "knobs": (
            f"One random break; a row per knob ({', '.join(DESCRIPTOR_NAMES)}), from -2 on the left to 2 on the right.",
            _knob_turns,
        ),
        "paths": ("Three ways from one random break to another.", _paths),
    }
    parts = [f"<h1>{html.escape(run.report.model)}</h1>"]
    for topic, text in run.report.sentences().items():
        caption, rows = shown[topic]
        kept = BytesIO()
        draw(rows(run)).save(kept, "PNG")
        picture = base64.b64encode(kept.getvalue()).decode()
        parts.append(
            f'<h2>{html.escape(text)}</h2><img alt="{html.escape(caption)}" src="data:image/png;base64,{picture}">'
            f"<p>{html.escape(caption)}</p>"
        )
    with atomic_write(path) as part:
        head = f"{HEAD}<style>{STYLE}</style>"
        part.write_text("\n".join([head, *parts, "</html>\n"]), "utf-8")


def contact_sheet(run: EvaluationContext) -> Rows:
    """Return small pictures of held-out real breaks (left half of the rows) and of random ones, as played (right)."""
    real = [small(run.real(number)) for number in run.unlearned()[:SHEET_LOOPS]]
    mine = [small(levels) for levels in run.played(len(real))]
    return [
        [*real[row : row + SHEET_COLUMNS], *mine[row : row + SHEET_COLUMNS]]
        for row in range(0, len(real) // SHEET_COLUMNS * SHEET_COLUMNS, SHEET_COLUMNS)
    ]


def _reconstructions(run: EvaluationContext) -> Rows:
    return [[run.real(number), run.repainted(number)] for number in run.unlearned()[:SHOWN_LOOPS]]


def _attacks(run: EvaluationContext) -> Rows:
    """Return the part around the largest rise of each loop, every column drawn wide."""
    rows = []
    for number in run.unlearned()[:SHOWN_LOOPS]:
        heard = [playback.analyse(playback.play_tape(levels)) for levels in (run.real(number), run.repainted(number))]
        rise = np.diff(heard[0], axis=0, prepend=heard[0][-1:]).clip(0).mean(1)
        around = np.arange(ATTACK_COLUMNS) + rise.argmax() - ATTACK_COLUMNS // 4
        rows.append([np.repeat(levels[around % len(levels)], 512 // ATTACK_COLUMNS, 0) for levels in heard])
    return rows


def _knob_turns(run: EvaluationContext) -> Rows:
    drawn = measure.draw_break(run.model, run.report.seed, 0)
    rows = []
    for knob in range(len(DESCRIPTOR_NAMES)):
        settings = np.repeat(drawn.knobs[None], PATH_STAGES, 0)
        settings[:, knob] = np.linspace(-MAX_KNOB, MAX_KNOB, PATH_STAGES) / 2
        rows.append(list(_shown(run.model, settings, drawn.seed, run.report.texture)))
    return rows


def _paths(run: EvaluationContext) -> Rows:
    generator = run.rng(7)
    rows = []
    for seed in range(SHOWN_PATHS):
        ends = generator.standard_normal((2, LATENTS)).astype(np.float32)
        points = great_circle_path(run.model, *ends).points
        stages = points[np.linspace(0, len(points) - 1, PATH_STAGES).astype(int)]
        rows.append(list(_shown(run.model, stages, seed, run.report.texture)))
    return rows


def _shown(model: Model, settings: Sequence[Floats] | Floats, seed: int, texture: float) -> Iterator[Floats]:
    for knobs in settings:
        yield small(add_texture(measure.decode_break(model, measure.RandomBreak(knobs, seed)), seed, texture))
