"""A scene is everything that makes the sound: captured, written, read and recalled, nothing has changed."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Cell
from engine.errors import BadInput
from engine.files.presets import Preset, capture, preset, recall
from engine.files.scenes import capture_scene, recall_scene
from engine.parameters import TABLE
from tests.fake_controls import FakeControls

from .test_presets import CELLS, VALUES, text


class FakePerformance:
    """A sequencer whose state is any JSON object."""

    def __init__(self, **state: Any) -> None:
        self.state: dict[str, Any] = state
        self.due: float | None = None

    def capture(self) -> dict[str, Any]:
        return dict(self.state)

    def recall(self, state: Mapping[str, Any], due: float | None = None) -> None:
        if "refused" in state:
            raise BadInput("the gestures are not valid; save the scene again")
        self.state, self.due = dict(state), due


@given(VALUES, CELLS, st.dictionaries(st.text(max_size=5), st.integers() | st.lists(st.floats(-1, 1)), max_size=3))
def test_a_scene_is_recalled_exactly_from_its_file(
    values: dict[str, float], cells: dict[Cell, float], state: dict[str, Any]
) -> None:
    one, other = FakeControls(), FakeControls()
    one.write(values)
    one.write_steps(cells)
    one.learned = "ab" * 32
    state.pop("refused", None)
    scene = capture_scene(one, FakePerformance(**{f"_{key}": value for key, value in state.items()}), "x", "tiny", "d")
    other.write({"tempo": 299, "level": -59, "freeze": 1, "latent/0": 3})
    other.write_steps({(3, "kick"): 3.0, (9, "mute"): 1.0})
    performance = FakePerformance(before=1)
    recall_scene(other, performance, Preset.from_json(scene.to_json()), 12.5)
    assert other.values == one.values and other.seeds == one.seeds and other.learned == one.learned
    assert other.read_steps() == one.read_steps(), "to the bit"
    assert performance.state == {f"_{key}": value for key, value in state.items()} and performance.due == 12.5
    assert set(other.dues) >= {12.5} and list(other.dues)[-2:] == [12.5, 12.5], "values and steps at one time"


def test_a_scene_is_a_preset_and_a_preset_a_scene() -> None:
    scene = Preset.from_json(text(performance={"gestures": []}, colour="red"))
    assert scene.performance == {"gestures": []} and scene.values["tempo"] == 90
    again = Preset.from_json(scene.to_json())
    assert again.performance == scene.performance and again.more["colour"] == "red"
    controls, performance = FakeControls(), FakePerformance(before=1)
    recall(controls, scene)
    assert controls.read("tempo") == 170.0, "a preset leaves the tempo alone"
    recall_scene(controls, performance, preset("by hand", {"tempo": 120}, {}))
    assert controls.read("tempo") == 120 and performance.state == {}
    assert "performance" not in capture(controls, "x", "", "").to_json()


def test_a_scene_whose_sequencer_is_not_valid_changes_nothing() -> None:
    controls = FakeControls()
    with pytest.raises(BadInput, match="the gestures are not valid"):
        recall_scene(controls, FakePerformance(), Preset.from_json(text(performance={"refused": 1})))
    assert controls.values == [entry.default for entry in TABLE] and not controls.dues


@pytest.mark.parametrize("value", [[], 5, "x", None])
def test_a_performance_that_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(BadInput, match="the preset's performance are"):
        Preset.from_json(text(performance=value))
