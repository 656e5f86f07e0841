"""Search the latent space of the bundled model for its factory presets, each of which does what its name says.

    python -m benchmarks.factory_presets [engine/models/presets]

A name is a target for some of the FIGURES, in standard deviations of breaks drawn from the prior: the eight descriptors
of training, and the centroid, the mean frequency of the spectrum weighted by amplitude. For each
name, breaks are drawn from the prior and their named latents moved towards the target; then the best are varied. The
preset is the break nearest to its target: claimed descriptors as far out as claimed, the others ordinary, attacks and
accents strong, and its picture at least MIN_DISTANCE_DB from those of the presets before it. Prints the descriptors of
each preset as it is played; with a folder, writes the presets there. `tests/engine/files/test_factory_presets.py`
checks the names.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.commands.encode import Cycle, mean_error_db, tape_of
from engine.controls import Action, Event, one_seed
from engine.core import LIVE
from engine.files.offline_controls import OfflineControls
from engine.files.offline_render import render_log
from engine.files.preset_folder import write_preset
from engine.files.presets import Preset, preset
from engine.model.decode_replayer import DecodeReplayer
from engine.model.model_file import Model, bundled
from engine.model.seed_draws import PATTERN_KNOBS
from engine.parameters import parameter
from engine.spec import SPEC
from engine.tape.mel import bank
from training.dataset.descriptors import DESCRIPTOR_NAMES, describe, drum_levels_per_step, step_rise

DRAWS, AIMED, VARIED, PARENTS = (
    400,
    240,
    160,
    8,
)  # breaks: of the prior; for each name: aimed, varied, the best of those
SEEDS = 1000
ORDINARY = 0.9  # sd of an unclaimed descriptor that costs nothing
LIVELINESS = 0.15  # weight of attacks and accents
FIGURES = (*DESCRIPTOR_NAMES, "centroid")
MAX_LATENT = 2.0  # leaves room on either side of each knob
MIN_DISTANCE_DB = 13.0
HOME = "home"  # the default of `vamen play`
CLAIMS: Mapping[str, Mapping[str, float]] = {  # title -> descriptor -> target, sd
    "sparse and short": {"density": -2.0, "tightness": 2.0},
    "busy": {"density": 2.2},
    "offbeat": {"offbeat": 2.2},
    "bright backbeat": {"tone": 1.5, "centroid": 2.2, "backbeat": 2.0},
    "dark and dry": {"tone": -2.0, "centroid": -1.5, "tightness": 1.8},
    "heavy and long": {"kick": 2.0, "tightness": -2.0},
    "full": {"kick": 1.3, "snare": 1.6, "hats": 1.5, "density": 0.8},
}
AUDIBLE = {"kick": -0.6, "snare": -0.6, "hats": -0.8}  # sd: every preset has these drums


class Break(NamedTuple):
    """A place in the latent space, and the levels (frames, mels) that the model decodes it to."""

    knobs: np.ndarray
    seed: int
    levels: np.ndarray


def played_stereo(model: Model, wanted: Preset) -> np.ndarray:
    """Return two bars (n, 2) of a preset as `vamen play` plays them at the tape's own speed, after two others."""
    bars = round(8 * 60 / SPEC.native_tempo * SPEC.rate)
    controls = OfflineControls({**wanted.values, "tempo": SPEC.native_tempo}, wanted.cells)
    controls.trigger(Event(Action.PLAY))
    log = controls.finish(2 * bars)
    return render_log(log, DecodeReplayer(model, log.requests), LIVE)[bars:]


def played_audio(model: Model, wanted: Preset) -> np.ndarray:
    """Return the same as one channel (n,)."""
    return played_stereo(model, wanted).mean(1)


def loop_levels(model: Model, knobs: np.ndarray, seed: int) -> np.ndarray:
    """Return the levels (frames, mels) that a model decodes knobs and a seed to, as `vamen play` does."""
    return model.decode(model.loop_latents(knobs, one_seed(seed))).levels


def heard(audio: np.ndarray) -> dict[str, float]:
    """Return the FIGURES, by name, of two bars of audio (n,)."""
    (figures,) = measured(tape_of(Cycle(audio, 2, SPEC.native_tempo))[None])
    return dict(zip(FIGURES, figures, strict=True))


def measured(levels: np.ndarray) -> np.ndarray:
    """Return the FIGURES (breaks, 9) of levels (breaks, frames, bands)."""
    weights = bank(SPEC)
    hertz = weights @ np.linspace(0, SPEC.rate / 2, SPEC.bins) / weights.sum(1)
    amplitude = (10 ** (levels * -SPEC.floor / 20)).mean(1) * np.gradient(hertz)
    return np.column_stack([describe(levels), (amplitude * hertz).sum(1) / amplitude.sum(1)])


