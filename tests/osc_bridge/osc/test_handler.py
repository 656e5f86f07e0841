"""A packet becomes one write, some events and some replies; malformed packets change nothing."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import STEP_NAMES, Action, Cell, Cells, Event, Status
from engine.errors import ModelMismatch
from engine.parameters import TABLE
from osc_bridge.osc.handler import MAX_DATED
from osc_bridge.osc.request import MAX_ADDRESSES
from tests.fake_controls import FakeControls
from tests.tiny_client import bundle, pack, tag_at

from .peer import Peer
from .test_packets import messages, noise, padded


class RecordingControls(FakeControls):
    """Controls that record all calls in order."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[Any] = []

    def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
        self.notes.append(dict(values))
        return super().write(values, due)

    def write_steps(self, cells: Cells, due: float | None = None, learned: str | None = None) -> dict[Cell, float]:
        self.notes.append(dict(cells))
        return super().write_steps(cells, due, learned)

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        self.notes.append(event)


def test_a_bundle_is_one_write_then_its_events_then_its_queries() -> None:
    controls = RecordingControls()
    answers = Peer(controls).send(
        bundle(pack("/vamen/tempo"), pack("/vamen/slice", 3), pack("/vamen/tempo", 120), pack("/vamen/level", -6.0))
    )
    assert controls.notes == [{"tempo": 120.0, "level": -6.0}, Event(Action.SLICE, 3)]
    assert answers == [("/vamen/tempo", [120.0])]


def test_a_client_that_disconnects_lets_its_slice_go() -> None:
    controls = RecordingControls()
    peer, other, silent = Peer(controls), Peer(controls), Peer(controls)
    peer.send(pack("/vamen/slice", 3))
    peer.handler.handle(pack("/vamen/slice", 8), other.inbox)
    peer.handler.handle(pack("/vamen/slice", 8, 0.0), other.inbox)
    for client in (peer, other, silent):
        peer.handler.forget(client.inbox)
    assert controls.notes == [
        Event(Action.SLICE, 3),
        Event(Action.SLICE, 8),
        Event(Action.RELEASE, 8),
        Event(Action.RELEASE, 3),
    ]


def test_a_question_while_the_model_cannot_be_loaded_is_answered_by_the_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class WithoutModel(FakeControls):
        def status(self) -> Status:
            raise ModelMismatch("my.onnx is damaged")

    assert Peer(WithoutModel()).send(pack("/vamen/status")) == [("/vamen/error", ["my.onnx is damaged"])]
    assert not caplog.records


def test_a_refusal_names_the_address_of_its_message() -> None:
    peer = Peer(FakeControls())
    for packet, sentence in (
        (pack("/vamen/tempo", "fast"), "/vamen/tempo: 'fast' is not a number; send a number"),
        (pack("/vamen/nudge"), "/vamen/nudge takes one number, 0 came; send one"),
        (pack("/vamen/\n"), "there is no '/vamen/\\n'; ask /vamen/status or see docs/osc.md"),
    ):
        assert peer.send(packet) == [("/vamen/error", [sentence])]


def test_the_last_of_two_values_in_a_bundle_wins() -> None:
    controls = RecordingControls()
    Peer(controls).send(bundle(pack("/vamen/tempo", 100.0), pack("/vamen/tempo", 200.0)))
    assert controls.notes == [{"tempo": 200.0}]


def test_an_invalid_message_in_a_bundle_does_not_affect_the_others() -> None:
    controls = RecordingControls()
    peer = Peer(controls)
    ((address, (sentence,)),) = peer.send(bundle(pack("/vamen/tempo", 120.0), pack("/vamen/level", float("nan"))))
    assert controls.notes == [{"tempo": 120.0}]
    assert address == "/vamen/error"
    assert "nan" in sentence
    assert peer.handler.refused == 1


