"""The bytes of inputs change the controls as the MIDI implementation chart promises."""

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mido import Message

from engine.controls import Action, Event
from engine.files.preset_bank import PresetBank
from engine.parameters import TABLE, Parameter
from osc_bridge.midi.mapping import map_file
from osc_bridge.midi.mapping.map_library import MapLibrary, load_maps
from osc_bridge.midi.ports.inputs import VANISHED
from osc_bridge.midi.router import MidiRouter
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.reports import Movement
from tests.fake_controls import FakeControls

from .plain import router_for

CONTROLLED = [entry for entry in TABLE if entry.controller is not None]


def play(router: MidiRouter, *messages: str, source: str = "pad") -> None:
    """Play messages in hexadecimal, a millisecond apart."""
    router([(number / 1000, source, bytes.fromhex(message)) for number, message in enumerate(messages)])


def mapped(text: str) -> MapLibrary:
    return MapLibrary(map_file.parse_map(text, "a map"))


@pytest.mark.parametrize("entry", CONTROLLED, ids=lambda entry: entry.id)
@pytest.mark.parametrize("channel", [0, 9, 15])
def test_every_controller_of_the_table_moves_its_parameter_over_its_whole_range(
    entry: Parameter, channel: int, controls: FakeControls
) -> None:
    router = router_for(controls)
    for value, want in ((0, entry.low), (64, (entry.low + entry.high) / 2), (127, entry.high)):
        play(router, f"b{channel:x}{entry.controller:02x}{value:02x}")
        assert controls.read(entry.id) == pytest.approx(want, abs=1e-9)


@pytest.mark.parametrize(("key", "step"), [(36, 0), (44, 8), (67, 31), (68, 0), (100, 0), (127, 27)])
def test_notes_are_slices_and_velocity_is_heard(key: int, step: int, controls: FakeControls) -> None:
    play(router_for(controls), f"90{key:02x}7f", f"90{key:02x}00", f"90{key:02x}20")
    found = [(event.action, event.index, event.value) for event in controls.events if event.action is Action.SLICE]
    assert found == [(Action.SLICE, step, 1.0), (Action.SLICE, step, pytest.approx(32 / 127))]
    assert controls.events[1] == Event(Action.RELEASE, step)


@pytest.mark.parametrize("message", ["902364", "803640", "c000", "b00b40", "fe", "f04210f7", "e00040"])
def test_messages_without_a_function_change_nothing(message: str, controls: FakeControls) -> None:
    play(router_for(controls), message)
    assert not controls.events
    assert controls.values == [entry.default for entry in TABLE]


@pytest.mark.parametrize(
    ("message", "action"),
    [("b07800", "PANIC"), ("b07b00", "PANIC"), ("fa", "PLAY"), ("fb", "PLAY"), ("fc", "STOP")],
)
def test_panic_and_transport(message: str, action: str, controls: FakeControls) -> None:
    play(router_for(controls), message)
    assert [event.action for event in controls.events] == [Action[action]]


def test_only_the_last_value_is_written_and_before_the_event_that_follows() -> None:
    done: list[object] = []

    class Noting(FakeControls):
        def write(
            self, values: Mapping[str, float], due: float | None = None, *_: object, **__: object
        ) -> dict[str, float]:
            done.append(dict(values))
            return super().write(values, due)

        def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
            done.append(event.index)

    play(router_for(Noting()), "b01400", "b01440", "b01540", "90247f", "b0147f")
    assert done == [{"latent/0": 0.0, "latent/1": 0.0}, 0, {"latent/0": 3.0}]


def test_each_input_is_played_by_its_own_map(controls: FakeControls) -> None:
    library = MapLibrary(
        controller_maps=[map_file.parse_map('ports = ["XL"]\n[map]\n"cc 20" = "texture"\n[pads]\ncount = 0\n', "xl")]
    )
    router = router_for(controls, library=library)
    play(router, "b0147f", "90247f", source="Launch XL 1")
    assert (controls.read("texture"), controls.read("latent/0"), len(controls.events)) == (2.0, 0.0, 0)
    play(router, "b0147f", "90247f", source="other")
    assert (controls.read("latent/0"), len(controls.events)) == (3.0, 1)


