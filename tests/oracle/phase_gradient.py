"""Real-time phase-gradient integration in numpy: the reference for phase_gradient.hpp.

magnitudes  float32 (frames, bins)   a run of consecutive frames, hop samples apart
angles      float32 (bins,)          radians, referred to the centre of the frame

Phase-gradient integration with one known future frame (Prusa, Balazs, Sondergaard: "A Noniterative Method for
Reconstruction of Phase from STFT Magnitude", 2017). The logarithm of the magnitudes of a Gaussian-like window holds
the derivatives of its phase; integrating them along loud bins gives the phase. The heap that usually finds the loud
route is replaced by a widest-path scan, which numpy can do for many frames at once.

Under a bass tone of less than two bins, bin 0 holds the middle of the tone and its mirror image: real, with the sign of
the cosine of the phase of that tone. Set so, a sustained bass settles wrongly less often.
"""

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.spec import SPEC, Spec

GAMMA = 0.25645  # a Hann window of length fft is close to exp(-pi t^2 / (GAMMA fft^2))


def widest_path_source(previous: Floats, current: Floats) -> NDArray[np.int16]:
    """Return the bin of the previous frame from which each bin takes its phase.

    For every bin of `current` (frames, bins), the bin of `previous` (same shape, one frame earlier) from which a route
    straight to `current` and then along frequency is loudest at its quietest point, as indices (frames, bins).

    The scan width[m] = max(previous[m], min(current[m-1], width[m-1])) is a chain of x -> max(a, min(b, x)); such steps
    compose, so log2(bins) doublings at most replace a loop over bins. Both directions run side by side.
    """
    frames, count = previous.shape
    width = np.empty((2, frames, count), np.float32)
    gate = np.zeros_like(width)
    width[0], width[1] = previous, previous[:, ::-1]
    gate[0, :, 1:], gate[1, :, 1:] = current[:, :-1], current[:, :0:-1]
    source = np.empty((2, frames, count), np.int16)  # small integers: moving them is the cost
    source[:] = np.arange(count)
    step = 1
    while step < count:
        arriving = np.minimum(gate[..., step:], width[..., :-step])
        reached, through = width[..., step:], gate[..., step:]
        wider = arriving > reached
        if not wider.any():
            break  # a longer route begins with one of this length, and none of these is wider
        np.copyto(source[..., step:], source[..., :-step], where=wider)
        np.maximum(reached, arriving, out=reached)
        np.minimum(through, gate[..., :-step], out=through)
        step *= 2
    from_above = count - 1 - source[1, :, ::-1]
    return np.where(width[0] >= width[1, :, ::-1], source[0], from_above)


class PhaseGradientIntegrator:
    """Propagates phases from frame to frame along the widest paths."""

    def __init__(self, spec: Spec = SPEC) -> None:
        bins = np.arange(spec.bins)
        self._advance = (2 * np.pi * spec.hop * bins / spec.fft).astype(np.float64)
        self._per_bin = spec.hop / (GAMMA * spec.fft)  # d log magnitude / d bin -> radians per hop
        self._per_frame = GAMMA * spec.fft / spec.hop  # d log magnitude / d frame -> radians per bin

    def __call__(self, magnitude: Floats, angle: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the angles (frames - 2, bins) of all but the first and the last of `magnitude` (frames, bins).

        `angle` (bins,) belongs to the first frame; the last one gives the slope at attacks.
        """
        loudness = np.log(magnitude + np.float32(1e-10))
        turn = np.repeat(self._advance[None], len(magnitude) - 2, 0)
        both = loudness[:-2] + loudness[1:-1]
        turn[:, 1:-1] += self._per_bin * (both[:, 2:] - both[:, :-2]) / 4
        slope = self._per_frame * (loudness[:-2] - loudness[2:]) / 2
        climb = np.zeros_like(turn)
        np.cumsum((slope[:, 1:] + slope[:, :-1]) / 2, axis=1, dtype=np.float64, out=climb[:, 1:])
        source = widest_path_source(magnitude[:-2], magnitude[1:-1])
        angles = np.empty_like(turn)
        for frame in range(len(turn)):
            angle = climb[frame] + (angle + turn[frame] - climb[frame])[source[frame]]
            # bin 0 is real: its sign is that of the bass beside it; with the other sign the two cancel permanently
            angle[0] = 0.0 if np.cos(angle[1]) >= 0 else np.pi
            angles[frame] = angle
        return angles
