"""Distance of one set of loops from another: features of every loop in, distances between two sets out.

levels    float32 (frames, bands) 0..1, or uint8 0..255 as in a dataset
decibels  float32 (frames, bands) 0..80: dB above a floor of -80 dB re full scale; lower levels are clipped to it
features  of a set of loops, see `Features`; about 8 kB a loop, so that the images need not be kept

No figure of `compare_loops` is sufficient alone. Blurred loops pass the Frechet distances, diversity and novelty, and
fail bigrams, density and peaks; loops with shuffled steps pass the Frechet distances and fail positions and the nearest
neighbours of loops; a model that copies fails novelty; mixes of loops fail the Frechet distances and diversity.

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
from training.dataset.descriptors import band_zones

RANGE_DB = 80.0  # dB
BAND_BLOCKS = 16  # of bands, in the features of a step
ATTACK_FRAMES, TAIL_FRAMES = (0, 4), (10, 16)  # frames of a step
MIN_PEAK_DB = 0.5  # mean rise in a frame from which a local maximum counts as an attack
STEP_OFFSETS = range(-2, 6)  # frames around the start of a step in which its onset may be
HITS_PER_LOOP = 32  # strongest attacks of a loop, one a sixteenth, which are strokes rather than noise
STRUCK_PERCENTILE = 60  # percentile of the rises of real steps above which a zone has an onset
STEPS_COMPARED, LOOPS_COMPARED = 1500, 400  # of each set, for distances between them

Figures = dict[str, float]
Levels = Floats | NDArray[np.uint8]
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Features of a set of loops."""

    steps: Floats  # (loops, steps, 2 * BAND_BLOCKS) dB: attack, then tail, of every block of bands
    rises: Floats  # (loops, steps, 3) dB: largest rise over two frames around a step's start, of lows, mids and highs
    peaks: tuple[Floats, ...]  # of each loop, dB: mean rise of its attacks over all bands in one frame
    moves: Values  # (loops, 2) dB: mean absolute difference of neighbours in time, and in frequency

    def __len__(self) -> int:
        return len(self.steps)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """Real loops: training loops set the units, and held-out loops are what a set of loops is compared with."""

    learned: Features
    held_out: Features
    mean: Floats  # (2 * BAND_BLOCKS,) dB, of the training steps
    sd: Floats  # same shape and unit as the mean
    struck: Floats  # (3,) rise in dB from which lows, mids, highs have an onset

    @classmethod
    def of(cls, learned: Features, held_out: Features) -> "Reference":
        """Return a reference with these loops; mean, sd and onset threshold are computed from the training loops."""
        steps = learned.steps.reshape(-1, learned.steps.shape[-1])
        struck = np.percentile(learned.rises, STRUCK_PERCENTILE, axis=(0, 1)).astype(np.float32)
        return cls(learned, held_out, steps.mean(0), np.maximum(steps.std(0), 1e-3), struck)

    def standard(self, features: Features) -> Floats:
        """Return `features.steps` (loops, steps, 2 * BAND_BLOCKS), in standard deviations of the training steps."""
        return (features.steps - self.mean) / self.sd


def decibels(levels: Levels, spec: Spec = SPEC) -> Floats:
    """Return levels of any shape in dB above -80 dB; those stored as bytes are divided by 255 first."""
    unit = 1 / 255 if levels.dtype == np.uint8 else 1.0
    return np.clip(levels * np.float32(-spec.floor * unit) + np.float32(spec.floor + RANGE_DB), 0, RANGE_DB)


def flux(loud: Floats) -> Floats:
    """Return the mean rise of all bands since the frame before, dB (frames,), of decibels (frames, bands); circular."""
    rise = np.diff(loud, axis=0, prepend=loud[-1:])
    return np.maximum(rise, 0).mean(1)


def onset_correlation(found: Floats, real: Floats) -> float:
    """Return the correlation of the fluxes of two loops, decibels (frames, bands): 1 if all onsets are in place."""
    a, b = (flux(loud).astype(np.float64) for loud in (found, real))
    a, b = a - a.mean(), b - b.mean()
    return float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9))