def test_14_bit_values_relative_encoders_and_commands_of_a_map(controls: FakeControls) -> None:
    given_orders: list[tuple[str, float]] = []
    commands = CommandRegistry()
    commands.add("tap", lambda value, at: given_orders.append(("tap", at)))
    commands.add("preset", lambda value, at: given_orders.append(("preset", value)))
    library = mapped(
        '[map]\n"cc14 1" = "texture"\n"nrpn 300" = "width"\n'
        '"cc 30" = { to = "latent/1", relative = "two\'s complement" }\n"note 60" = "tap"\n"note 61" = "preset/3"\n'
    )
    router = router_for(controls, library=library, commands=commands)
    play(router, "b00140", "b02101", "b06302", "b0622c", "b0067f", "b0267f", "b01e01", "b01e01", "b01e7f")
    assert controls.read("texture") == pytest.approx(1.0, abs=1e-3) and controls.read("texture") > 1.0
    assert controls.read("width") == 1.0
    assert controls.read("latent/1") == pytest.approx(6 / 127, abs=0.01)
    play(router, "903c40", "803c00", "903d40", "c007")
    assert given_orders == [("tap", 0.0), ("preset", 3.0), ("preset", 7.0)]


def test_a_refused_command_is_reported_and_later_messages_are_played(controls: FakeControls) -> None:
    router = router_for(controls)
    play(router, "c005", "b0147f")
    assert "no command 'preset'" in router.note
    assert controls.read("latent/0") == 3.0


def test_a_bend_is_added_to_the_knob_and_its_release_returns_exactly(controls: FakeControls) -> None:
    router = router_for(controls)
    play(router, "b01450", "e07f7f")
    base = (0x50 - 64) / 63 * 3
    assert controls.read("latent/0") == pytest.approx(min(base + 1, 3))
    play(router, "b01430")
    play(router, "e00040")
    assert controls.read("latent/0") == pytest.approx((0x30 - 64) / 64 * 3)


def test_a_knob_that_moves_while_learn_is_armed_gets_the_target(tmp_path: Path) -> None:
    library, controls = load_maps(tmp_path), FakeControls()
    router = router_for(controls, library=library, folder=tmp_path)
    router._midi_learn.arm("latent/9")
    play(router, "b01440", "b01441")
    assert controls.read("latent/0") == 0.0  # messages are not played while learn is armed
    play(router, *(f"b037{value:02x}" for value in range(0, 100, 7)), "b0377f")
    assert "latent/9" in router.note
    assert controls.read("latent/9") == 3.0
    again = FakeControls()
    play(router_for(again, library=load_maps(tmp_path), folder=tmp_path), "b0377f")
    assert again.read("latent/9") == 3.0


@pytest.mark.parametrize(
    "section",
    ['[pads]\nmode = "oneshot"', "[pads]\nmdoe = 1", "[mpe]\nlower = 99", "[feedback]\non = 1", "[mpe]\nslid = 1"],
)
def test_an_invalid_section_is_left_out_and_the_rest_of_the_map_is_used(controls: FakeControls, section: str) -> None:
    text = f'ports = ["XL"]\n[map]\n"cc 9" = "latent/9"\n{section}\n'
    router = router_for(controls, library=MapLibrary(controller_maps=[map_file.parse_map(text, "xl")]))
    play(router, "b0097f", "90247f", source="XL")
    assert controls.read("latent/9") == 3.0
    assert len(controls.events) == 1
    (said,) = router.inputs["XL"].sections.refused
    assert said.startswith(
        "the map of XL is used without a section that is not valid: " + section[: section.index("]")]
    )


def test_an_input_that_is_opened_again_holds_nothing(controls: FakeControls) -> None:
    router = router_for(controls, library=mapped('[pads]\nmode = "gate"\n'))
    play(router, "90247f", "e07f7f")
    router.input_opened("pad")
    assert router.inputs["pad"].pads.held == ()
    assert controls.read("latent/0") == 0.0
    assert controls.events[-1].action is Action.STOP


