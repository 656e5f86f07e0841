"""What the performer does while moves are on their way: they were handed over and take effect up to 0.2 s later."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.files.offline_controls import OfflineControls
from engine.parameters import parameter
from engine.sequencer.modulated_controls import ModulatedControls
from engine.sequencer.offline_sequencer import OfflineSequencer
from engine.spec import SPEC

TEMPO = 120.0  # so that 0.2 s are 0.4 beats
BEAT = SPEC.rate // 2  # samples
UNIT = SPEC.rate // 40  # samples


class Set(OfflineSequencer):
    """A set that plays, whose clock counts in beats."""

    def __init__(self, **values: float) -> None:
        self.heard = OfflineControls({"tempo": TEMPO, **{id.replace("_", "/"): value for id, value in values.items()}})
        super().__init__(self.heard)
        self.trigger(Event(Action.PLAY))

    def at(self, beat: float) -> "Set":
        self.advance(round(beat * BEAT))
        return self

    def seconds(self, beat: float) -> float:
        return round(beat * BEAT) / SPEC.rate

    def hear(self, id: str, beat: float) -> float:
        return self.at(beat).heard.read(id)


def with_gesture(id: str = "level", **moves: float) -> Set:
    """Return a set that has recorded a gesture of a bar in its second bar: by beat in the bar, as b1_5=-3."""
    played = Set().at(1)
    played.gesture.record(1, 1.0)
    for beat, value in moves.items():
        played.at(4 + float(beat.removeprefix("b").replace("_", "."))).write({id: value})
    return played.at(8.5)


def test_a_gesture_has_what_was_moved_until_the_end_of_its_recording() -> None:
    played = with_gesture(b0_5=-4.0, b3_5=-7.0, b3_7=-8.0, b3_9=-9.0)
    found = [(round(one.beat, 3), one.value) for one in played.gesture.movements]
    assert found == [(0.5, -4.0), (3.5, -7.0), (3.7, -8.0), (3.9, -9.0)]
    assert [played.hear("level", beat) for beat in (10, 11.6, 11.8, 12)] == [-4, -7, -8, -9]


def test_a_slice_that_is_let_go_at_the_end_of_a_recording_is_released_there() -> None:
    played = Set().at(1)
    played.gesture.record(1, 1.0)
    played.at(5).trigger(Event(Action.SLICE, 3))
    played.at(7.8).trigger(Event(Action.RELEASE, 3))
    played.at(9)
    found = [(round(one.beat, 2), one.value) for one in played.gesture.movements]
    assert found == [(1.0, 1.0), (3.8, 0.0)]


def test_a_gesture_plays_on_after_a_new_start_and_in_a_scene_that_is_recalled_earlier() -> None:
    played = Set().at(39)
    played.gesture.record(1, 39.0)
    for beat, value in ((41, -5.0), (42, -15.0)):
        played.at(beat).write({"level": value})
    scene = played.at(45).capture()
    played.trigger(Event(Action.STOP))
    played.at(46).trigger(Event(Action.PLAY))
    assert [played.hear("level", beat) for beat in (47.5, 48.5)] == [-5, -15]
    other = Set().at(0)
    other.recall(scene)
    assert [other.hear("level", beat) for beat in (1.5, 2.5)] == [-5, -15]


def test_a_recording_that_waits_begins_in_the_next_bar_after_a_new_start() -> None:
    played = Set().at(101)
    played.gesture.record(1, 101.0)
    played.trigger(Event(Action.STOP))
    played.at(102).trigger(Event(Action.PLAY))
    played.at(103).write({"level": -5.0})
    played.at(107)
    assert played.gesture.state == "plays 1 bar, 1 control"


def test_a_gesture_records_a_move_where_it_is_heard() -> None:
    played = Set(quantise_slices=4, quantise_effects=4).at(1)
    played.gesture.record(1, 1.0)
    played.at(4.3).trigger(Event(Action.SLICE, 3))
    played.at(4.4).write({"reverse": 1.0})
    played.at(8)
    found = sorted((one.target, round(one.beat, 2)) for one in played.gesture.movements if one.value)
    assert found == [("reverse", 1.0), ("slice/3", 1.0)]


def test_a_full_gesture_is_said_and_holds_nothing_up_and_can_be_kept() -> None:
    played = Set().at(4)
    played.gesture.record(16, 4.0)
    beat = 4.0
    while not played.note:
        assert beat < 70
        played.at(beat).write({f"latent/{index}": math.sin(beat + index) for index in range(16)})
        beat += 1 / 30
    assert "movements at most" in played.note
    from engine.files.presets import MAX_PRESET_BYTES
    from engine.files.scenes import capture_scene

    scene = capture_scene(played, played, "x" * 64, "tiny", "0" * 64)
    assert len(scene.to_json().encode()) < MAX_PRESET_BYTES


@pytest.mark.parametrize("end", [Action.STOP, Action.PANIC])
def test_a_stop_with_a_time_holds(end: Action) -> None:
    played = Set(fill_chance=1.0, fill_bars=1, wildness=1.0).at(1)
    played.gesture.record(1, 1.0)
    for step in range(8):
        played.at(4 + step / 2).trigger(Event(Action.SLICE, step))
    played.at(13.3).trigger(Event(end), due=played.seconds(13.8))
    assert played.at(13.7).status().playing
    for beat in (13.9, 14.5, 16, 20):
        assert not played.at(beat).status().playing


def test_a_scene_on_a_grid_moves_its_lfos_from_its_beat_on_around_its_values() -> None:
    played = Set(lfo_1_depth=0.8, lfo_1_beats=4).at(1)
    played.aim_lfo(1, "filter/low")
    played.at(3.7)
    due = played.seconds(4)
    played.modulated.write({"drive": 0.5, "lfo/1/depth": 0.2}, due)
    played.recall({"lfos": {"1": "drive"}}, due)
    assert played.at(3.9).heard.read("drive") == 0
    assert played.capture()["lfos"] == {"1": "drive"}
    heard = [played.hear("drive", 4 + beat / 8) for beat in range(1, 64)]
    assert min(heard) == pytest.approx(0.4, abs=0.02) and max(heard) == pytest.approx(0.6, abs=0.02)
    assert played.read("drive") == 0.5


def test_a_hand_takes_a_parameter_from_the_gesture_at_once() -> None:
    played = with_gesture(b2_0=-5.0)
    played.at(9.8).write({"level": -20.0})
    assert [played.hear("level", beat) for beat in (9.9, 10.1, 11.9)] == [-20, -20, -20]
    assert played.hear("level", 14.1) == -5


def test_a_hand_that_moves_what_a_fill_has_moved_is_not_undone_by_its_end() -> None:
    played = Set().at(1)
    played.modulated.override({"stutter": 2.0}, played.seconds(2))
    played.at(3.8).modulated.release(["stutter"], played.seconds(4))
    played.write({"stutter": 4.0})
    assert [played.hear("stutter", beat) for beat in (3.9, 4.1, 8)] == [4, 4, 4]
    assert played.read("stutter") == 4


def test_a_hand_does_not_start_a_fill_early() -> None:
    played = Set().at(1.8)
    played.modulated.override({"stutter": 2.0}, played.seconds(2))
    played.write({"stutter": 0.0})
    assert [played.hear("stutter", beat) for beat in (1.9, 2.1)] == [0, 2]


def test_a_bend_that_begins_while_a_value_is_on_its_way_bends_it() -> None:
    played = Set(quantise_latents=4).at(0.5)
    played.write({"latent/0": 2.0})
    played.at(0.8).bend("wheel", {"latent/0": 0.5})
    assert [played.hear("latent/0", beat) for beat in (0.9, 1.2)] == [0.5, 2.5]
    played.bend("wheel", {})
    assert played.hear("latent/0", 1.5) == 2


def test_a_value_that_is_set_at_once_replaces_one_that_waits() -> None:
    played = Set(quantise_latents=6).at(0.5)
    played.write({"latent/0": 2.0, "latent/1": 1.0})
    played.write({"quantise/latents": 0.0})
    played.write({"latent/0": -1.0})
    assert [played.hear("latent/0", 6), played.heard.read("latent/1")] == [-1, 1]


def test_what_waits_for_a_grid_still_does_after_a_jump_back() -> None:
    played = Set(quantise_effects=6).at(45)
    played.write({"reverse": 1.0})
    played.trigger(Event(Action.LOCATE, 0, 1.0))
    played.at(45.5)
    assert played.quantised.queued == [("reverse", 4.0)]
    assert played.hear("reverse", 48.2) == 1


MOVES = st.sampled_from(["write", "dated", "play", "override", "release", "bend"])


@settings(max_examples=200)
@given(
    st.lists(st.tuples(MOVES, st.integers(0, 12), st.integers(0, 8), st.sampled_from([-0.5, 0.25, 0.5])), max_size=12)
)
def test_when_everything_has_come_the_value_is_the_last_base_with_its_bend(
    moves: list[tuple[str, int, int, float]],
) -> None:
    """Times are multiples of UNIT; a dated value of the performer counts from its time on, also after a write."""
    id, controls = "width", OfflineControls({})
    modulated = ModulatedControls(controls, lambda: controls.clock / SPEC.rate)
    base: list[tuple[float, int, float, bool]] = [(-1.0, 0, controls.read(id), False)]  # time, order, value, yields
    bend = 0.0
    for order, (kind, wait, ahead, value) in enumerate(moves, 1):
        controls.advance(controls.clock + wait * UNIT)
        now = controls.clock / SPEC.rate
        due = (controls.clock + ahead * UNIT) / SPEC.rate
        if kind == "write":
            modulated.write({id: value})
            base = [one for one in base if not (one[3] and one[0] > now)] + [
                (now, order, parameter(id).clamp(value), False)
            ]
        elif kind in ("dated", "play"):
            (modulated.write if kind == "dated" else modulated.play)({id: value}, due)
            base.append((due, order, parameter(id).clamp(value), kind == "play"))
        elif kind == "override":
            modulated.override({id: value}, due)
        elif kind == "release":
            modulated.release([id], due)
        else:
            bend = value if bend != value else 0.0
            modulated.bend("wheel", {id: bend})
    controls.advance(controls.clock + SPEC.rate)
    modulated.release([id])
    controls.advance(controls.clock + SPEC.rate)
    last = max(base)[2]
    assert controls.read(id) == pytest.approx(parameter(id).clamp(last + bend))
    assert modulated.read(id) == pytest.approx(last)
