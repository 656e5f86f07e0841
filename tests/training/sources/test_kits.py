import numpy as np
import pytest

from training.sources.drums import Drum
from training.sources.kits import Kit, KitInstrument, Kits, is_held_out

SOUND = np.zeros(1000, np.float32)


def kit(name: str, count: int = 1, drum: Drum = Drum.SNARE, source: str = "") -> Kit:
    return Kit(name, tuple(KitInstrument(f"{source or name}/{number}", drum, ((SOUND,),)) for number in range(count)))


def test_a_kit_is_drawn_by_the_square_root_of_its_size() -> None:
    kits, rng = Kits((kit("a", 16), kit("b", 4))), np.random.default_rng(0)
    drawn = [kits.draw(rng) for _ in range(600)]
    assert sum(one is kits.kits[0] for one in drawn) == pytest.approx(400, abs=50)


def test_the_same_strokes_recorded_four_times_count_once() -> None:
    copies = [kit(name, 16, source="studio") for name in ("close", "room", "hall", "mono")]
    kits, rng = Kits((*copies, kit("b", 16))), np.random.default_rng(0)
    drawn = [kits.draw(rng) for _ in range(800)]
    assert sum(one is kits.kits[4] for one in drawn) == pytest.approx(800 / 3, abs=50)  # 4 of 4 * 2 + 4, not 1 of 5


def test_a_missing_drum_is_of_a_kit_that_has_it() -> None:
    kits = Kits((kit("a"), kit("b", drum=Drum.KICK)), (kit("c", drum=Drum.TOM),))
    rng = np.random.default_rng(0)
    for drum, name in ((Drum.SNARE, "a"), (Drum.KICK, "b"), (Drum.TOM, "c")):
        found = kits.draw(rng, drum)
        assert found and found.name == name
    assert kits.draw(rng, Drum.HAT) is None


def names(kits: Kits) -> set[str]:
    return {one.name for kit in kits.kits for one in kit.instruments}


def test_held_out_and_training_instruments_share_none() -> None:
    kits = Kits((kit("close", 100, source="studio"), kit("room", 100, source="studio"), kit("b", 300)))
    held, rest = kits.part(True), kits.part(False)
    assert not names(held) & names(rest)
    assert names(held) | names(rest) == names(kits)
    assert 0.07 < len(names(held)) / len(names(kits)) < 0.13
    assert all(is_held_out(name) for name in names(held))
    assert [one.name for one in held.lenders] == ["close", "room", "b"]


def test_no_drum_loses_all_of_its_instruments() -> None:
    own = next(f"k{number}" for number in range(100) if is_held_out(f"k{number}/0"))
    kits = Kits((kit(own, drum=Drum.KICK),))
    assert names(kits.part(False)) == names(kits.part(True)) == names(kits)


def test_the_hold_out_rule_is_fixed() -> None:
    """Existing datasets and models rely on it."""
    assert [number for number in range(60) if is_held_out(f"studio/snare {number}")] == [12, 32, 50, 52]
