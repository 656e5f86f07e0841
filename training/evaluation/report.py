"""Results of an evaluation as plain values for JSON and as text, and remarks on training data in the reference."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from engine.model.card import Card
from training.dataset.dataset_folder import Dataset
from training.dataset.material import SYNTH_SOURCE

from . import targets
from .knob_sweeps import KnobResponse
from .macro_sweeps import MacroResponse
from .metrics import Figures

NAMED_FILES = 4  # of a sentence; more are only counted


@dataclass(slots=True)
class EvaluationReport:
    """Figures of a model; `training.evaluation.targets.TARGETS` describes each."""

    model: str
    reference: str | None
    samples: int
    seed: int
    unseen: bool  # the model was not trained on the reference
    texture: float  # amount, for figures with texture
    figures: Figures = field(default_factory=dict)
    floors: Figures = field(default_factory=dict)  # the same figures of real loops against other real loops
    knobs: tuple[KnobResponse, ...] = ()
    textures: tuple[Figures, ...] = ()  # see measure.measure_textures
    macros: tuple[MacroResponse, ...] = ()
    reconstructed: int = 0  # number of loops of the reference that were reconstructed
    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return all results as plain values for JSON."""
        held = targets.target_results(self.figures, self.unseen)
        return self.summary() | {
            "reference": self.reference,
            "floors": _rounded(self.floors),
            "bars": {target.name: target.limits(self.unseen) for target in targets.TARGETS if target.name in held},
            "holds": held,
            "reconstructed": self.reconstructed,
            "knobs": [_rounded(asdict(knob)) for knob in self.knobs],
            "macros": [_rounded(asdict(macro)) for macro in self.macros],
            "textures": [_rounded(tried) for tried in self.textures],
            "notes": self.notes,
        }

    def summary(self) -> dict[str, Any]:
        """Return the figures and the options of the evaluation, short enough for the card of a model."""
        options = {key: getattr(self, key) for key in ("model", "samples", "seed", "unseen", "texture")}
        return options | {"figures": _rounded(self.figures)}

    def sentences(self) -> dict[str, str]:
        """Return what the figures say about the sound, by topic; figures that were not measured have no sentence."""
        found, texts = self.figures, dict[str, str]()
        if "error_db" in found:
            texts["reconstruction"] = (
                f"Real breaks that it was not trained on come back {found['error_db']:.1f} dB off on average, "
                f"onset correlation {found['onset_correlation']:.2f} (good: {self._limits_of('error_db')[1]:g} dB)."
            )
        if "attack_5ms" in found:
            change, word = abs(found["attack_5ms"]), "louder" if found["attack_5ms"] > 0 else "softer"
            texts["attacks"] = (
                f"Their attacks are {change:.1f} dB {word} than the real ones in the first 5 ms, "
                "both played by the engine (good: 1 dB)."
            )
        if "nn_loop" in found:
            varied, far, told = (found[name] for name in ("diversity", "novelty", "nn_loop"))
            texts["samples"] = (
                f"Random breaks are {varied:.0%} as varied as real ones and {far:.0%} as far from the training loops; "
                f"{told:.0%} of them are told from real ones (chance: 50 %)."
            )
        if self.knobs:
            texts["knobs"] = self._knob_sentence()
        if "points_unevenness" in found:
            texts["paths"] = (
                f"From one break to another, the largest step is {found['points_unevenness']:.1f} times the mean; "
                f"a new break takes {found['loop_ms_p50']:.0f} ms on a thread, a turned knob "
                f"{found['window_ms_p50']:.1f} ms."
            )
        return texts

    def short_lines(self) -> Iterator[str]:
        """Yield what a reader needs first: the sentences, the notes, and how many bars hold."""
        yield from self.sentences().values()
        yield from (f"note: {note}" for note in self.notes)
        yield self._verdict()

    def _knob_sentence(self) -> str:
        """Return whether every named knob does what its name says, if not which does so least, and what is dragged."""
        found = {name: self.figures[name] for name in ("knob_spearman", "knob_own")}
        lows = {name: self._limits_of(name)[0] or 1.0 for name in found}
        if all(value >= lows[name] for name, value in found.items()):
            names = f"do what their names say (rank correlation {found['knob_spearman']:.2f} or more)"
        else:
            worst = min(
                self.knobs, key=lambda knob: min(knob.spearman / lows["knob_spearman"], knob.own / lows["knob_own"])
            )
            names = (
                f"do not all do what their names say: {worst.name} does least (rank correlation {worst.spearman:.2f}, "
                f"good: {lows['knob_spearman']:g}; turned by 2 sd, it changes by {worst.own:.1f}, "
                f"good: {lows['knob_own']:g})"
            )
        dragging = max(self.knobs, key=lambda knob: knob.crosstalk)
        also = f"{dragging.name} also moves {dragging.drags}, {dragging.crosstalk:.0%}"
        return f"The {len(self.knobs)} named knobs {names}; {also}."

    def _limits_of(self, name: str) -> tuple[float | None, float | None]:
        """Return the lower and the upper limit of a figure."""
        (target,) = (target for target in targets.TARGETS if target.name == name)
        return target.limits(self.unseen)

    def _verdict(self) -> str:
        """Return how many bars hold, and what falls short."""
        held = targets.target_results(self.figures, self.unseen)
        short = [target.label for target in targets.TARGETS if held.get(target.name) is False]
        return f"{sum(held.values())} of {len(held)} bars hold" + (f"; short: {'; '.join(short)}" if short else "")

    def lines(self) -> Iterator[str]:
        """Yield all figures as lines of text."""
        against = f"against {self.reference}" if self.reference else "by itself"
        what = f"all its {self.reconstructed} loops" if self.unseen else f"{self.samples} samples"
        yield f"{self.model} {against}: {what}, seed {self.seed}, texture {self.texture:g}"
        yield from targets.lines(self.figures, self.floors, self.unseen)
        yield from self._control_lines()
        yield from (f"note: {note}" for note in self.notes)
        yield self._verdict()

    def _control_lines(self) -> Iterator[str]:
        """Yield tables of textures, knobs and macros."""
        if self.textures:
            yield f"{'texture':12}{'attacks off by, dB':>19}{'in time':>9}{'in frequency':>14}"
        for tried in self.textures:
            best = "  best" if tried["amount"] == self.figures.get("texture_best") else ""
            yield f"{tried['amount']:<12g}{tried['sharp_w1']:19.3f}{tried['dt']:9.3f}{tried['df']:14.3f}{best}"
        if self.knobs:
            yield f"{'knob':12}{'rank corr.':>11}{'-2 sd':>8}{'+2 sd':>8}{'drags':>8}"
        for knob in self.knobs:
            cells = f"{knob.spearman:11.3f}{knob.down:8.2f}{knob.up:8.2f}{knob.crosstalk:8.2f}"
            yield f"{knob.name:12}{cells} {knob.drags}"
        if self.macros:
            yield f"{'on one step':12}{'-2 sd, dB':>11}{'+2 sd, dB':>11}{'spills, dB':>12}{'drags':>8}"
        for macro in self.macros:
            cells = f"{macro.down:11.2f}{macro.up:11.2f}{macro.spill:12.2f}{macro.crosstalk:8.2f}"
            yield f"{macro.name:12}{cells} {macro.drags}"


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: round(value, 5) if isinstance(value, float) else value for key, value in values.items()}