def test_an_input_that_vanishes_lets_go_what_it_held(controls: FakeControls) -> None:
    router = router_for(controls, library=mapped('[map]\n"note 50" = "slice/9"\n'))
    play(router, "90247f", "90327f", "e07f7f")
    router([(1.0, "pad", VANISHED)])
    assert list(controls.events)[2:] == [Event(Action.RELEASE, 0), Event(Action.RELEASE, 9)]
    assert controls.read("latent/0") == 0.0
    router([(2.0, "pad", VANISHED)])
    assert len(controls.events) == 4


def test_feedback_is_sent_once_for_each_change(controls: FakeControls) -> None:
    router = router_for(controls, library=mapped('[map]\n"cc 20" = "latent/0"\n[feedback]\non = true\nchannel = 2\n'))
    play(router, "b03700")
    controls.write({"latent/0": 3.0})
    assert ("pad", Message.from_bytes(bytes.fromhex("b1147f"))) in router.feedback()
    assert router.feedback() == []


def test_the_lock_is_held_while_the_controls_are_used() -> None:
    lock = threading.Lock()

    class Jealous(FakeControls):
        def write(
            self, values: Mapping[str, float], due: float | None = None, *_: object, **__: object
        ) -> dict[str, float]:
            assert lock.locked()
            return super().write(values, due)

        def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
            assert lock.locked()
            super().trigger(event, at, due)

    controls = Jealous()
    play(router_for(controls, lock=lock), "b0147f", "90247f")
    assert controls.read("latent/0") == 3.0 and len(controls.events) == 1


@given(st.lists(st.binary(min_size=1, max_size=12), max_size=60), st.sampled_from(["one-shot", "gate", "latch"]))
def test_panic_releases_everything_after_any_bytes(chunks: list[bytes], mode: str) -> None:
    controls = FakeControls()
    router = router_for(controls, library=mapped(f'[pads]\nmode = "{mode}"\n'))
    router([(number / 1000, "pad", chunk) for number, chunk in enumerate(chunks)])
    router([(1.0, "pad", bytes((0xB0 | channel, 120, 0))) for channel in range(16)])
    assert router.inputs["pad"].pads.held == ()
    assert controls.events[-1].action is Action.PANIC
    assert all(entry.low <= controls.read(entry.id) <= entry.high for entry in TABLE)


@pytest.mark.parametrize(
    ("messages", "preset"),
    [
        (["b00001", "c002"], 130),
        (["b02001", "c002"], 130),
        (["b00001", "b02000", "c002"], 130),
        (["b00000", "b02001", "c002"], 130),
        (["b00000", "b02000", "c07f"], 127),
        (["b00002", "c000"], 256),
        (["b00001", "b02002", "c000"], 130 * 128),
    ],
)
def test_a_program_counts_on_from_those_of_the_banks_before(messages: list[str], preset: int) -> None:
    asked: list[float] = []
    commands = CommandRegistry()
    commands.add("preset", lambda value, at: asked.append(value))
    play(router_for(FakeControls(), commands=commands), *messages)
    assert asked == [preset]


def test_a_preset_that_is_missing_is_said_in_the_note_alone(
    tmp_path: Path, controls: FakeControls, caplog: pytest.LogCaptureFixture
) -> None:
    commands = CommandRegistry()
    bank = PresetBank(tmp_path)
    commands.add("preset", lambda value, at: bank.find(value) and None)
    router = router_for(controls, commands=commands)
    play(router, "b00001", "c002")
    assert router.note.startswith("130 ")
    assert "0 to 127" in router.note
    assert caplog.records == []


def test_the_control_that_moves_a_parameter_is_told(controls: FakeControls) -> None:
    movement = Movement()
    play(router_for(controls, moved=movement.note), "b01440", "b0157f", source="Launch Control")
    assert str(movement) == "CC 21 from Launch Control -> latent/1 +3"
