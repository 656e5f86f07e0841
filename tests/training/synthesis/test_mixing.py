import numpy as np

from engine.spec import SPEC
from training.sources.slices import LEAD
from training.synthesis.mixing import sweep


def test_a_sweep_begins_higher_and_ends_at_the_pitch_with_its_attack_in_place() -> None:
    age = np.arange(SPEC.rate) / SPEC.rate
    sound = np.concatenate([np.zeros(LEAD), np.cos(2 * np.pi * 50 * age)]).astype(np.float32)
    swept = sweep(sound, 12.0, 0.05)
    assert len(swept) == len(sound) and swept.dtype == np.float32
    assert np.abs(swept[:LEAD]).max() == 0 and swept[LEAD] == sound[LEAD]

    def cycles(part: np.ndarray) -> int:
        return int(np.count_nonzero(np.diff(np.signbit(part)))) // 2

    start, end = slice(LEAD, LEAD + 4410), slice(LEAD + 22_050, LEAD + 39_690)
    assert cycles(swept[start]) >= cycles(sound[start]) + 2
    assert abs(cycles(swept[end]) - cycles(sound[end])) <= 1
    assert sweep(sound, 0.0, 0.05) is sound
