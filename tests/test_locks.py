"""With the bundled model: kick and snare that are locked stay in random breaks; the rest changes as without locks."""

import numpy as np
import pytest

from benchmarks.locks import BAR_DB, LOCKED, decoded_tape, locked_sound, tape_energy
from engine.files.presets import default_preset
from engine.files.random_break import random_break
from engine.model.model_file import Model, bundled
from engine.spec import SPEC
from engine.tape.drum_strikes import struck_steps

DRAWS = range(1000, 1004)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load(bundled(), provider="cpu")


@pytest.mark.parametrize("start", [0, 2])
def test_locked_strokes_keep_their_energy_and_the_rest_is_another_break(model: Model, start: int) -> None:
    free = random_break(model.draws, default_preset(), start)
    tape, levels = decoded_tape(model, free)
    struck = {drum: struck_steps(tape.magnitudes, drum) for drum in LOCKED}
    steps = sorted({step for strokes in struck.values() for step in strokes})
    locked = locked_sound(model, free, steps)
    others = [step for step in range(SPEC.steps) if step not in steps]
    changes: dict[bool, list[float]] = {True: [], False: []}
    for number in DRAWS:
        for has_locks, present in ((True, locked), (False, free)):
            found, found_levels = decoded_tape(model, random_break(model.draws, present, number))
            change = np.abs(found_levels - levels).reshape(SPEC.steps, -1).mean(1)
            changes[has_locks].append(float(change[others].mean()))
            if has_locks:
                for drum, strokes in struck.items():
                    before, after = (tape_energy(one, drum, strokes) for one in (tape, found))
                    assert np.abs(after - before).max() < BAR_DB, (number, drum)
    assert np.mean(changes[True]) == pytest.approx(np.mean(changes[False]), rel=0.2)
