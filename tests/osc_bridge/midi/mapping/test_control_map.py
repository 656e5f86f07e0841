"""Controls do what the map says, one gesture after the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action, Desk, Event
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage, ProgramChange
from osc_bridge.midi.mapping.control_map import Mapping, Step
from osc_bridge.midi.mapping.entries import default_map
from osc_bridge.midi.mapping.map_file import parse


def cc(number: int, raw: int, channel: int = 0, at: float = 0.0) -> ControlChange:
    value = raw / 128 if raw <= 64 else 0.5 + (raw - 64) / 126
    return ControlChange(f"cc {number}", channel, value, raw, at)


def mapping(lines: str) -> Mapping:
    return Mapping(parse(f"[map]\n{lines}", "test"))


def played(
    mapping: Mapping, *gestures: ControlChange | NoteMessage | ProgramChange, desk: Desk | None = None
) -> list[Step]:
    """What gestures ask for, done one by one."""
    desk = desk or Desk()
    steps = []
    for gesture in gestures:
        for step in mapping.apply(gesture, desk.read):
            if isinstance(step, dict):
                desk.write(step)
            steps.append(step)
    return steps


@pytest.mark.parametrize("channel", [0, 9, 15])
def test_the_default_map_spreads_seven_bits_over_the_range(channel: int) -> None:
    plain = Mapping(default_map())
    assert played(plain, cc(20, 0, channel), cc(20, 64, channel), cc(27, 127, channel), cc(7, 127, channel)) == [
        {"latent/0": -3.0},
        {"latent/0": 0.0},
        {"latent/7": 3.0},
        {"level": 12.0},
    ]
    assert played(plain, cc(1, 64, channel), NoteMessage(36, channel, 1.0, 0.0)) == []


def test_ranges_curves_and_controls_of_every_kind() -> None:
    found = mapping("""
        "cc 1" = { to = "tempo", low = 180, high = 120 }
        "cc 2" = { to = "width", curve = "exp" }
        "cc14 3" = "texture"
        "nrpn 300" = "speed"
        "bend" = "latent/1"
        "pressure" = "latent/2"
        "poly 36" = "latent/3"
        "cc 4" = "seed"
    """)
    assert played(found, cc(1, 0), cc(1, 64), cc(1, 127)) == [{"tempo": 180.0}, {"tempo": 150.0}, {"tempo": 120.0}]
    assert played(found, cc(2, 64)) == [{"width": pytest.approx(0.2)}]
    assert played(found, ControlChange("cc14 3", 0, 0.25, 4096, 0.0)) == [{"texture": 0.5}]
    assert played(found, ControlChange("nrpn 300", 0, 1.0, 16383, 0.0)) == [{"speed": 4.0}]
    assert played(found, ControlChange("bend", 0, 0.5, 0, 0.0)) == [{"latent/1": 0.0}]
    assert played(found, ControlChange("pressure", 0, 0.0, 0, 0.0)) == [{"latent/2": -3.0}]
    assert played(found, ControlChange("poly 36", 0, 1.0, 127, 0.0), ControlChange("poly 37", 0, 1.0, 127, 0.0)) == [
        {"latent/3": 3.0}
    ]
    assert played(found, cc(4, 64)) == [{"seed": float(round((2**31 - 1) / 2))}]


def test_a_channel_of_its_own_goes_before_all_channels() -> None:
    found = mapping('"cc 1" = "width"\n"cc 1 channel 3" = "tempo"')
    assert played(found, cc(1, 127, 2), cc(1, 127, 3)) == [{"tempo": 300.0}, {"width": 1.0}]


def test_buttons_give_events_and_orders_when_they_go_down() -> None:
    found = mapping(
        '"cc 1" = "play"\n"note 40" = "slice/5"\n"cc 2" = "preset/3"\n"note 41" = "tap"\n"cc 3" = "slice/7"'
    )
    press = [
        NoteMessage(40, 0, 0.5, 0.0),
        NoteMessage(40, 0, 0.0, 0.0),
        NoteMessage(41, 0, 1.0, 0.0),
        NoteMessage(41, 0, 0.0, 0.0),
    ]
    assert played(found, cc(1, 127), cc(1, 0), *press, cc(2, 127), cc(2, 0), cc(3, 127)) == [
        Event(Action.PLAY),
        Event(Action.SLICE, 5, 0.5),
        ("tap", 1.0),
        ("preset", 3.0),
        Event(Action.SLICE, 7, 1.0),
    ]


def test_a_fader_presses_once_on_its_way_and_a_button_without_release_each_time() -> None:
    line = '"cc 1" = "panic"'
    assert len(played(mapping(line), *(cc(1, raw) for raw in (60, 63, 64, 70, 127, 90, 30, 80)))) == 2
    assert len(played(mapping(line), *(cc(1, 127) for _ in range(3)))) == 3


def test_a_button_holds_a_parameter_or_toggles_it() -> None:
    found = mapping("""
        "cc 1" = "freeze"
        "note 40" = { to = "stutter", low = 0, high = 2 }
        "cc 2" = { to = "reverse", toggle = true }
        "note 41" = { to = "tempo", low = 120, high = 174, toggle = true }
    """)
    desk = Desk()
    assert played(found, cc(1, 127), cc(1, 0), desk=desk) == [{"freeze": 1.0}, {"freeze": 0.0}]
    down, up = NoteMessage(40, 0, 0.3, 0.0), NoteMessage(40, 0, 0.0, 0.0)
    assert played(found, down, up, desk=desk) == [{"stutter": 2.0}, {"stutter": 0.0}]
    assert played(found, cc(2, 127), cc(2, 0), cc(2, 127), desk=desk) == [{"reverse": 1.0}, {"reverse": 0.0}]
    desk.write({"reverse": 1.0})  # somebody else
    assert played(found, cc(2, 0), cc(2, 127), desk=desk) == [{"reverse": 0.0}]
    desk.write({"tempo": 173.0})
    down, up = NoteMessage(41, 0, 1.0, 0.0), NoteMessage(41, 0, 0.0, 0.0)
    assert played(found, down, up, down, up, desk=desk) == [{"tempo": 120.0}, {"tempo": 174.0}]


@pytest.mark.parametrize(
    ("encoding", "right", "left"),
    [("signed bit", 2, 66), ("signed bit 2", 66, 2), ("binary offset", 66, 62), ("two's complement", 2, 126)],
)
def test_an_encoder_turns_a_parameter_from_where_it_is(encoding: str, right: int, left: int) -> None:
    found = mapping(f'"cc 1" = {{ to = "width", relative = "{encoding}" }}')
    desk = Desk()
    desk.write({"width": 0.5})
    assert played(found, cc(1, right), cc(1, left), cc(1, left), desk=desk) == [
        {"width": pytest.approx(0.5 + 2 / 128)},
        {"width": pytest.approx(0.5)},
        {"width": pytest.approx(0.5 - 2 / 128)},
    ]
    desk.write({"width": 0.999})
    assert played(found, cc(1, right), desk=desk) == [{"width": 1.0}]


def test_an_encoder_counts_whole_numbers_one_by_one() -> None:
    relative = 'relative = "two\'s complement"'
    found = mapping(
        f'"cc 1" = {{ to = "seed", {relative} }}\n"cc 2" = {{ to = "preset", {relative} }}\n'
        f'"cc 3" = {{ to = "nudge", {relative} }}'
    )
    assert played(found, cc(1, 1), cc(1, 127), cc(1, 127)) == [{"seed": 6.0}, {"seed": 5.0}, {"seed": 4.0}]
    assert played(found, cc(2, 3), ProgramChange(20, 0, 0, 0.0), cc(2, 1), cc(2, 100)) == [
        ("preset", 3.0),
        ("preset", 20.0),
        ("preset", 21.0),
        ("preset", 0.0),
    ]
    assert played(found, cc(3, 1), cc(3, 126)) == [("nudge", 40 / 128), ("nudge", -80 / 128)]


@given(st.lists(st.integers(1, 127), max_size=50), st.sampled_from(["linear", "exp", "log", "s"]))
def test_whatever_an_encoder_sends_the_parameter_stays_in_its_range(raws: list[int], curve: str) -> None:
    found = mapping(
        f'"cc 1" = {{ to = "tempo", low = 180, high = 120, curve = "{curve}", relative = "two\'s complement" }}'
    )
    desk = Desk()
    for step in played(found, *(cc(1, raw) for raw in raws), desk=desk):
        assert isinstance(step, dict)
        assert 120.0 <= step["tempo"] <= 180.0


def test_programs_are_presets() -> None:
    assert played(mapping(""), ProgramChange(3, 0, 9, 0.0), ProgramChange(3, 2, 0, 0.0)) == [
        ("preset", 3.0),
        ("preset", 259.0),
    ]


def test_a_knob_orders_a_number_once() -> None:
    found = mapping('"cc 1" = { to = "preset", low = 0, high = 7 }')
    assert played(found, *(cc(1, raw) for raw in range(30))) == [("preset", 0.0), ("preset", 1.0), ("preset", 2.0)]


def test_a_knob_picks_its_parameter_up_and_loses_it_to_whoever_moves_it() -> None:
    found = mapping('"cc 1" = { to = "width", takeover = "pick-up" }')
    desk = Desk()
    desk.write({"width": 0.5})
    assert played(found, cc(1, 10), cc(1, 40), desk=desk) == []
    assert played(found, cc(1, 66), cc(1, 127), desk=desk)[-1] == {"width": 1.0}
    desk.write({"width": 0.25})
    assert played(found, cc(1, 120), cc(1, 100), desk=desk) == []
    assert played(found, cc(1, 32), desk=desk) == [{"width": 0.25}]


def test_two_knobs_on_two_channels_are_two_hands() -> None:
    found = mapping('"cc 1" = { to = "width", takeover = "pick-up" }')
    desk = Desk()
    assert played(found, cc(1, 0, 1), cc(1, 20, 1), desk=desk) != []
    assert played(found, cc(1, 100, 2), cc(1, 90, 2), desk=desk) == []


def test_value_scaling_moves_at_once_and_without_a_jump() -> None:
    found = mapping('"cc 1" = { to = "width", takeover = "value scaling" }')
    desk = Desk()
    desk.write({"width": 0.5})
    assert played(found, cc(1, 0), cc(1, 64), cc(1, 127), desk=desk) == [{"width": 0.75}, {"width": 1.0}]


def test_many_gestures_become_few_steps_in_order() -> None:
    found = mapping(
        '"cc 1" = "width"\n"cc 2" = "texture"\n"cc 3" = "play"\n"cc 4" = { to = "seed", relative = "signed bit" }'
    )
    gestures = [cc(1, 0, at=1), cc(1, 64, at=2), cc(2, 127, at=3), cc(3, 127, at=4), cc(4, 2, at=5), cc(4, 3, at=6)]
    assert found.play([*gestures, ProgramChange(7, 0, 0, 7.0)], Desk().read) == [
        ({"width": 0.5, "texture": 2.0}, 3),
        (Event(Action.PLAY), 4),
        ({"seed": 10.0}, 6),  # both turns count, though the desk has seen none of them
        (("preset", 7.0), 7),
    ]


def test_notes_that_are_no_buttons_are_left_to_the_pads() -> None:
    found = Mapping(parse('[map]\n"note 40" = "play"\n"note 41" = "none"\n[pads]\nbase = 40\ncount = 4', "test"))
    assert [found.takes(NoteMessage(key, 0, 1.0, 0.0)) for key in (39, 40, 41, 42, 43, 44)] == [
        True, True, True, False, False, True,
    ]  # fmt: skip
    assert played(found, NoteMessage(41, 0, 1.0, 0.0), NoteMessage(39, 0, 1.0, 0.0)) == []
    assert not Mapping(default_map()).takes(NoteMessage(0, 0, 1.0, 0.0))
    assert not found.takes(cc(1, 5))
    assert found.takes(ProgramChange(0, 0, 0, 0.0))


def test_the_decoder_is_told_which_controllers_are_pairs() -> None:
    found = mapping('"cc14 20" = "width"\n"cc14 1 channel 4" = "tempo"')
    assert found.declared_pairs == {1, 20}
    found.map = default_map()
    assert found.declared_pairs == frozenset()


def test_another_map_leaves_alone_what_means_the_same_in_both() -> None:
    lines = '"cc 1" = {{ to = "width", takeover = "pick-up" }}\n"cc 2" = {{ to = "{}", takeover = "pick-up" }}'
    found = mapping(lines.format("texture"))
    desk = Desk()
    desk.write({"width": 0.0, "texture": 0.0, "speed": -2.0})
    played(found, cc(1, 0), cc(2, 0), desk=desk)
    found.map = parse("[map]\n" + lines.format("speed"), "test")
    assert played(found, cc(1, 60), desk=desk) != []
    assert played(found, cc(2, 60), desk=desk) == []


words = st.sampled_from(["cc 1", "cc14 2", "bend", "pressure", "nrpn 9"])
moves = st.builds(
    lambda control, raw, channel: ControlChange(control, channel, raw / 127, raw, 0.0),
    words,
    st.integers(0, 127),
    st.integers(0, 15),
)


@given(st.lists(moves), st.sampled_from(["none", "pick-up", "value scaling"]))
def test_whatever_hands_do_the_values_are_legal(gestures: list[ControlChange], takeover: str) -> None:
    found = Mapping(parse(
        f'takeover = "{takeover}"\n[map]\n"cc 1" = "freeze"\n"cc14 2" = "tempo"\n"bend" = "seed"\n'
        '"pressure" = "panic"\n"nrpn 9" = "preset"', "test",
    ))  # fmt: skip
    desk = Desk()
    for step in played(found, *gestures, desk=desk):
        if isinstance(step, dict):
            assert desk.write(step) == step
