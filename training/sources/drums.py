"""The drums that one-shots, patterns and kits are sorted by."""

from enum import StrEnum


class Drum(StrEnum):
    """A drum of the kit; the value is the row name in patterns.toml."""

    KICK = "kick"
    SNARE = "snare"
    HAT = "hat"
    OPEN = "open"
    RIDE = "ride"
    CRASH = "crash"
    TOM = "tom"
    PERC = "perc"