@pytest.mark.parametrize(
    "packet",
    [
        pack("/vamen/unknown", 1.0),
        pack("/vamen/tempo", float("inf")),
        pack("/vamen/tempo", b"blob"),
        pack("/vamen/tempo", 1.0, 2.0),
        pack("/vamen/latent/*", "loud"),
        pack("/vamen/[", 1.0),
        b"/vamen/tempo\0\0\0\0,S\0\0abc\0",
        b"#bundle\0",
    ],
)
def test_a_refused_message_is_counted_and_answered_and_changes_nothing(packet: bytes) -> None:
    controls = RecordingControls()
    peer = Peer(controls)
    ((address, (sentence,)),) = peer.send(packet)
    assert address == "/vamen/error"
    assert sentence
    assert peer.handler.refused == 1
    assert controls.notes == []


@pytest.mark.parametrize(
    "packet", [b"", b"\0" * 8, b"GET / HTTP/1.1\r\n\r\n", pack("/vamen/error", "no"), pack("/vamen/pong", 1)]
)
def test_bytes_that_are_not_osc_and_replies_are_counted_but_not_answered(packet: bytes) -> None:
    peer = Peer(FakeControls())
    assert peer.send(packet) == []
    assert peer.handler.refused == 1


def test_two_instruments_that_send_each_other_replies_stop() -> None:
    one, other = Peer(FakeControls()), Peer(FakeControls())
    packets = [pack("/vamen/nonsense", 1), pack("/vamen/status"), pack("/vamen/ping", 1), pack("/vamen/latent"), b"/x"]
    for _ in range(4):  # queries, replies, errors about the replies, nothing
        for packet in packets:
            one.handler.handle(packet, one.inbox)
        packets, one.inbox.packets = one.inbox.packets, []
        one, other = other, one
    assert packets == []


def test_a_bundle_for_the_past_takes_effect_at_once() -> None:
    controls = RecordingControls()
    Peer(controls, wall=lambda: 1000.0).send(bundle(pack("/vamen/tempo", 120.0), tag=tag_at(999.0)))
    assert controls.notes == [{"tempo": 120.0}]


def test_a_bundle_for_the_future_waits() -> None:
    controls = RecordingControls()
    peer = Peer(controls, wall=lambda: 1000.0)
    peer.send(bundle(pack("/vamen/tempo", 120.0), tag=tag_at(1001.0)))
    peer.send(pack("/vamen/level", -3.0))
    assert controls.notes == [{"level": -3.0}]


def test_too_many_waiting_bundles_are_refused() -> None:
    peer = Peer(FakeControls(), wall=lambda: 1000.0)
    packet = bundle(pack("/vamen/tempo", 120.0), tag=tag_at(1001.0))
    for _ in range(MAX_DATED):  # the scheduler does not run
        assert peer.send(packet) == []
    ((address, _),) = peer.send(packet)
    assert address == "/vamen/error"


def test_an_error_in_the_controls_is_logged_and_the_next_message_is_handled(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakeControls):
        def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
            raise OSError("the shared memory is gone")

    peer = Peer(Broken())
    peer.send(pack("/vamen/tempo", 120.0))
    assert peer.handler.refused == 1
    assert "the shared memory is gone" in caplog.text
    assert peer.send(pack("/vamen/version"))


def test_clearing_and_setting_sixteenths_in_one_bundle_is_one_change() -> None:
    controls = RecordingControls()
    Peer(controls).send(bundle(pack("/vamen/step/clear"), pack("/vamen/step/3/kick", 1.5)))
    (cells,) = controls.notes
    assert len(cells) == 32 * len(STEP_NAMES)
    assert {cell for cell, value in cells.items() if value} == {(3, "kick")}


def test_the_number_of_replies_to_a_packet_is_bounded() -> None:
    peer = Peer(FakeControls())
    answers = peer.send(bundle(*[pack("/vamen/step/*/*")] * 100))
    assert MAX_ADDRESSES <= len(answers) - 1 <= MAX_ADDRESSES + 700
    assert answers[-1][0] == "/vamen/error" or any(address == "/vamen/error" for address, _ in answers)
    assert peer.handler.refused == 1


