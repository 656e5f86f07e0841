"""How far one set of loops is from another: features of every loop in, distances between two sets of them out.

levels    float32 (frames, bands) 0..1, or uint8 0..255 as a dataset holds them
decibels  float32 (frames, bands) 0..80: dB above a floor of -80 dB re full scale; what is quieter counts as the floor
features  of a set of loops, see `Features`; about 8 kB a loop, so that no set of images need be kept

No figure is safe alone. Blurred loops pass the Frechet distances, diversity and novelty, and fail bigrams, density and
peaks; loops with shuffled steps pass the Frechet distances and fail positions and the nearest neighbours of loops; a
memoriser fails novelty; mixes of loops fail the Frechet distances and diversity.

Frechet distance after Heusel et al., "GANs Trained by a Two Time-Scale Update Rule" (2017); nearest-neighbour test
after Lopez-Paz and Oquab, "Revisiting Classifier Two-Sample Tests" (2017).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.spatial.distance import cdist, pdist
from scipy.stats import wasserstein_distance

from engine.arrays import Floats
from engine.spec import SPEC, Spec
from training.dataset.descriptors import zones

RANGE = 80.0  # dB
BLOCKS = 16  # of bands, in the features of a step
ATTACK, TAIL = (0, 4), (10, 16)  # frames of a step
PEAK = 0.5  # dB of mean rise in a frame from which a local maximum counts as an attack
AROUND = range(-2, 6)  # frames around a step's start in which it may be struck
HITS = 32  # attacks of a loop that are taken for hits: one a sixteenth
STRUCK = 60  # percentile of the rises of real steps above which a zone counts as struck
STEPS_COMPARED, LOOPS_COMPARED = 1500, 400  # of each set, for distances between them

Figures = dict[str, float]
Levels = Floats | NDArray[np.uint8]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What is compared of a set of loops."""

    steps: Floats  # (loops, steps, 2 * BLOCKS) dB: attack, then tail, of every block of bands
    rises: Floats  # (loops, steps, 3) dB: largest rise over two frames around a step's start, of lows, mids and highs
    peaks: tuple[Floats, ...]  # of each loop, dB: its attacks' mean rise over all bands in one frame
    moves: Values  # (loops, 2) dB: mean absolute difference of neighbours in time, and in frequency

    def __len__(self) -> int:
        return len(self.steps)

    def take(self, which: Sequence[int] | NDArray[np.intp] | slice) -> "Features":
        """The features of some of the loops."""
        index = np.arange(len(self))[which]
        return Features(self.steps[index], self.rises[index], tuple(self.peaks[k] for k in index), self.moves[index])


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """Real loops: those that were learned from set the units, those held out are what a set is compared with."""

    learned: Features
    held_out: Features
    mean: Floats  # (2 * BLOCKS,) dB, of the learned steps
    sd: Floats
    struck: Floats  # (3,) dB of rise from which lows, mids, highs count as struck

    @classmethod
    def of(cls, learned: Features, held_out: Features) -> "Reference":
        """A reference from both parts."""
        steps = learned.steps.reshape(-1, learned.steps.shape[-1])
        struck = np.percentile(learned.rises, STRUCK, axis=(0, 1)).astype(np.float32)
        return cls(learned, held_out, steps.mean(0), np.maximum(steps.std(0), 1e-3), struck)

    def standard(self, features: Features) -> Floats:
        """Steps (loops, steps, 2 * BLOCKS) in standard deviations of the learned ones."""
        return (features.steps - self.mean) / self.sd


def decibels(levels: Levels, spec: Spec = SPEC) -> Floats:
    """Levels of any shape in dB above -80 dB; bytes are levels of 1/255."""
    unit = 1 / 255 if levels.dtype == np.uint8 else 1.0
    return np.clip(levels * np.float32(-spec.floor * unit) + np.float32(spec.floor + RANGE), 0, RANGE)