def mean_differences(loud: Floats) -> tuple[float, float]:
    """Return the mean absolute difference of neighbours in time and in frequency, dB, of decibels (frames, bands)."""
    return float(np.abs(np.diff(loud, axis=0)).mean()), float(np.abs(np.diff(loud, axis=1)).mean())


def loop_features(levels: Levels, spec: Spec = SPEC) -> Features:
    """Return the features of one loop (frames, bands)."""
    loud = decibels(levels, spec)
    grid = loud.reshape(spec.steps, spec.step_frames, BAND_BLOCKS, -1).mean(3)
    steps = np.concatenate([grid[:, slice(*part)].mean(1) for part in (ATTACK_FRAMES, TAIL_FRAMES)], 1)
    zone = band_zones(spec)
    masks = (zone.low, zone.body | zone.crack, zone.high)
    track = np.stack([loud[:, mask].mean(1) for mask in masks], 1)
    change = track - np.roll(track, 2, 0)
    starts = np.arange(spec.steps) * spec.step_frames
    rises = np.max([change[(starts + offset) % spec.frames] for offset in STEP_OFFSETS], 0)
    rise = flux(loud)
    peak = (rise > np.roll(rise, 1)) & (rise >= np.roll(rise, -1)) & (rise > MIN_PEAK_DB)
    return Features(steps[None], rises[None], (rise[peak],), np.array([mean_differences(loud)]))


def join_features(loops: Sequence[Features]) -> Features:
    """Return the features of one or more loops as one set."""
    return Features(
        np.concatenate([loop.steps for loop in loops]),
        np.concatenate([loop.rises for loop in loops]),
        tuple(peaks for loop in loops for peaks in loop.peaks),
        np.concatenate([loop.moves for loop in loops]),
    )


def compare_loops(found: Features, reference: Reference, rng: Generator) -> Figures:
    """Return all figures of a set of loops against the held-out loops; two or more of each. A distance of 0 is best.

    fsd, fld        Frechet distance of steps, and of loops (mean and deviation of their steps)
    bigram_jsd      Jensen-Shannon divergence, bits, of `bigrams`: which zones have an onset on neighbouring steps
    density_w1      Wasserstein distance, in steps, of the number of steps of a loop with an onset
    position_error  mean error of the probability of an onset of a zone on a step
    diversity       mean distance of two loops, relative to real; 1 is best
    novelty         median distance to the nearest training loop, relative to that of held-out loops; 0: copies
    nn_step, nn_loop  share of steps, loops, whose nearest neighbour is of their own set; 0.5 is best, below 0.4: copies
    sharp_w1        Wasserstein distance, dB, of the rises of all attacks, including noise
    hits_w1         Wasserstein distance, dB, of the 32 strongest attacks of each loop
    peaks, dt, df   number of attacks, differences of cells next in time, and in frequency, relative to real; 1 is best
    """
    real = reference.held_out
    found_steps, real_steps = (reference.standard(features) for features in (found, real))
    bits, true_bits = (features.rises > reference.struck for features in (found, real))
    return {
        "fsd": frechet(*(steps.reshape(-1, steps.shape[-1]) for steps in (found_steps, real_steps))),
        "fld": frechet(*(np.concatenate([steps.mean(1), steps.std(1)], 1) for steps in (found_steps, real_steps))),
        "bigram_jsd": jensen_shannon(bigrams(bits), bigrams(true_bits)),
        "density_w1": wasserstein_distance(*(struck.any(2).sum(1) for struck in (bits, true_bits))),
        "position_error": float(np.abs(bits.mean(0) - true_bits.mean(0)).mean()),
        **_neighbours(found_steps, real_steps, reference.standard(reference.learned), rng),
        **sharpness(found, real),
    }