def overlap_remarks(card: Card, data: Dataset, unseen: bool) -> Iterator[str]:
    """Yield remarks on which files of the reference the model was trained on, and which not, if this is unexpected.

    Figures of loops that the model was trained on say nothing about new breaks.

    Args:
        card: of the model.
        data: the reference.
        unseen: the reference is supposed to be new to the model.
    """
    learned, real = _files(card.sources), _files(data.sources)
    if unseen:
        both = [name for name in real if name in learned]
        if both:
            yield f"the model was trained on {_listed(both)}: these figures are not of unseen breaks only"
        return
    new, gone = [name for name in real if name not in learned], [name for name in learned if name not in real]
    if new:
        yield f"the model was not trained on {_listed(new)}: measure new breaks with --unseen"
    if gone:
        yield f"the reference has nothing of {_listed(gone)}, which the model was trained on"
    if not new:
        yield from _split_remarks(card, data)


def _split_remarks(card: Card, data: Dataset) -> Iterator[str]:
    """Yield remarks if held-out loops of the reference may be training loops of the model.

    This happens if the model's dataset was made of the same files with another number of loops or of held-out loops.
    """
    count, held_out = (card.training.get(key) for key in ("loops", "held_out"))
    if not (isinstance(count, int) and isinstance(held_out, int)):
        yield "the model's card does not give the number of its training loops: the reference may be among them"
        return
    if (count, held_out) == (len(data.images), data.held_out):
        return
    yield (
        f"the reference has {len(data.images)} loops and holds out {data.held_out}, the model was trained on a set of "
        f"{count} that held out {held_out}"
    )
    if len(data.images) - data.held_out < count - held_out:
        yield "if both were made with one seed, the model was trained on loops that the reference holds out"


def _files(sources: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the file names of sources, without the synthesiser, which every dataset may use."""
    return [name for source in sources if isinstance(name := source.get("file"), str) and name != SYNTH_SOURCE]


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED_FILES
    return ", ".join(names[:NAMED_FILES]) + (f" and {more} more" if more > 0 else "")
