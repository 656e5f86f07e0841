"""What the player says of itself, once per block."""

from typing import NamedTuple


class Meters(NamedTuple):
    """One block."""

    due: float = 0.0  # seconds of the monotonic clock at which `beat` is handed to the card; 0 before the first block
    clock: float = 0.0  # samples
    beat: float = 0.0  # quarter notes since play
    frame: float = 0.0  # column under the playhead
    playing: float = 0.0  # 0 or 1
    peak: float = 0.0  # linear, of the last tenth of a second
    load: float = 0.0  # worst of the last second
    underruns: float = 0.0
    errors: float = 0.0
    latency: float = 0.0  # seconds from event to sound
    rate: float = 0.0  # Hz, of the device
    block: float = 0.0  # samples of the device
    ahead: float = 0.0  # seconds before the device asks for a block, in which it cannot be changed any more
    late: float = 0.0  # events whose time had passed when they came
    straight: float = 0.0  # column where the playhead would be if nothing held it back
    delay: float = 0.0  # samples of the instrument from an event to its attack