def sharpness(found: Features, real: Features) -> Figures:
    """Return sharp_w1, hits_w1, peaks, dt and df of a set of loops against real ones, as in `compare_loops`."""
    found_peaks, real_peaks = np.concatenate(found.peaks), np.concatenate(real.peaks)
    # a set without any attack is compared as one attack of 0 dB
    distance = wasserstein_distance(*(peaks if len(peaks) else np.zeros(1) for peaks in (found_peaks, real_peaks)))
    strongest = (np.concatenate([strongest_attacks(loop) for loop in loops.peaks]) for loops in (found, real))
    hits = wasserstein_distance(*strongest)
    dt, df = found.moves.mean(0) / np.maximum(real.moves.mean(0), 1e-9)
    share = (len(found_peaks) / len(found)) / max(len(real_peaks) / len(real), 1e-9)
    return {"sharp_w1": float(distance), "hits_w1": float(hits), "peaks": share, "dt": float(dt), "df": float(df)}


def strongest_attacks(peaks: Floats) -> Floats:
    """Return the strongest of the attacks (n,) of a loop in dB (HITS_PER_LOOP,), padded with 0."""
    return np.pad(np.sort(peaks)[-HITS_PER_LOOP:], (max(0, HITS_PER_LOOP - len(peaks)), 0))


def frechet(a: Floats, b: Floats) -> float:
    """Return the Frechet distance of two Gaussians fitted to points (n, d) and (m, d)."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    spread_a, spread_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    values, vectors = np.linalg.eigh(spread_a)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    # the trace of sqrtm(spread_a @ spread_b), from a symmetric matrix with the same eigenvalues
    overlap = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ spread_b @ root), 0)).sum()
    gap = a.mean(0) - b.mean(0)
    return float(max(gap @ gap + np.trace(spread_a) + np.trace(spread_b) - 2 * overlap, 0))


def bigrams(bits: NDArray[np.bool_]) -> Values:
    """Return how often each pair of successive steps occurs, as shares (64,) of all pairs.

    `bits` (loops, steps, 3) is true where lows, mids or highs have an onset on a step, so a step has one of 8 states.
    """
    symbols = bits @ np.array([1, 2, 4])
    pairs = symbols * 8 + np.roll(symbols, -1, 1)
    return np.bincount(pairs.ravel(), minlength=64) / pairs.size


def jensen_shannon(p: Values, q: Values) -> float:
    """Return the Jensen-Shannon divergence of two distributions (n,), bits: 0 if they are equal, 1 if disjoint."""
    middle = (p + q) / 2
    return sum(0.5 * float((r[r > 0] * np.log2(r[r > 0] / middle[r > 0])).sum()) for r in (p, q))


def _neighbours(found_steps: Floats, real_steps: Floats, learned: Floats, rng: Generator) -> Figures:
    """Return diversity, novelty, nn_step and nn_loop, as in `compare_loops`.

    The arrays are from `Reference.standard`: of the measured loops, of held-out loops, and of training loops.
    """
    found_loops, real, known = (loops.reshape(len(loops), -1) for loops in (found_steps, real_steps, learned))
    few = [loops[:LOOPS_COMPARED] for loops in (found_loops, real)]
    spread, true_spread = (float(pdist(loops, "cityblock").mean()) for loops in few)
    near, truly_near = (float(np.median(cdist(loops, known, "cityblock").min(1))) for loops in few)
    steps, true_steps = (loops.reshape(-1, loops.shape[-1]) for loops in (found_steps, real_steps))
    return {
        "diversity": spread / max(true_spread, 1e-9),
        "novelty": near / max(truly_near, 1e-9),
        "nn_step": same_set_neighbours(steps, true_steps, STEPS_COMPARED, rng),
        "nn_loop": same_set_neighbours(found_loops, real, LOOPS_COMPARED, rng),
    }


def same_set_neighbours(a: Floats, b: Floats, most: int, rng: Generator) -> float:
    """Return the share of points (n, d) whose nearest neighbour is of their own set; at most `most` of each set."""
    count = min(len(a), len(b), most)
    points = np.concatenate([part[rng.choice(len(part), count, replace=False)] for part in (a, b)])
    apart = cdist(points, points, "cityblock")
    np.fill_diagonal(apart, np.inf)
    return float(((apart.argmin(1) < count) == (np.arange(2 * count) < count)).mean())