def flux(loud: Floats) -> Floats:
    """Mean rise of all bands since the frame before, dB (frames,), of decibels (frames, bands); a loop has no start."""
    rise = np.diff(loud, axis=0, prepend=loud[-1:])
    return np.maximum(rise, 0).mean(1)


def onset_correlation(found: Floats, real: Floats) -> float:
    """Correlation of the fluxes of two decibels (frames, bands): 1 when every attack is where it was."""
    a, b = (flux(loud).astype(np.float64) for loud in (found, real))
    a, b = a - a.mean(), b - b.mean()
    return float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9))


def texture(loud: Floats) -> tuple[float, float]:
    """Mean absolute difference of neighbours in time and in frequency, dB, of decibels (frames, bands)."""
    return float(np.abs(np.diff(loud, axis=0)).mean()), float(np.abs(np.diff(loud, axis=1)).mean())


def look(levels: Levels, spec: Spec = SPEC) -> Features:
    """Features of one loop (frames, bands)."""
    loud = decibels(levels, spec)
    grid = loud.reshape(spec.steps, spec.step_frames, BLOCKS, -1).mean(3)
    steps = np.concatenate([grid[:, slice(*part)].mean(1) for part in (ATTACK, TAIL)], 1)
    zone = zones(spec)
    masks = (zone.low, zone.body | zone.crack, zone.high)
    track = np.stack([loud[:, mask].mean(1) for mask in masks], 1)
    change = track - np.roll(track, 2, 0)
    starts = np.arange(spec.steps) * spec.step_frames
    rises = np.max([change[(starts + offset) % spec.frames] for offset in AROUND], 0)
    rise = flux(loud)
    peak = (rise > np.roll(rise, 1)) & (rise >= np.roll(rise, -1)) & (rise > PEAK)
    return Features(steps[None], rises[None], (rise[peak],), np.array([texture(loud)]))


def gather(loops: Sequence[Features]) -> Features:
    """Features of many loops, of at least one."""
    return Features(
        np.concatenate([loop.steps for loop in loops]),
        np.concatenate([loop.rises for loop in loops]),
        tuple(peaks for loop in loops for peaks in loop.peaks),
        np.concatenate([loop.moves for loop in loops]),
    )


def compare(found: Features, reference: Reference, rng: Generator) -> Figures:
    """All figures of a set of loops against the held-out ones; two loops or more of each.

    fsd, fld        Frechet distance of steps, and of loops (mean and deviation of their steps); 0 is best
    bigram_jsd      divergence, bits, of what follows what: pairs of neighbouring steps by the zones struck
    density_w1      distance, steps, of how many steps of a loop are struck
    position_error  mean error of the probability that a zone is struck on a step
    diversity       mean distance of two loops, relative to real; 1 is best
    novelty         median distance to the nearest learned loop, relative to that of held-out ones; 0 copies
    nn_step, nn_loop  share of steps, loops, whose nearest neighbour is of their own set; 0.5 is best, below 0.4 copies
    sharp_w1        distance, dB, of the attacks' rises, of noise as well as of hits
    hits_w1         the same of the 32 strongest of each loop, which are hits
    peaks, dt, df   attacks of a loop, differences of neighbours in time and frequency, relative to real; 1 is best
    """
    real = reference.held_out
    ours, theirs = (reference.standard(features) for features in (found, real))
    bits, true_bits = (features.rises > reference.struck for features in (found, real))
    return {
        "fsd": frechet(*(steps.reshape(-1, steps.shape[-1]) for steps in (ours, theirs))),
        "fld": frechet(*(np.concatenate([steps.mean(1), steps.std(1)], 1) for steps in (ours, theirs))),
        "bigram_jsd": divergence(bigrams(bits), bigrams(true_bits)),
        "density_w1": wasserstein_distance(*(struck.any(2).sum(1) for struck in (bits, true_bits))),
        "position_error": float(np.abs(bits.mean(0) - true_bits.mean(0)).mean()),
        **_neighbours(ours, theirs, reference.standard(reference.learned), rng),
        **sharpness(found, real),
    }


