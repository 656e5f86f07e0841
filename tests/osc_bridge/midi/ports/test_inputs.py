"""Inputs are opened when they appear, their messages reach the controls, and failures end no thread."""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence

import pytest

from engine.controls import Action, Event
from engine.errors import BadConfig
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.ports.inputs import INPUT_QUEUE_SIZE, MidiInputs, TimedMessage
from tests.fake_controls import FakeControls
from tests.osc_bridge.midi.fake import FakeMidi, until
from tests.osc_bridge.midi.plain import router_for

NOTE_ON, CONTROL = 0x90, 0xB0


def inputs_of(fake: FakeMidi, controls: FakeControls | None = None, names: Sequence[str] | None = None) -> MidiInputs:
    errors = RateLimitedLog(logging.getLogger("osc_bridge.midi"))
    router = router_for(controls or FakeControls(), errors=errors)
    return MidiInputs(router, names=names, poll_interval=0.005, connect=fake.connect, errors=errors)


@pytest.fixture
def fake() -> FakeMidi:
    return FakeMidi("Pads", "Keys")


@pytest.fixture
def inputs(fake: FakeMidi, controls: FakeControls) -> Iterator[MidiInputs]:
    with inputs_of(fake, controls) as inputs:
        yield inputs


def test_every_input_is_open_when_start_returns(inputs: MidiInputs, fake: FakeMidi) -> None:
    assert inputs.ports == ("Pads", "Keys")
    assert inputs.note == "MIDI by Fake: Pads, Keys"
    assert fake.open_ports == ["Pads", "Keys"]


def test_an_input_that_appears_is_opened(inputs: MidiInputs, fake: FakeMidi) -> None:
    fake.plugged["Knobs"] = 0
    until(lambda: "Knobs" in inputs.ports)


def test_a_removed_input_is_closed_and_opened_when_it_is_back(inputs: MidiInputs, fake: FakeMidi) -> None:
    del fake.plugged["Pads"]
    until(lambda: inputs.ports == ("Keys",))
    assert fake.open_ports == ["Keys"]
    fake.plugged["Pads"] = 0
    until(lambda: fake.open_ports == ["Keys", "Pads"])


def test_an_input_that_vanishes_lets_go_of_its_pads_behind_its_last_message(fake: FakeMidi) -> None:
    controls = FakeControls()
    with inputs_of(fake, controls) as inputs:
        fake.receive("Pads", bytes.fromhex("90247f"))
        del fake.plugged["Pads"]
        until(lambda: inputs.ports == ("Keys",) and len(controls.events) == 2)
    assert [event.action for event in controls.events] == [Action.SLICE, Action.RELEASE]


def test_an_input_that_is_replugged_between_two_polls_is_opened_again(fake: FakeMidi) -> None:
    on_open: list[str] = []
    with MidiInputs(
        router_for(FakeControls()), poll_interval=0.005, connect=fake.connect, on_open=on_open.append
    ) as inputs:
        fake.plugged["Pads"] = 1
        until(lambda: on_open == ["Pads", "Keys", "Pads"])
        assert sorted(inputs.ports) == sorted(fake.open_ports) == ["Keys", "Pads"]


def test_the_watcher_survives_a_defect_of_the_midi_system(inputs: MidiInputs, fake: FakeMidi) -> None:
    healthy = fake.plugged
    fake.plugged = None  # type: ignore[assignment]
    until(lambda: inputs.errors.count)
    fake.plugged = {**healthy, "Knobs": 0}
    until(lambda: "Knobs" in inputs.ports)


def test_only_named_inputs_are_opened(fake: FakeMidi) -> None:
    with inputs_of(fake, names=["PAD"]) as inputs:
        assert inputs.ports == ("Pads",)


def test_a_missing_name_is_reported_with_the_listed_ports(fake: FakeMidi) -> None:
    with inputs_of(fake, names=["fader"]) as inputs:
        assert inputs.note == "MIDI by Fake: no input is called fader; there are Pads, Keys"
        fake.plugged["Fader Fox"] = 0
        until(lambda: inputs.ports == ("Fader Fox",))


