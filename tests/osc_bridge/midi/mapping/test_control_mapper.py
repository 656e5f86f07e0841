"""Messages of controls set the targets of their map entries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.parameters import parameter
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage, ProgramChange
from osc_bridge.midi.mapping.control_map import default_map
from osc_bridge.midi.mapping.control_mapper import ControlMapper, Step
from osc_bridge.midi.mapping.map_file import parse_map
from tests.fake_controls import FakeControls


def cc(number: int, raw: int, channel: int = 0, at: float = 0.0) -> ControlChange:
    value = raw / 128 if raw <= 64 else 0.5 + (raw - 64) / 126
    return ControlChange(f"cc {number}", channel, value, raw, at)


def mapper_for(lines: str) -> ControlMapper:
    return ControlMapper(parse_map(f"[map]\n{lines}", "test"))


def apply_all(
    mapper_for: ControlMapper,
    *messages: ControlChange | NoteMessage | ProgramChange,
    controls: FakeControls | None = None,
) -> list[Step]:
    """Apply messages one by one and write the values; return all steps."""
    controls = controls or FakeControls()
    steps = []
    for message in messages:
        for step in mapper_for.apply(message, controls.read):
            if isinstance(step, dict):
                controls.write(step)
            steps.append(step)
    return steps


@pytest.mark.parametrize("channel", [0, 9, 15])
def test_the_default_map_maps_7_bits_to_the_range(channel: int) -> None:
    plain = ControlMapper(default_map())
    assert apply_all(plain, cc(20, 0, channel), cc(20, 64, channel), cc(27, 127, channel), cc(7, 127, channel)) == [
        {"latent/0": -3.0},
        {"latent/0": 0.0},
        {"latent/7": 3.0},
        {"level": 12.0},
    ]
    assert apply_all(plain, cc(1, 64, channel), NoteMessage(36, channel, 1.0, 0.0)) == []


def test_a_frequency_follows_its_own_scale_unless_the_map_has_a_curve() -> None:
    mapper = mapper_for("""
        "cc 1" = "filter/low"
        "cc 2" = { to = "filter/low", low = 100, high = 6400 }
        "cc 3" = { to = "filter/low", curve = "linear" }
        "cc 4" = { to = "filter/low", relative = "two's complement" }
        "note 40" = { to = "filter/high", low = 20, high = 500 }
    """)
    middles = [step["filter/low"] for n in (1, 2, 3) for step in apply_all(mapper, cc(n, 64)) if isinstance(step, dict)]
    assert middles == pytest.approx([632.456, 800.0, 10_010.0], abs=0.001)
    controls = FakeControls()
    controls.write({"filter/low": 1000.0})
    apply_all(mapper, *[cc(4, 1) for _ in range(12)], controls=controls)
    assert controls.read("filter/low") == pytest.approx(1000 * 1000 ** (12 / 128))
    assert apply_all(mapper, NoteMessage(40, 0, 1.0, 0.0)) == [{"filter/high": 500.0}]


def test_ranges_curves_and_controls_of_every_kind() -> None:
    mapper = mapper_for("""
        "cc 1" = { to = "tempo", low = 180, high = 120 }
        "cc 2" = { to = "width", curve = "exp" }
        "cc14 3" = "texture"
        "nrpn 300" = "speed"
        "bend" = "latent/1"
        "pressure" = "latent/2"
        "poly 36" = "latent/3"
        "cc 4" = "seed"
    """)
    assert apply_all(mapper, cc(1, 0), cc(1, 64), cc(1, 127)) == [{"tempo": 180.0}, {"tempo": 150.0}, {"tempo": 120.0}]
    assert apply_all(mapper, cc(2, 64)) == [{"width": pytest.approx(0.2)}]
    assert apply_all(mapper, ControlChange("cc14 3", 0, 0.25, 4096, 0.0)) == [{"texture": 0.5}]
    assert apply_all(mapper, ControlChange("nrpn 300", 0, 1.0, 16383, 0.0)) == [{"speed": 4.0}]
    assert apply_all(mapper, ControlChange("bend", 0, 0.5, 0, 0.0)) == [{"latent/1": 0.0}]
    assert apply_all(mapper, ControlChange("pressure", 0, 0.0, 0, 0.0)) == [{"latent/2": -3.0}]
    assert apply_all(
        mapper, ControlChange("poly 36", 0, 1.0, 127, 0.0), ControlChange("poly 37", 0, 1.0, 127, 0.0)
    ) == [{"latent/3": 3.0}]
    assert apply_all(mapper, cc(4, 64)) == [{"seed": float(round((2**31 - 1) / 2))}]


def test_an_entry_for_one_channel_goes_before_one_for_all() -> None:
    mapper = mapper_for('"cc 1" = "width"\n"cc 1 channel 3" = "tempo"')
    assert apply_all(mapper, cc(1, 127, 2), cc(1, 127, 3)) == [{"tempo": 300.0}, {"width": 1.0}]


def test_a_press_gives_an_event_or_a_command() -> None:
    mapper = mapper_for(
        '"cc 1" = "play"\n"note 40" = "slice/5"\n"cc 2" = "preset/3"\n"note 41" = "tap"\n"cc 3" = "slice/7"'
    )
    press = [
        NoteMessage(40, 0, 0.5, 0.0),
        NoteMessage(40, 0, 0.0, 0.0),
        NoteMessage(41, 0, 1.0, 0.0),
        NoteMessage(41, 0, 0.0, 0.0),
    ]
    assert apply_all(mapper, cc(1, 127), cc(1, 0), *press, cc(2, 127), cc(2, 0), cc(3, 127)) == [
        Event(Action.PLAY),
        Event(Action.SLICE, 5, 0.5),
        Event(Action.RELEASE, 5),
        ("tap", 1.0),
        ("preset", 3.0),
        Event(Action.SLICE, 7, 1.0),
    ]


def test_a_fader_triggers_once_at_the_middle_and_a_button_without_release_each_time() -> None:
    line = '"cc 1" = "panic"'
    assert len(apply_all(mapper_for(line), *(cc(1, raw) for raw in (60, 63, 64, 70, 127, 90, 30, 80)))) == 2
    assert len(apply_all(mapper_for(line), *(cc(1, 127) for _ in range(3)))) == 3


def test_a_button_holds_a_parameter_or_toggles_it() -> None:
    mapper = mapper_for("""
        "cc 1" = "freeze"
        "note 40" = { to = "stutter", low = 0, high = 2 }
        "cc 2" = { to = "reverse", toggle = true }
        "note 41" = { to = "tempo", low = 120, high = 174, toggle = true }
    """)
    controls = FakeControls()
    assert apply_all(mapper, cc(1, 127), cc(1, 0), controls=controls) == [{"freeze": 1.0}, {"freeze": 0.0}]
    down, up = NoteMessage(40, 0, 0.3, 0.0), NoteMessage(40, 0, 0.0, 0.0)
    assert apply_all(mapper, down, up, controls=controls) == [{"stutter": 2.0}, {"stutter": 0.0}]
    assert apply_all(mapper, cc(2, 127), cc(2, 0), cc(2, 127), controls=controls) == [
        {"reverse": 1.0},
        {"reverse": 0.0},
    ]
    controls.write({"reverse": 1.0})  # from elsewhere
    assert apply_all(mapper, cc(2, 0), cc(2, 127), controls=controls) == [{"reverse": 0.0}]
    controls.write({"tempo": 173.0})
    down, up = NoteMessage(41, 0, 1.0, 0.0), NoteMessage(41, 0, 0.0, 0.0)
    assert apply_all(mapper, down, up, down, up, controls=controls) == [{"tempo": 120.0}, {"tempo": 174.0}]


@pytest.mark.parametrize(
    ("encoding", "right", "left"),
    [("signed bit", 2, 66), ("signed bit 2", 66, 2), ("binary offset", 66, 62), ("two's complement", 2, 126)],
)
def test_an_encoder_turns_a_parameter_from_where_it_is(encoding: str, right: int, left: int) -> None:
    mapper = mapper_for(f'"cc 1" = {{ to = "width", relative = "{encoding}" }}')
    controls = FakeControls()
    controls.write({"width": 0.5})
    assert apply_all(mapper, cc(1, right), cc(1, left), cc(1, left), controls=controls) == [
        {"width": pytest.approx(0.5 + 2 / 128)},
        {"width": pytest.approx(0.5)},
        {"width": pytest.approx(0.5 - 2 / 128)},
    ]
    controls.write({"width": 0.999})
    assert apply_all(mapper, cc(1, right), controls=controls) == [{"width": 1.0}]


START = parameter("seed").default


def test_an_encoder_counts_whole_numbers_one_by_one() -> None:
    relative = 'relative = "two\'s complement"'
    mapper = mapper_for(
        f'"cc 1" = {{ to = "seed", {relative} }}\n"cc 2" = {{ to = "preset", {relative} }}\n'
        f'"cc 3" = {{ to = "nudge", {relative} }}'
    )
    assert apply_all(mapper, cc(1, 1), cc(1, 127), cc(1, 127)) == [
        {"seed": START + 1},
        {"seed": START},
        {"seed": START - 1},
    ]
    assert apply_all(mapper, cc(2, 3), ProgramChange(20, 0, 0, 0.0), cc(2, 1), cc(2, 100)) == [
        ("preset", 3.0),
        ("preset", 20.0),
        ("preset", 21.0),
        ("preset", 0.0),
    ]
    assert apply_all(mapper, cc(3, 1), cc(3, 126)) == [("nudge", 40 / 128), ("nudge", -80 / 128)]


@given(st.lists(st.integers(1, 127), max_size=50), st.sampled_from(["linear", "exp", "log", "s"]))
def test_an_encoder_keeps_the_parameter_in_its_range(raws: list[int], curve: str) -> None:
    mapper = mapper_for(
        f'"cc 1" = {{ to = "tempo", low = 180, high = 120, curve = "{curve}", relative = "two\'s complement" }}'
    )
    controls = FakeControls()
    for step in apply_all(mapper, *(cc(1, raw) for raw in raws), controls=controls):
        assert isinstance(step, dict)
        assert 120.0 <= step["tempo"] <= 180.0


def test_programs_are_scenes_if_the_map_says_so() -> None:
    assert apply_all(ControlMapper(parse_map('program = "scene"', "test")), ProgramChange(3, 0, 9, 0.0)) == [
        ("scene", 3.0)
    ]


def test_programs_are_presets() -> None:
    assert apply_all(mapper_for(""), ProgramChange(3, 0, 9, 0.0), ProgramChange(3, 2, 0, 0.0)) == [
        ("preset", 3.0),
        ("preset", 259.0),
    ]


def test_a_knob_sends_each_whole_value_once() -> None:
    mapper = mapper_for('"cc 1" = { to = "preset", low = 0, high = 7 }')
    assert apply_all(mapper, *(cc(1, raw) for raw in range(30))) == [("preset", 0.0), ("preset", 1.0), ("preset", 2.0)]


def test_pick_up_ends_when_the_parameter_is_set_elsewhere() -> None:
    mapper = mapper_for('"cc 1" = { to = "width", takeover = "pick-up" }')
    controls = FakeControls()
    controls.write({"width": 0.5})
    assert apply_all(mapper, cc(1, 10), cc(1, 40), controls=controls) == []
    assert apply_all(mapper, cc(1, 66), cc(1, 127), controls=controls)[-1] == {"width": 1.0}
    controls.write({"width": 0.25})
    assert apply_all(mapper, cc(1, 120), cc(1, 100), controls=controls) == []
    assert apply_all(mapper, cc(1, 32), controls=controls) == [{"width": 0.25}]


def test_takeover_is_kept_per_channel() -> None:
    mapper = mapper_for('"cc 1" = { to = "width", takeover = "pick-up" }')
    controls = FakeControls()
    assert apply_all(mapper, cc(1, 0, 1), cc(1, 20, 1), controls=controls) != []
    assert apply_all(mapper, cc(1, 100, 2), cc(1, 90, 2), controls=controls) == []


def test_value_scaling_moves_the_parameter_without_a_jump() -> None:
    mapper = mapper_for('"cc 1" = { to = "width", takeover = "value scaling" }')
    controls = FakeControls()
    controls.write({"width": 0.5})
    assert apply_all(mapper, cc(1, 0), cc(1, 64), cc(1, 127), controls=controls) == [{"width": 0.75}, {"width": 1.0}]


def test_notes_without_an_entry_are_left_to_the_pads() -> None:
    mapper = ControlMapper(parse_map('[map]\n"note 40" = "play"\n"note 41" = "none"', "test"))
    assert [mapper.handles(NoteMessage(key, 0, 1.0, 0.0)) for key in (39, 40, 41, 42)] == [False, True, True, False]
    assert apply_all(mapper, NoteMessage(41, 0, 1.0, 0.0)) == []
    assert not ControlMapper(default_map()).handles(NoteMessage(0, 0, 1.0, 0.0))
    assert not mapper.handles(cc(1, 5))
    assert mapper.handles(ProgramChange(0, 0, 0, 0.0))


def test_a_map_declares_its_pairs_of_controllers() -> None:
    assert mapper_for('"cc14 20" = "width"\n"cc14 1 channel 4" = "tempo"').map.pairs == {1, 20}
    assert default_map().pairs == frozenset()


def test_a_new_map_keeps_the_state_of_equal_entries() -> None:
    lines = '"cc 1" = {{ to = "width", takeover = "pick-up" }}\n"cc 2" = {{ to = "{}", takeover = "pick-up" }}'
    mapper = mapper_for(lines.format("texture"))
    controls = FakeControls()
    controls.write({"width": 0.0, "texture": 0.0, "speed": -2.0})
    apply_all(mapper, cc(1, 0), cc(2, 0), controls=controls)
    mapper.map = parse_map("[map]\n" + lines.format("speed"), "test")
    assert apply_all(mapper, cc(1, 60), controls=controls) != []
    assert apply_all(mapper, cc(2, 60), controls=controls) == []


words = st.sampled_from(["cc 1", "cc14 2", "bend", "pressure", "nrpn 9"])
moves = st.builds(
    lambda control, raw, channel: ControlChange(control, channel, raw / 127, raw, 0.0),
    words,
    st.integers(0, 127),
    st.integers(0, 15),
)


@given(st.lists(moves), st.sampled_from(["none", "pick-up", "value scaling"]))
def test_values_are_always_in_range(messages: list[ControlChange], takeover: str) -> None:
    mapper = ControlMapper(parse_map(
        f'takeover = "{takeover}"\n[map]\n"cc 1" = "freeze"\n"cc14 2" = "tempo"\n"bend" = "seed"\n'
        '"pressure" = "panic"\n"nrpn 9" = "preset"', "test",
    ))  # fmt: skip
    controls = FakeControls()
    for step in apply_all(mapper, *messages, controls=controls):
        if isinstance(step, dict):
            assert controls.write(step) == step