def sharpness(found: Features, real: Features) -> Figures:
    """Attacks and texture of a set against another: the last five figures of `compare`."""
    mine, theirs = np.concatenate(found.peaks), np.concatenate(real.peaks)
    # a set without any attack is as far off as one whose attacks all rise by nothing
    distance = wasserstein_distance(*(peaks if len(peaks) else np.zeros(1) for peaks in (mine, theirs)))
    hits = wasserstein_distance(*(np.concatenate([strongest(loop) for loop in some.peaks]) for some in (found, real)))
    dt, df = found.moves.mean(0) / np.maximum(real.moves.mean(0), 1e-9)
    share = (len(mine) / len(found)) / max(len(theirs) / len(real), 1e-9)
    return {"sharp_w1": float(distance), "hits_w1": float(hits), "peaks": share, "dt": float(dt), "df": float(df)}


def strongest(peaks: Floats) -> Floats:
    """The strongest attacks of a loop (HITS,), one a sixteenth; nothing where there are fewer."""
    return np.pad(np.sort(peaks)[-HITS:], (max(0, HITS - len(peaks)), 0))


def frechet(a: Floats, b: Floats) -> float:
    """Frechet distance of two Gaussians fitted to points (n, d) and (m, d)."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    mine, theirs = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    values, vectors = np.linalg.eigh(mine)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    # the trace of sqrtm(mine @ theirs), by way of a symmetric matrix with the same eigenvalues
    overlap = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ theirs @ root), 0)).sum()
    gap = a.mean(0) - b.mean(0)
    return float(max(gap @ gap + np.trace(mine) + np.trace(theirs) - 2 * overlap, 0))


def bigrams(bits: NDArray[np.bool_]) -> Values:
    """Shares (64,) of what follows what, of struck zones (loops, steps, 3); the first step follows the last."""
    symbols = bits @ np.array([1, 2, 4])
    pairs = symbols * 8 + np.roll(symbols, -1, 1)
    return np.bincount(pairs.ravel(), minlength=64) / pairs.size


def divergence(p: Values, q: Values) -> float:
    """Jensen-Shannon divergence of two distributions (n,), bits: 0 the same, 1 nothing in common."""
    middle = (p + q) / 2
    return sum(0.5 * float((r[r > 0] * np.log2(r[r > 0] / middle[r > 0])).sum()) for r in (p, q))


def _neighbours(ours: Floats, theirs: Floats, learned: Floats, rng: Generator) -> Figures:
    """Figures of distances between loops, from standardised steps (loops, steps, features)."""
    mine, real, known = (loops.reshape(len(loops), -1) for loops in (ours, theirs, learned))
    few = [loops[:LOOPS_COMPARED] for loops in (mine, real)]
    spread, true_spread = (float(pdist(loops, "cityblock").mean()) for loops in few)
    near, truly_near = (float(np.median(cdist(loops, known, "cityblock").min(1))) for loops in few)
    steps, true_steps = (loops.reshape(-1, loops.shape[-1]) for loops in (ours, theirs))
    return {
        "diversity": spread / max(true_spread, 1e-9),
        "novelty": near / max(truly_near, 1e-9),
        "nn_step": told_apart(steps, true_steps, STEPS_COMPARED, rng),
        "nn_loop": told_apart(mine, real, LOOPS_COMPARED, rng),
    }


def told_apart(a: Floats, b: Floats, most: int, rng: Generator) -> float:
    """Share of points (n, d) whose nearest neighbour among all others is of their own set; as many of each, `most`."""
    count = min(len(a), len(b), most)
    points = np.concatenate([part[rng.choice(len(part), count, replace=False)] for part in (a, b)])
    apart = cdist(points, points, "cityblock")
    np.fill_diagonal(apart, np.inf)
    return float(((apart.argmin(1) < count) == (np.arange(2 * count) < count)).mean())
