"""The tape of an instrument that plays later: targets at samples in, requests of tapes and their samples out.

A tape follows latents within their smoothing time, as it does live: at each hop when a hand moves them fast, in steps
that are not heard when they move slowly, and in larger ones behind what moves by itself, as live decodes that seldom.
"""

from collections.abc import Iterator

import numpy as np

from engine.model.decode_request import DecodeRequest, DecodeTarget
from engine.model.target_ramp import TargetRamp
from engine.parameters import parameter
from engine.spec import SPEC

SMOOTHING_S = parameter("latent/0").smoothing
MAX_LAG, MAX_SPARE_LAG = 0.25, 1.0  # latents x hops by which the tape lags behind a hand, and behind what moves itself
MAX_STALE_HOPS = 16  # 93 ms, for which it may lag at all


class OfflineTape:
    """Follows targets and numbers the tapes from 1; `requests` has what they are made of."""

    def __init__(self, target: DecodeTarget) -> None:
        """Begin at sample 0 with tape 1."""
        self.requests: dict[int, DecodeRequest] = {}
        self._ramp = TargetRamp(target, SMOOTHING_S)
        self._moving, self._prompt_until = False, 0  # sample up to which it follows a hand
        self._painted, self._painted_at = target, 0  # what the last tape was made of, and its sample
        self._add(target, 0)

    def set_target(self, target: DecodeTarget, sample: int, *, prompt: bool) -> None:
        """Set new targets at a sample. `prompt`: False for what moves by itself, which has no ramp."""
        if prompt:
            self._prompt_until = sample + MAX_STALE_HOPS * SPEC.hop
        begin = sample / SPEC.rate - (0 if self._prompt_until > sample else SMOOTHING_S)
        self._ramp.set_target(target, begin)
        self._moving = True

    def follow(self, sample: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield sample and number of each new tape behind a sample, up to `end`."""
        hop = sample // SPEC.hop * SPEC.hop
        while self._moving and (hop := hop + SPEC.hop) <= end:
            if (due := self._due(hop)) is not None:
                yield hop, self._add(due, hop)

    def _due(self, hop: int) -> DecodeTarget | None:
        """Return what a tape should be made of now; None while the last one lags behind by no more than is allowed."""
        now, hops, painted = hop / SPEC.rate, (hop - self._painted_at) // SPEC.hop, self._painted
        reached = self._ramp.at(now)
        lag = float(np.abs(reached.pack() - painted.pack()).max())
        most = MAX_LAG if self._prompt_until > hop else MAX_SPARE_LAG
        late = lag * min(hops, MAX_STALE_HOPS) >= most or (hops >= MAX_STALE_HOPS and lag > 0)
        if late or (reached.seeds, reached.learned) != (painted.seeds, painted.learned):
            return reached
        self._moving = lag > 0 or not self._ramp.arrived(now)
        return None

    def _add(self, painted: DecodeTarget, sample: int) -> int:
        number = len(self.requests) + 1
        self.requests[number] = DecodeRequest.of(painted)
        self._painted, self._painted_at = painted, sample
        return number