def test_an_empty_list_of_ports_is_reported() -> None:
    with inputs_of(FakeMidi()) as inputs:
        assert inputs.note == "MIDI by Fake: nothing is plugged in yet"


def test_an_input_that_does_not_open_is_reported_once(fake: FakeMidi, caplog: pytest.LogCaptureFixture) -> None:
    fake.refusing.add("Pads")
    with inputs_of(fake) as inputs:
        assert inputs.ports == ("Keys",)
        fake.plugged["Knobs"] = 0
        until(lambda: "Knobs" in inputs.ports)
        assert inputs.errors.count == 1
        fake.refusing.clear()
        until(lambda: "Pads" in inputs.ports)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_without_a_midi_system_it_waits_for_one(fake: FakeMidi) -> None:
    fake.there = False
    with inputs_of(fake) as inputs:
        assert inputs.note == "no MIDI: there is none"
        assert inputs.ports == ()
        fake.there = True
        until(lambda: inputs.ports == ("Pads", "Keys"))


def test_all_inputs_are_opened_again_after_the_midi_system_was_restarted(inputs: MidiInputs, fake: FakeMidi) -> None:
    first = fake.receive
    fake.there = False
    fake.same = False
    until(lambda: inputs.note == "no MIDI: there is none")
    assert fake.open_ports == []
    fake.there = True
    until(lambda: inputs.ports == ("Pads", "Keys"))
    assert fake.open_ports == ["Pads", "Keys"]
    assert fake.receive == first


def test_messages_reach_the_controls_in_order(inputs: MidiInputs, fake: FakeMidi, controls: FakeControls) -> None:
    for data in ([CONTROL, 20, 127], [NOTE_ON, 40, 127], [NOTE_ON, 40, 0], [0xFA], [CONTROL, 123, 0]):
        fake.receive("Pads", data)
    until(lambda: len(controls.events) == 4)
    assert controls.read("latent/0") == 3.0
    pad = [Event(Action.SLICE, 4, 1.0), Event(Action.RELEASE, 4)]
    assert list(controls.events) == [*pad, Event(Action.PLAY), Event(Action.PANIC)]


@pytest.mark.parametrize("data", [[], [0x12], [0xF4], [NOTE_ON], [NOTE_ON, 200, 1], [0xF7, 1]])
def test_invalid_bytes_are_counted(inputs: MidiInputs, fake: FakeMidi, controls: FakeControls, data: list[int]) -> None:
    fake.receive("Pads", data)
    fake.receive("Pads", [0xFA])
    until(lambda: controls.events)
    assert inputs.errors.count == 1


def test_the_queue_is_bounded_while_messages_are_not_taken() -> None:
    inputs = inputs_of(FakeMidi())  # not started, so no message is taken
    for _ in range(INPUT_QUEUE_SIZE + 10):
        inputs._receive("Pads", [CONTROL, 20, 1])
    assert inputs.lost == 10


def test_a_defect_of_the_controls_does_not_end_the_thread(fake: FakeMidi, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakeControls):
        def write(
            self, values: Mapping[str, float], due: float | None = None, *_: object, **__: object
        ) -> dict[str, float]:
            raise OSError("the shared memory is gone")

    controls = Broken()
    with inputs_of(fake, controls) as inputs:
        fake.receive("Pads", [CONTROL, 20, 1])
        fake.receive("Pads", [0xFA])
        until(lambda: controls.events)
        assert inputs.errors.count == 1
    assert "the shared memory is gone" in caplog.text


def test_events_have_the_time_at_which_they_came_in(fake: FakeMidi) -> None:
    got: list[tuple[Action, float | None]] = []

    class Clockwork(FakeControls):
        def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
            got.append((event.action, at))

    now = 7.0
    with MidiInputs(router_for(Clockwork()), poll_interval=60.0, connect=fake.connect, clock=lambda: now):
        fake.receive("Pads", [0xFA])
        until(lambda: got)
        now = 8.0
        for data in ([CONTROL, 20, 127], [NOTE_ON, 40, 127]):
            fake.receive("Pads", data)
        until(lambda: len(got) == 2)
    assert got == [(Action.PLAY, 7.0), (Action.SLICE, 8.0)]