@settings(max_examples=300)
@given(st.one_of(noise, messages, padded, st.lists(padded, max_size=4).map(lambda parts: bundle(*parts))))
def test_after_any_bytes_the_next_message_is_handled(packet: bytes) -> None:
    peer = Peer(FakeControls())
    peer.send(packet)
    peer.send(pack("/vamen/tempo", 123.0))
    assert peer.controls.read("tempo") == 123.0


# an OSC string ends at its first NUL
words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=4)


names = st.sampled_from(["tempo", "level", "seed", "latent", "latent/3", "slice", "play", "status", "ping", "*", "x"])
arguments = st.lists(
    st.one_of(st.floats(width=32), st.integers(-(2**31), 2**31 - 1), st.booleans(), st.none(), words),
    max_size=4,
)


@settings(max_examples=200)
@given(st.lists(st.tuples(names, arguments).map(lambda parts: pack(f"/vamen/{parts[0]}", *parts[1])), max_size=6))
def test_any_messages_leave_every_value_in_its_range(packets: list[bytes]) -> None:
    controls = FakeControls()
    peer = Peer(controls)
    peer.send(bundle(*packets))
    assert all(entry.low <= controls.read(entry.id) <= entry.high for entry in TABLE)
    assert all(0 <= event.index < 32 and 0.0 <= event.value <= 1.0 for event in controls.events)


def test_events_carry_the_time_of_receipt_of_their_packet() -> None:
    times: list[float | None] = []

    class TimedControls(FakeControls):
        def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
            times.append(at)

    peer = Peer(TimedControls(), wall=lambda: 1000.0)
    peer.handler.handle(pack("/vamen/slice", 3), peer.inbox, 7.5)
    peer.handler.handle(bundle(pack("/vamen/play"), pack("/vamen/slice", 4)), peer.inbox, 8.5)
    peer.handler.handle(pack("/vamen/stop"), peer.inbox)
    assert times == [7.5, 8.5, 8.5, None]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (("/vamen/tempo", 20), "tempo goes from 40 to 300 BPM; 20 is taken as 40"),
        (("/vamen/seed", 1.5), "seed is a whole number from 0 to 2147483647; 1.5 is taken as 2"),
        (("/vamen/latent", 0.0, 7.0), "latent/1 goes from -3 to 3; 7 is taken as 3"),
        (("/vamen/latent/2", -4.0), "latent/2 goes from -3 to 3; -4 is taken as -3"),
        (("/vamen/{latent/3,x}", -4.0), "latent/3 goes from -3 to 3; -4 is taken as -3"),
        (("/vamen/norm/level", 1.5), "/vamen/norm/level goes from 0 to 1; 1.5 is taken as 1"),
        (("/vamen/step/3/0", 9.0), "/vamen/step goes from -3 to 3; 9 is taken as 3"),
        (("/vamen/slice", 1.5), "/vamen/slice is a whole number from 0 to 31; 1.5 is taken as 2"),
        (
            ("/vamen/slice", 33),
            "/vamen/slice is a whole number from 0 to 31; 33 is taken as 1, counted on around the loop",
        ),
        (
            ("/vamen/slice", -1),
            "/vamen/slice is a whole number from 0 to 31; -1 is taken as 31, counted on around the loop",
        ),
        (("/vamen/slice", 1, 1.5), "/vamen/slice velocity goes from 0 to 1; 1.5 is taken as 1"),
    ],
)
def test_a_value_out_of_range_is_logged_once_and_takes_effect(
    caplog: pytest.LogCaptureFixture, message: tuple[Any, ...], said: str
) -> None:
    controls = RecordingControls()
    peer = Peer(controls)
    assert [peer.send(pack(*message)) for _ in range(3)] == [[]] * 3
    assert len(controls.notes) == 3
    assert [record.getMessage() for record in caplog.records] == [said]
    assert peer.handler.refused == 0
