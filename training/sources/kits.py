"""Kits of drums: what a loop draws its instruments from.

A kit is a folder of one-shots. An instrument is one drum struck in one way; its layers are recordings of increasing
loudness, its takes repeat a layer. Sounds have the levels of their files, so that layers keep their relation.

Instruments of one name are the same strokes, recorded twice: together they are drawn as often as one, and they are held
out together.
"""

import zlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.arrays import Floats

from .drums import Drum

HELD_OUT_PERIOD = 10  # one instrument in so many is held out, and one performance


@dataclass(frozen=True, slots=True, eq=False)
class KitInstrument:
    """One drum of a kit, struck in one way."""

    name: str  # the source of the recording, or its kit, and its articulation
    drum: Drum
    layers: tuple[tuple[Floats, ...], ...]  # softest first; takes (m,) of each, as `Shot.sound`


@dataclass(frozen=True, slots=True, eq=False)
class Kit:
    """The instruments of a folder."""

    name: str
    instruments: tuple[KitInstrument, ...]

    def of(self, drum: Drum) -> Sequence[KitInstrument]:
        """Return all instruments of a drum."""
        return [instrument for instrument in self.instruments if instrument.drum is drum]


@dataclass(frozen=True, slots=True, eq=False)
class Kits:
    """Kits to draw from, and others that lend the drums which all of these lack."""

    kits: tuple[Kit, ...]
    lenders: tuple[Kit, ...] = ()

    def draw(self, rng: Generator, drum: Drum | None = None) -> Kit | None:
        """Draw a kit, one with a certain `drum` if given; None if no kit has it.

        The probability grows with the square root of the number of instruments, of which equal ones count once.
        """
        for group in (self.kits, self.lenders):
            weight = np.array([0.0 if drum and not kit.of(drum) else 1.0 for kit in group]) * _weights(group)
            if weight.any():
                return group[int(rng.choice(len(group), p=weight / weight.sum()))]
        return None

    def part(self, held_out: bool) -> "Kits":
        """Return the instruments that are for held-out images only, or those for training.

        One in ten instruments is held out, by its name, if others of its drum remain. Held-out kits borrow what they
        lack from the others.
        """
        kept = {
            instrument.drum for kit in self.kits for instrument in kit.instruments if not is_held_out(instrument.name)
        }
        parts: dict[bool, tuple[Kit, ...]] = {}
        for held in (False, True):
            chosen = [
                replace(kit, instruments=tuple(one for one in kit.instruments if _is_reserved(one, kept) is held))
                for kit in self.kits
            ]
            parts[held] = tuple(kit for kit in chosen if kit.instruments)
        return Kits(parts[True] or parts[False], parts[False]) if held_out else Kits(parts[False])


def is_held_out(name: str) -> bool:
    """Return whether an instrument or a performance is for held-out images only, by its name (one in ten)."""
    return zlib.crc32(name.encode()) % HELD_OUT_PERIOD == 0


def _is_reserved(instrument: KitInstrument, kept: Collection[Drum]) -> bool:
    return is_held_out(instrument.name) and instrument.drum in kept


def _weights(kits: Sequence[Kit]) -> NDArray[np.float64]:
    copies = Counter(instrument.name for kit in kits for instrument in kit.instruments)
    return np.sqrt([sum(1 / copies[instrument.name] for instrument in kit.instruments) for kit in kits])
