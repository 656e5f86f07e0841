"""Measurements that the player process publishes after every block, and the `Status` made from them."""

import math
from typing import NamedTuple

from engine.controls import Status

MIN_METER_DB = -120.0  # dBFS
DEEPEST_LIMITER_DB = -40.0


class Meters(NamedTuple):
    """Measurements of one block; the same fields as `vamen_meters` in core/vamen.h."""

    output_time: float = 0.0  # s, monotonic clock: when `clock` is handed to the device; 0 before the first block
    clock: float = 0.0  # samples since this player started
    beat: float = 0.0  # quarter notes since play
    frame: float = 0.0  # tape frame under the playhead
    playing: float = 0.0  # 0 or 1
    peak: float = 0.0  # linear, of the last twentieth of a second
    load: float = 0.0  # time to compute a block / its duration, worst of the last second
    underruns: float = 0.0
    errors: float = 0.0
    latency: float = 0.0  # s, from handing a sample to the device to its sound, as the device reports it
    rate: float = 0.0  # Hz, of the device
    block: float = 0.0  # samples per block: the period of the device
    ahead: float = 0.0  # s, rendered but not handed over yet
    late: float = 0.0  # events that arrived after their sample had been rendered
    base_frame: float = 0.0  # tape frame at which the playhead would be without freeze, reverse and stutter
    delay: float = 0.0  # samples from an event to its attack, inside the instrument
    reduction: float = 0.0  # 1 - the limiter's lowest gain, of the last twentieth of a second


def status_of(meters: Meters, output: str, errors: int, provider: str, model: str, latency: float) -> Status:
    """Return the status for these meters; `errors` are those that this process counted, added to the player's."""
    return Status(
        playing=meters.playing > 0,
        beat=max(meters.beat, 0.0),
        frame=meters.frame,
        peak=max(20 * math.log10(max(meters.peak, 1e-9)), MIN_METER_DB),
        load=meters.load,
        underruns=int(meters.underruns),
        errors=int(meters.errors) + errors,
        output=output,
        provider=provider,
        model=model,
        latency=latency,
        late=int(meters.late),
        limiter=max(20 * math.log10(max(1 - meters.reduction, 1e-9)), DEEPEST_LIMITER_DB),
    )