def described(breaks: Iterable[Break]) -> np.ndarray:
    """Return the FIGURES of breaks, then the strength of their attacks and accents; (breaks, 11)."""
    levels = np.stack([one.levels for one in breaks])
    attacks = np.sort(step_rise(levels.mean(2) * 100), 1)[:, -8:].mean(1)
    accents = drum_levels_per_step(levels)[:, :, 1].std(1)
    return np.column_stack([measured(levels), attacks, accents])


def misses(z: np.ndarray, claims: Mapping[str, float]) -> np.ndarray:
    """Return how far breaks are from a name, without unit; `z`: what `described` returns, in sd."""
    total = -LIVELINESS * z[:, len(FIGURES) :].clip(-2, 2).sum(1)
    for name, column in zip(FIGURES, z.T, strict=False):
        if name in claims:
            total += (column - claims[name]) ** 2
        else:
            total += np.maximum(np.abs(column) - ORDINARY, 0) ** 2
        if name in AUDIBLE:
            total += 9 * np.maximum(AUDIBLE[name] - column, 0) ** 2
    return total


def nearest_db(one: Break, others: Iterable[Break]) -> float:
    """Return the distance in dB to the nearest of the others."""
    return min(mean_error_db(one.levels, other.levels) for other in others)


class Search:
    """Finds breaks by their descriptors."""

    def __init__(self, model: Model) -> None:
        self.model, self.generator = model, np.random.default_rng(0)
        prior = described(self.decoded(self.drawn()) for _ in range(DRAWS))
        self.mean, self.spread = prior.mean(0), prior.std(0)

    def drawn(self) -> np.ndarray:
        """Return knobs drawn from the prior: those of the pattern, as the others count from the kit of a seed."""
        pattern = np.array([knob.name in PATTERN_KNOBS for knob in self.model.card.knobs])
        return np.where(pattern, self.model.sample(self.generator), np.float32(0))

    def decoded(self, knobs: np.ndarray, seed: int | None = None) -> Break:
        """Return a break with these knobs, within limits, and a seed, by default a random one."""
        place = np.clip(knobs, -MAX_LATENT, MAX_LATENT).round(2)
        seed = int(self.generator.integers(SEEDS)) if seed is None else seed
        return Break(place, seed, loop_levels(self.model, place, seed))

    def aimed(self, claims: Mapping[str, float]) -> Break:
        """Return a break of the prior whose named latents are moved towards the claims."""
        knobs = self.drawn()
        for name, target in claims.items():
            if name in DESCRIPTOR_NAMES:
                knobs[DESCRIPTOR_NAMES.index(name)] = target * self.generator.uniform(0.3, 1.0)
        return self.decoded(knobs)

    def best(self, claims: Mapping[str, float], others: Iterable[Break]) -> Break:
        """Return the break nearest to the claims that is not near to one of the others."""
        others = list(others)
        found = [self.aimed(claims) for _ in range(AIMED)]
        parents = self.ranked(found, claims)[:PARENTS]
        for turn in range(VARIED):
            parent = parents[turn % PARENTS]
            found.append(self.decoded(parent.knobs + self.generator.normal(0, 0.3, len(parent.knobs)), parent.seed))
        return next(one for one in self.ranked(found, claims) if nearest_db(one, others) > MIN_DISTANCE_DB)

    def ranked(self, breaks: list[Break], claims: Mapping[str, float]) -> list[Break]:
        """Return breaks, the nearest to the claims first."""
        score = misses((described(breaks) - self.mean) / self.spread, claims)
        return [breaks[index] for index in np.argsort(score)]


def main(folder: Path | None) -> None:
    model = Model.load(bundled(), provider="cpu")
    search = Search(model)
    knobs, seed = np.zeros(16, np.float32), int(parameter("seed").default)
    chosen = {HOME: Break(knobs, seed, loop_levels(model, knobs, seed))}
    for title, claims in CLAIMS.items():
        chosen[title] = search.best(claims, chosen.values())
    for number, (title, one) in enumerate(chosen.items()):
        values = {f"latent/{row}": round(float(value), 2) for row, value in enumerate(one.knobs)}
        values |= {"seed": float(one.seed), "texture": model.card.texture}
        made = preset(title, values, {}, model.card.name, model.digest)
        nearest = nearest_db(one, (other for other in chosen.values() if other is not one))
        z = (list(heard(played_audio(model, made)).values()) - search.mean[: len(FIGURES)]) / search.spread[
            : len(FIGURES)
        ]
        said = " ".join(f"{name} {value:+.1f}" for name, value in zip(FIGURES, z, strict=True))
        print(f"{number} {title:16} nearest {nearest:.1f} dB  {said}", flush=True)
        if folder:
            write_preset(folder / f"{number:03}.json", made)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
