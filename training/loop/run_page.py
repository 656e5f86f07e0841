"""The page of a finished run: its log, previews and figures in, one HTML file that needs no network out.

in   the run folder, and what `training.loop.outcome` has measured
out  run.html: sentences, the effect of each knob, pictures and sounds of held-out loops, curves, how to play it
"""

import base64
import html
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import soundfile

from engine.files.writing import atomic_write
from training.config import STAGES
from training.pictures import Rows, draw

from .outcome import SMALLEST_EFFECT, missing_qualities
from .progress import FIGURE_WORDS, STAGE_WORDS
from .run_folder import RunFolder

PAGE_FILE = "run.html"
CURVE_WIDTH, CURVE_HEIGHT = 460, 150
DRAWN_FIGURES = {  # stage -> columns of the log that are drawn
    "step": ("loss", "error_db", "onset_correlation", "texture"),
    "loop": ("loss", "unexplained", "misread"),
    "flow": ("velocity_error",),
    "sampler": ("sampler_error",),
}
RUN_STYLE = """
body { background: #14141c; color: #ddd; font: 17px/1.5 system-ui, sans-serif }
body { max-width: 1000px; margin: 2em auto; padding: 0 1em }
h2 { margin-top: 2em } code, pre { background: #23232e; padding: 2px 6px; border-radius: 4px } pre { padding: 12px }
img { width: 100%; image-rendering: auto } audio { width: 100% } td, th { padding: 2px 14px 2px 0; text-align: left }
figure { display: inline-block; margin: 0 10px 10px 0; max-width: 470px } figcaption { color: #aaa; font-size: 15px }
polyline { fill: none; stroke: #c7f06b; stroke-width: 2 } .weak { color: #ff9d5c }
"""


def write_run_page(run: RunFolder, effects: Mapping[str, float], turns: Rows) -> Path:
    """Write the page of a finished run and return its path.

    Args:
        run: its folder.
        effects: of each named knob, see `outcome.knob_effects`.
        turns: levels with a row for each named knob, see `outcome.knob_turns`.

    Raises:
        BadInput: the disk is full or read-only.
    """
    config = run.config()
    missing = missing_qualities(dict(effects))
    trained = config.count - config.held_out
    parts = [
        f"<h1>{html.escape(run.folder.resolve().name)}</h1>",
        f"<p>A model of {trained} loops from {len(config.sources)} sources ({html.escape(config.licence)}).</p>",
        *(f'<p class="weak">{html.escape(sentence[0].upper() + sentence[1:])}.</p>' for sentence in missing),
        "<h2>Play it</h2>",
        f"<pre>vamen export {html.escape(str(run.folder))} my.onnx\nvamen play --model my.onnx</pre>",
        "<h2>What its knobs do</h2>",
        _table(effects),
        _picture(
            turns, "A row for each named knob, from low on the left to high on the right. Time runs to the right."
        ),
        "<h2>What it makes of breaks that it was not trained on</h2>",
        *_previews(run.previews),
        "<h2>How it learned</h2>",
        *_curves(run.rows()),
    ]
    path = run.folder / PAGE_FILE
    with atomic_write(path) as part:
        head = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>vamen train</title><style>{RUN_STYLE}</style>'
        )
        part.write_text("\n".join([head, *parts, "</html>\n"]), "utf-8")
    return path


def _table(effects: Mapping[str, float]) -> str:
    rows = [
        f"<tr><td>{name}</td><td{'' if effect >= SMALLEST_EFFECT else ' class=weak'}>{effect:.1f}</td></tr>"
        for name, effect in effects.items()
    ]
    about = "Change of what a knob is named after, in standard deviations of real breaks, when it is turned by two."
    return f"<table><tr><th>knob</th><th>effect</th></tr>{''.join(rows)}</table><p>{about}</p>"


def _picture(rows: Rows, caption: str) -> str:
    file = io.BytesIO()
    draw(rows).save(file, "PNG")
    return _image(file.getvalue(), caption)


def _image(data: bytes, caption: str) -> str:
    text = html.escape(caption)
    return f'<img alt="{text}" src="data:image/png;base64,{base64.b64encode(data).decode()}"><p>{text}</p>'


def _previews(folder: Path) -> list[str]:
    """Return the last preview of the first and of the last stage: picture and sound."""
    captions = {
        "step": "Left: real. Right: encoded sixteenth by sixteenth, and painted again.",
        "sampler": "Left: real. Then two variations made from its description alone.",
    }
    parts = []
    for stage, caption in captions.items():
        for path in sorted(folder.glob(f"{stage}-*.png"))[-1:]:
            parts.append(_image(path.read_bytes(), caption))
            samples, rate = soundfile.read(path.with_suffix(".wav"), dtype="float32")
            file = io.BytesIO()
            soundfile.write(file, samples, rate, format="OGG", subtype="VORBIS")
            sound = base64.b64encode(file.getvalue()).decode()
            parts.append(f'<audio controls src="data:audio/ogg;base64,{sound}"></audio>')
    return parts


def _curves(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Return a curve for each figure of each stage, and what both mean."""
    parts = []
    for stage in STAGES:
        parts.append(f"<p><b>Stage {stage}</b> {STAGE_WORDS[stage]}.</p>")
        for name in DRAWN_FIGURES[stage]:
            points = [(int(row["step"]), float(row[name])) for row in rows if row["stage"] == stage and row[name]]
            if points:
                parts.append(_curve(name, points))
    return parts


def _curve(name: str, points: Sequence[tuple[int, float]]) -> str:
    steps, values = zip(*points, strict=True)
    low, high = min(values), max(values)
    places = " ".join(
        f"{step / steps[-1] * CURVE_WIDTH:.1f},{CURVE_HEIGHT * (1 - (value - low) / max(high - low, 1e-9)):.1f}"
        for step, value in points
    )
    label = name.replace("_", " ")
    about = f" ({FIGURE_WORDS[name]})" if name in FIGURE_WORDS else ""
    box = f'width="{CURVE_WIDTH}" height="{CURVE_HEIGHT}" viewBox="-4 -4 {CURVE_WIDTH + 8} {CURVE_HEIGHT + 8}"'
    caption = f"{label}: {values[0]:.3g} to {values[-1]:.3g} after {steps[-1]} steps{about}"
    return (
        f'<figure><svg {box} role="img" aria-label="{label}"><polyline points="{places}"/></svg>'
        f"<figcaption>{caption}</figcaption></figure>"
    )
