"""Each held pad has its own bend, slide and pressure; those of the newest count, and a release returns exactly."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sequencer.modulated_controls import ModulatedControls
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage, SystemMessage
from osc_bridge.midi.input.parser import MidiParser
from osc_bridge.midi.playing.mpe import ModulationTarget, Mpe, MpeSettings
from osc_bridge.midi.playing.pads import PadMode, Pads, PadSettings
from tests.fake_controls import FakeControls

LOWER = "b0 65 00 64 06 06 0f"  # RPN 6 on channel 1: 15 members
UPPER = "bf 65 00 64 06 06 07"  # on channel 16: 7 members
OCTAVE = "b1 65 00 64 00 06 0c"  # RPN 0 on channel 2: a full bend of the zone is 12 semitones


class Player:
    """One input, from its bytes to the values of fake controls."""

    def __init__(self, settings: MpeSettings | None = None, pads: PadSettings | None = None) -> None:
        self.controls = FakeControls()
        self.modulated = ModulatedControls(self.controls)
        self.decoder = MidiParser()
        self.pads = Pads(self.controls.beat, pads)
        self.mpe = Mpe(lambda: self.pads.held, settings)
        self.left: list[str] = []  # controls that are left to the map

    def play(self, text: str) -> "Player":
        """Play messages in hex, separated by commas."""
        for message in text.split(","):
            self.feed(bytes.fromhex(message))
        return self

    def feed(self, data: bytes) -> None:
        for message in self.decoder.feed(data, 0.0):
            if isinstance(message, NoteMessage | SystemMessage | ControlChange):
                self.pads.play(message)
            if (
                isinstance(message, SystemMessage | ControlChange)
                and not self.mpe.feed(message)
                and isinstance(message, ControlChange)
            ):
                self.left.append(message.control)
        self.modulated.bend("keys", self.mpe.offsets())

    @property
    def latents(self) -> list[float]:
        return [self.controls.read(f"latent/{index}") for index in range(3)]


def approx(values: Iterable[float]) -> object:
    return pytest.approx(list(values), abs=1e-12)


ROWS: dict[str, tuple[str, tuple[float, float, float]]] = {
    # no zone: wheel and pressure
    "wheel to the right": ("e0 7f 7f", (1, 0, 0)),
    "wheel to the left": ("e0 00 00", (-1, 0, 0)),
    "wheel at rest": ("e0 7f 7f, e0 00 40", (0, 0, 0)),
    "wheel of any channel": ("e5 7f 7f, e3 00 00", (-1, 0, 0)),
    "channel pressure": ("d0 7f", (0, 0, 1)),
    "controller 74 is not a slide without a zone": ("92 24 7f, b2 4a 7f", (0, 0, 0)),
    "pressure of a key that is held": ("90 24 7f, a0 24 7f", (0, 0, 1)),
    "pressure of a key that is not": ("90 24 7f, a0 25 7f", (0, 0, 0)),
    "pressure of a key that was let go": ("90 24 7f, a0 24 7f, 80 24 00", (0, 0, 0)),
    "of a key that is struck again": ("90 24 7f, a0 24 7f, 80 24 00, 90 24 7f", (0, 0, 0)),
    "of the newest key": ("90 24 7f, a0 24 7f, 90 25 7f", (0, 0, 0)),
    "and of the older one when it is let go": ("90 24 7f, a0 24 7f, 90 25 7f, 80 25 00", (0, 0, 1)),
    "reset": ("e0 7f 7f, d0 7f, b0 79 00", (0, 0, 0)),
    # the lower zone: channel 1 is its master, 2 to 16 are members
    "bend of a member, an octave": (f"{LOWER}, {OCTAVE}, 91 24 7f, e1 7f 7f", (1, 0, 0)),
    "48 semitones are four octaves": (f"{LOWER}, 91 24 7f, e1 00 30", (-1, 0, 0)),
    "bend before the note": (f"{LOWER}, {OCTAVE}, e1 7f 7f, 91 24 7f", (1, 0, 0)),
    "bend of a member that plays nothing": (f"{LOWER}, {OCTAVE}, e2 7f 7f, 91 24 7f", (0, 0, 0)),
    "slide": (f"{LOWER}, 92 24 7f, b2 4a 7f", (0, 1, 0)),
    "slide at rest": (f"{LOWER}, 92 24 7f, b2 4a 40", (0, 0, 0)),
    "pressure": (f"{LOWER}, 92 24 7f, d2 7f", (0, 0, 1)),
    "all of one": (f"{LOWER}, {OCTAVE}, 91 24 7f, e1 00 00, b1 4a 00, d1 7f", (-1, -1, 1)),
    "the newest pad counts": (f"{LOWER}, 91 24 7f, d1 7f, 92 25 7f", (0, 0, 0)),
    "the older one, moved under it, does not": (f"{LOWER}, 91 24 7f, 92 25 7f, d1 7f", (0, 0, 0)),
    "when the newest is let go, the older one does": (f"{LOWER}, 91 24 7f, d1 7f, 92 25 7f, 82 25 00", (0, 0, 1)),
    "when the older is let go, the newest stays": (f"{LOWER}, 91 24 7f, 92 25 7f, d2 7f, 81 24 00", (0, 0, 1)),
    "when all are let go, nothing does": (f"{LOWER}, 91 24 7f, d1 7f, 81 24 00", (0, 0, 0)),
    "the pedal of the master holds": (f"{LOWER}, b0 40 7f, 91 24 7f, d1 7f, 81 24 00", (0, 0, 1)),
    "all sound off": (f"{LOWER}, 91 24 7f, d1 7f, b0 78 00", (0, 0, 0)),
    "the master's wheel is added": (f"{LOWER}, {OCTAVE}, 91 24 7f, e1 7f 7f, e0 7f 7f", (2, 0, 0)),
    "and stays without a pad": (f"{LOWER}, e0 7f 7f", (1, 0, 0)),
    "the end of the range": (f"{LOWER}, 91 24 7f, e1 7f 7f", (3, 0, 0)),
    "no members end the zone": (f"{LOWER}, b0 06 00, 91 24 7f, b1 4a 7f", (0, 0, 0)),
    "a zone that is made anew has forgotten what it felt": (f"{LOWER}, 91 24 7f, d1 7f, {LOWER}", (0, 0, 0)),
    "and its range": (f"{LOWER}, {OCTAVE}, {LOWER}, 91 24 7f, e1 00 30", (-1, 0, 0)),
    "too many members are no zone": ("b0 65 00 64 06 06 10, 91 24 7f, b1 4a 7f", (0, 0, 0)),
    "RPN 6 of another channel is no zone": ("b1 65 00 64 06 06 0f, 91 24 7f, b1 4a 7f", (0, 0, 0)),
    # the upper zone: channel 16 is its master, 15 down to 9 are members
    "slide of an upper member": (f"{UPPER}, 9e 24 7f, be 4a 7f", (0, 1, 0)),
    "of the lowest one": (f"{UPPER}, 98 24 7f, b8 4a 7f", (0, 1, 0)),
    "below it": (f"{UPPER}, 97 24 7f, b7 4a 7f", (0, 0, 0)),
    "each zone has its range": (f"{UPPER}, b0 65 00 64 06 06 07, {OCTAVE}, 9e 24 7f, ee 00 30", (-1, 0, 0)),
}


@pytest.mark.parametrize(("text", "latents"), ROWS.values(), ids=ROWS)
def test_bytes_give_these_latents(text: str, latents: tuple[float, float, float]) -> None:
    assert Player().play(text).latents == approx(latents)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("fe", range(0), range(0)),
        (LOWER, range(1, 16), range(0)),
        (UPPER, range(0), range(8, 15)),
        (f"{LOWER}, {UPPER}", range(1, 8), range(8, 15)),
        (f"{UPPER}, {LOWER}", range(1, 16), range(0)),
        (f"{UPPER}, b0 65 00 64 06 06 04", range(1, 5), range(8, 15)),
    ],
)
def test_a_new_zone_cuts_the_other_one(text: str, lower: range, upper: range) -> None:
    zones = Player().play(text).mpe.zones
    assert [list(zone) for zone in zones] == [list(lower), list(upper)]


def test_a_forced_zone_stays() -> None:
    player = Player(MpeSettings(lower=3))
    player.play("b0 65 00 64 06 06 00, 91 24 7f, d1 7f, 94 25 7f, b4 4a 7f")
    assert list(player.mpe.zones[0]) == [1, 2, 3]
    assert player.latents == [0, 0, 0]
    assert player.play("84 25 00").latents == [0, 0, 1]
    assert player.left == ["cc 74"]


def test_parameters_and_depths_of_the_dimensions_are_settings() -> None:
    player = Player(
        MpeSettings(
            bend=ModulationTarget("tempo", 10.0), slide=None, pressure=ModulationTarget("latent/2", -2.0), lower=15
        )
    )
    player.play("91 24 7f, e0 00 00, d1 7f, b1 4a 7f")
    assert player.controls.read("tempo") == 160.0
    assert player.latents == [0, 0, -2]
    assert player.left == ["cc 74"]


def test_dimensions_of_one_parameter_add_up() -> None:
    both = MpeSettings(bend=ModulationTarget("latent/0"), pressure=ModulationTarget("latent/0", 0.5))
    assert Player(both).play("e0 7f 7f, d0 7f").latents == [1.5, 0, 0]


def test_other_controls_are_left_to_the_map() -> None:
    player = Player(MpeSettings(bend=None)).play(f"b0 14 10, b0 4a 10, e0 00 00, d0 01, {LOWER}, b0 4a 10, b1 4a 10")
    assert player.left == ["cc 20", "cc 74", "bend", "cc 74"]


def test_a_release_returns_to_the_knobs_value() -> None:
    player = Player()
    player.modulated.write({"latent/2": 0.1})
    player.play(f"{LOWER}, 91 24 7f, d1 40")
    player.modulated.write({"latent/2": 0.3})
    assert player.latents[2] == pytest.approx(0.8)
    assert player.play("81 24 00").latents[2] == 0.3


messages = st.one_of(
    st.tuples(st.integers(0x80, 0xBF), st.integers(30, 40) | st.just(74), st.integers(0, 127)),
    st.tuples(st.integers(0xD0, 0xDF), st.integers(0, 127)),
    st.tuples(st.integers(0xE0, 0xEF), st.integers(0, 127), st.integers(0, 127)),
    st.sampled_from([tuple(bytes.fromhex(text)) for text in (LOWER, UPPER, OCTAVE)]),
)


@given(st.lists(messages), st.sampled_from(["one-shot", "gate", "latch"]))
def test_after_panic_and_reset_every_latent_has_its_base_value(played: list[tuple[int, ...]], mode: PadMode) -> None:
    player = Player(pads=PadSettings(mode=mode))
    player.controls.write({"latent/0": 0.1, "latent/1": -0.7, "latent/2": 1 / 3})
    for message in played:
        player.feed(bytes(message))
    player.play("b0 78 00, b0 79 00")
    assert player.latents == [0.1, -0.7, 1 / 3]
    assert player.mpe.offsets() == {}