def test_all_messages_have_time_and_source(fake: FakeMidi) -> None:
    now, got = 7.0, list[TimedMessage]()
    with MidiInputs(got.extend, poll_interval=60.0, connect=fake.connect, clock=lambda: now):
        fake.receive("Pads", [0xF8])
        fake.receive("Keys", [NOTE_ON, 40, 1])
        until(lambda: len(got) == 2)
    assert got == [(7.0, "Pads", [0xF8]), (7.0, "Keys", [NOTE_ON, 40, 1])]


def test_messages_of_several_inputs_come_in_the_order_of_their_times(fake: FakeMidi) -> None:
    times = {"Pads": iter([1.0, 3.0, 5.0, 9.0]), "Keys": iter([2.0, 4.0, 4.5])}
    now, held, batches = [0.0], threading.Event(), list[list[TimedMessage]]()

    def play(batch: list[TimedMessage]) -> None:
        batches.append(batch)
        held.wait(5.0)  # meanwhile the other messages come in

    with MidiInputs(play, poll_interval=60.0, connect=fake.connect, clock=lambda: now[0]):
        for source in ("Pads", "Pads", "Keys", "Pads", "Keys", "Keys", "Pads"):
            now[0] = next(times[source])
            fake.receive(source, [0xF8])
            until(lambda: batches)
        held.set()
        until(lambda: sum(map(len, batches)) == 7)
    assert [at for batch in batches for at, _, _ in batch] == [1.0, 2.0, 3.0, 4.0, 4.5, 5.0, 9.0]


def test_a_defect_of_the_receiver_does_not_end_the_thread(fake: FakeMidi) -> None:
    got: list[Sequence[int]] = []

    def play(batch: list[TimedMessage]) -> None:
        for _, _, data in batch:
            if data == [0xFC]:
                raise ZeroDivisionError
            got.append(data)

    with MidiInputs(play, poll_interval=60.0, connect=fake.connect) as inputs:
        fake.receive("Pads", [0xFC])
        until(lambda: inputs.errors.count == 1)
        fake.receive("Pads", [0xFA])
        until(lambda: got)


def test_fifty_thousand_messages_of_two_threads_are_played_each_once_and_in_order(fake: FakeMidi) -> None:
    count, batch_size, got = 25_000, 64, list[TimedMessage]()
    with MidiInputs(got.extend, poll_interval=60.0, connect=fake.connect) as inputs:

        def play(source: str) -> None:
            for number in range(count):
                fake.receive(source, [NOTE_ON, number % 128, 1 + number // 128 % 127])
                if number % batch_size == 0:  # as from a driver: some at a time, and not faster than they are taken
                    until(lambda: inputs._queue.qsize() < INPUT_QUEUE_SIZE - 2 * batch_size)

        threads = [threading.Thread(target=play, args=(source,)) for source in ("Pads", "Keys")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        until(lambda: len(got) >= 2 * count)
        assert inputs.errors.count + inputs.lost == 0
    for source in ("Pads", "Keys"):
        heard = [list(data) for _, name, data in got if name == source]
        assert heard == [[NOTE_ON, number % 128, 1 + number // 128 % 127] for number in range(count)]


def test_stopping_closes_everything_and_it_can_start_again(fake: FakeMidi, controls: FakeControls) -> None:
    inputs = inputs_of(fake, controls)
    inputs.stop()
    for _ in range(2):
        with inputs:
            assert inputs.ports == ("Pads", "Keys")
            fake.receive("Pads", [0xFA])
        assert len(inputs.ports) == 0
        assert fake.open_ports == []
    assert len(controls.events) == 2


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(BadConfig, match="auto, alsa, jack"):
        MidiInputs(router_for(FakeControls()), backend="oss")
