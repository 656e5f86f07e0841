"""What the player says of itself, once per block; the fields of `vamen_meters` in core/vamen.h."""

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
    latency: float = 0.0  # seconds from a sample that is handed to the card to its sound, as the card tells
    rate: float = 0.0  # Hz, of the device
    block: float = 0.0  # samples that the device asks for at once: its period
    ahead: float = 0.0  # seconds of what is not handed over yet and cannot be changed any more
    late: float = 0.0  # events whose time had passed when they came
    straight: float = 0.0  # column where the playhead would be if nothing held it back
    delay: float = 0.0  # samples of the instrument from an event to its attack
