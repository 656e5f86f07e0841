"""A preset survives its file, and a recall is one change."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import STEP_NAMES, Cell
from engine.errors import BadInput
from engine.files.presets import (
    ALL_CELLS,
    MAX_PRESET_BYTES,
    Preset,
    capture,
    model_mismatch_note,
    preset,
    recall,
    sanitise_name,
)
from engine.parameters import TABLE
from engine.spec import SPEC
from tests.fake_controls import FakeControls

VALUES = st.fixed_dictionaries(
    {},
    optional={
        entry.id: st.integers(int(entry.low), int(entry.high)) if entry.whole else st.floats(entry.low, entry.high)
        for entry in TABLE
    },
)
PERFORMED = [entry.id for entry in TABLE if not entry.in_preset]
CELLS = st.dictionaries(st.tuples(st.integers(0, SPEC.steps - 1), st.sampled_from(STEP_NAMES)), st.floats(-3, 3))


def text(**changes: Any) -> str:
    """A preset's file with some of its keys changed."""
    known: dict[str, Any] = {"format": 1, "name": "glass", "values": {"tempo": 90}, "steps": {"3/kick": 0.5}}
    return json.dumps(known | changes)


@given(VALUES, CELLS, st.text(max_size=40))
def test_a_preset_survives_its_file(values: dict[str, float], cells: dict[Cell, float], name: str) -> None:
    kept = preset(name, values, cells, "tiny", "0" * 64)
    again = Preset.from_json(kept.to_json())
    assert (again.name, again.values, again.cells) == (kept.name, kept.values, kept.cells)
    assert (again.model, again.digest) == ("tiny", "0" * 64)


def test_the_largest_preset_is_small_enough() -> None:
    full = preset("x" * 64, {}, dict.fromkeys(ALL_CELLS, -2.123456789), "m" * 64, "0" * 64)
    assert len(full.to_json().encode()) < MAX_PRESET_BYTES / 2


def test_missing_values_are_at_their_defaults() -> None:
    kept = Preset.from_json('{"format": 1}')
    assert kept.values == {entry.id: entry.default for entry in TABLE}
    assert (kept.name, kept.cells, kept.digest) == ("", {}, "")


def test_fields_of_newer_versions_are_written_again() -> None:
    newer = text(colour="red", values={"tempo": 90, "sparkle": [1]}, steps={"3/kick": 0.5, "3/cowbell": {}})
    again = json.loads(Preset.from_json(Preset.from_json(newer).to_json()).to_json())
    assert again["colour"] == "red"
    assert again["values"]["sparkle"] == [1]
    assert again["values"]["tempo"] == 90
    assert again["steps"] == {"3/kick": 0.5, "3/cowbell": {}}


def test_values_out_of_range_are_clamped() -> None:
    kept = Preset.from_json(text(values={"tempo": 1e9, "latent/0": -7}, steps={"0/0": 99}))
    assert (kept.values["tempo"], kept.values["latent/0"], kept.cells) == (300, -3, {(0, "0"): 3})


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ("", "is not JSON"),
        ("[" * 60_000, "is not JSON"),
        ("[]", "format None"),
        (text(format=2), "format 2, this version reads 1"),
        (text(format=True), "format True"),
        (text(format="1"), "format '1'"),
        (text(values=[1]), "the preset's values are"),
        (text(steps="all"), "the preset's steps are"),
        (text(model=3), "the preset's model are"),
        (text(name=["x"]), "as a name, expected text"),
        (text(values={"tempo": "fast"}), "sets tempo to 'fast'"),
        (text(values={"tempo": math.nan}), "sets tempo to nan"),
        (text(values={"seed": math.inf}), "sets seed to inf"),
        (text(values={"freeze": True}), "sets freeze to True"),
        (text(values={"level": 10**400}), "sets level to 1000"),
        (text(steps={"3/kick": None}), "sets 3/kick to None"),
        (text(more="x" * MAX_PRESET_BYTES), "bytes, expected at most"),
        (b"\xff\xfe\x00", "is not JSON"),
    ],
)
def test_an_invalid_preset_is_refused_in_one_sentence(broken: str | bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as refusal:
        Preset.from_json(broken)
    assert len(str(refusal.value)) < 250


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_arbitrary_data_is_refused(data: bytes | str) -> None:
    with pytest.raises(BadInput):
        Preset.from_json(data)


def test_a_name_is_one_short_line() -> None:
    assert sanitise_name("a\n\x1b[31mred\0  thing") == "a [31mred thing"
    assert len(sanitise_name("long " * 100)) <= 64


def test_a_recall_sets_the_break_and_leaves_the_performance_alone() -> None:
    controls = FakeControls()
    controls.write({"tempo": 90, "level": -6, "speed": 0.5, "freeze": 1, "reverse": 1, "stutter": 2, "latent/3": 1})
    controls.write_steps({(0, "kick"): 1.0, (5, "3"): 1.0})
    played = {id: controls.read(id) for id in PERFORMED}
    kept = preset("x", {"tempo": 200, "level": 6, "latent/0": 2, "seed": 9}, {(5, "3"): -1})
    controls.dues.clear()
    controls.learned = "cd" * 32
    recall(controls, kept, 12.5)
    assert controls.learned == "", "what was learned of the break before is not heard in this one"
    assert {id: controls.read(id) for id in PERFORMED} == played
    assert {"tempo", "level", "speed", "freeze", "reverse", "stutter"} <= played.keys()
    assert {entry.id: controls.read(entry.id) for entry in TABLE} == {**kept.values, **played}
    assert {cell: value for cell, value in controls.cells.items() if value} == {(5, "3"): -1}
    assert list(controls.dues) == [12.5, 12.5], "two writes with the same due time"


@given(VALUES, CELLS)
def test_a_capture_contains_all_values_and_edits(values: dict[str, float], cells: dict[Cell, float]) -> None:
    controls = FakeControls()
    controls.write(values)
    controls.write_steps(cells)
    controls.learned = "ab" * 32
    kept = capture(controls, "now", "tiny", "")
    assert Preset.from_json(kept.to_json()).learned == kept.learned == "ab" * 32
    assert kept.values == {entry.id: controls.read(entry.id) for entry in TABLE}
    assert kept.cells == {cell: value for cell, value in controls.cells.items() if value}


@pytest.mark.parametrize("seeds", [5, [], [5], [[5, "x"]], [[5, -1]], [[5, 1, 1]], {"5": 1}])
def test_a_file_with_other_seeds_is_refused(seeds: object) -> None:
    with pytest.raises(BadInput, match="the preset has seeds"):
        Preset.from_json(text(seeds=seeds))


def test_a_preset_of_another_model_gives_a_warning() -> None:
    kept = preset("glass", {}, {}, "amen-net", "a" * 64)
    assert model_mismatch_note(kept, "tiny", "a" * 64) == ""
    assert "made with amen-net (aaaaaaaaaaaa) and will sound different on tiny" in model_mismatch_note(
        kept, "tiny", "b" * 64
    )
    assert model_mismatch_note(preset("by hand", {}, {}), "tiny", "b" * 64) == ""
