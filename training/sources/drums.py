"""The drums by which one-shots, patterns and kits are sorted."""

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
