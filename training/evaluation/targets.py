"""Targets of a model's figures in one table: figures in, lines of text with "holds" or "falls short" out.

figures  name -> number; `<name>_textured` is the same with texture, as played
floors   name -> number: the same figure of real loops against real ones, the best possible value
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .metrics import Figures


@dataclass(frozen=True, slots=True)
class Target:
    """A row of the evaluation table: a measured number and the range in which it passes."""

    name: str  # of the figure
    label: str
    low: float | None = None  # at least
    high: float | None = None  # at most
    unseen_low: float | None = None  # limits for breaks that the model was not trained on, if different
    unseen_high: float | None = None

    def limits(self, unseen: bool) -> tuple[float | None, float | None]:
        """Return the lower and the upper limit, None for no limit; `unseen`: for breaks that are new to the model."""
        if unseen and (self.unseen_low is not None or self.unseen_high is not None):
            return self.unseen_low, self.unseen_high
        return self.low, self.high

    def holds(self, value: float, unseen: bool) -> bool | None:
        """Return whether a figure is within `limits`; None if there are no limits."""
        low, high = self.limits(unseen)
        if low is None and high is None:
            return None
        return bool((low is None or value >= low) and (high is None or value <= high))


TARGETS = (
    Target("error_db", "reconstruction: error, dB", high=3.4, unseen_high=5.0),
    Target("error_db_loops", "reconstruction: of real breaks, dB"),
    Target("error_db_kit", "reconstruction: of one-shots, dB"),
    Target("error_db_synth", "reconstruction: of synthesis, dB"),
    Target("onset_correlation", "reconstruction: onset correlation", low=0.96, unseen_low=0.90),
    Target("back_sharp_w1", "reconstruction: attacks off by, dB"),
    Target("back_hits_w1", "reconstruction: the strongest attacks off by, dB"),
    Target("back_peaks", "reconstruction: number of attacks"),
    Target("back_dt", "reconstruction: texture in time"),
    Target("back_df", "reconstruction: texture in frequency"),
    Target("fsd", "samples: distance of steps", high=0.35),
    Target("fld", "samples: distance of loops", high=0.45),
    Target("bigram_jsd", "samples: what follows what, bits", high=0.035),
    Target("density_w1", "samples: struck steps, off by", high=2.5),
    Target("position_error", "samples: where it is struck, off by", high=0.07),
    Target("diversity", "samples: diversity", low=0.9, high=1.1),
    Target("novelty", "samples: novelty", low=0.85, high=1.4),
    Target("nn_step", "samples: steps told apart", high=0.72),
    Target("nn_loop", "samples: loops told apart", low=0.45, high=0.72),
    Target("sharp_w1", "samples: attacks off by, dB", high=2.2),
    Target("sharp_w1_textured", "samples: the same with texture, dB", high=0.8),
    Target("hits_w1", "samples: the strongest attacks off by, dB"),
    Target("peaks", "samples: number of attacks"),
    Target("dt", "samples: texture in time"),
    Target("df", "samples: texture in frequency"),
    Target("knobs_per_unit", "along knobs: dB per knob unit"),
    Target("knobs_unevenness", "along knobs: largest over mean move", high=2.2),
    Target("knobs_p95", "along knobs: the same, 95th percentile", high=3.5),
    Target("points_per_unit", "between points: dB per unit of w"),
    Target("points_unevenness", "between points: largest over mean move", high=2.2),
    Target("points_p95", "between points: the same, 95th percentile", high=3.5),
    Target("knob_spearman", "worst knob: rank correlation", low=0.97),
    Target("knob_own", "worst knob: own effect of 2 sd, in sd", low=1.0),
    Target("knob_crosstalk", "worst knob: drags another by", high=0.6),
    Target("same_bytes", "same input, same bytes", low=1.0),
    Target("paint_ms_p50", "a picture, ms: half of them within", high=6.5),
    Target("paint_ms_p99", "a picture, ms: 99 of 100 within", high=9.0),
    Target("window_ms_p50", "four steps, ms: half of them within", high=2.0),
    Target("window_ms_p99", "four steps, ms: 99 of 100 within", high=3.0),
    Target("loop_ms_p50", "a new loop, ms: half of them within", high=15.0),
    Target("loop_ms_p99", "a new loop, ms: 99 of 100 within"),
    Target("attack_5ms", "played: energy in 5 ms of an attack, dB", low=-1.0, high=1.0),
    Target("attack_1ms5", "played: energy in 1.5 ms of an attack, dB", low=-2.0, high=2.0),
    Target("sub", "played: energy from 20 to 60 Hz, dB", low=-3.0, high=3.0),
    Target("air", "played: energy above 8 kHz, dB", low=-3.0, high=3.0),
    Target("attack_p90", "played: attacks' rise over real, p90", low=0.85),
    Target("attack_top", "played: attacks' rise over real, strongest", low=0.85),
    Target("onsets_heard", "played: onset correlation over real", low=0.85),
)
LABEL_WIDTH = max(len(target.label) for target in TARGETS)


def target_results(figures: Mapping[str, float], unseen: bool) -> dict[str, bool]:
    """Return name -> whether the figure is within its limits, for all figures with a limit.

    `unseen` selects the limits for breaks that the model was not trained on.
    """
    found = {target.name: target.holds(figures[target.name], unseen) for target in TARGETS if target.name in figures}
    return {name: held for name, held in found.items() if held is not None}


def lines(figures: Figures, floors: Figures, unseen: bool) -> Iterator[str]:
    """Yield the table as text; columns: the figure, the same figure with texture, its floor, its limits, the result.

    `unseen` selects the limits for breaks that the model was not trained on.
    """
    yield f"{'':{LABEL_WIDTH}}{'bare':>9}{'textured':>10}{'real':>8}  bar"
    for target in TARGETS:
        if target.name not in figures:
            continue
        found = (figures[target.name], figures.get(f"{target.name}_textured"), floors.get(target.name))
        bare, textured, real = (_number(value) for value in found)
        held = target.holds(figures[target.name], unseen)
        result = "" if held is None else f"{_range(*target.limits(unseen)):13}{'holds' if held else 'falls short'}"
        yield f"{target.label:{LABEL_WIDTH}}{bare:>9}{textured:>10}{real:>8}  {result}".rstrip()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}" if abs(value) < 0.1 else f"{value:.3f}"


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return f">= {low:g}" if low is not None else f"<= {high:g}"
