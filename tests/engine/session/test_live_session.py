"""A session: what is written to it is played, and it survives the end of its player and errors of its model."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from engine.controls import FIRST_STEP_VALUE, GRID_SHAPE, Action, Event, Status
from engine.errors import BadInput, BadParameter, NoDevice
from engine.files.presets import preset, recall
from engine.model.decode_request import Latents
from engine.model.decode_worker import MAX_STALE
from engine.parameters import INDEX, LATENTS, TABLE, parameter
from engine.realtime.event_log import LogKind
from engine.realtime.lifeline import Lifeline
from engine.realtime.outputs import SILENT_OUTPUT, OutputChoice
from engine.realtime.shared_memory import SharedState
from engine.session.live_session import Session
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import DecodedImage
from tests.engine.decoding import decoder_of, publish_to
from tests.engine.waiting import segment_is_gone, wait_until
from tests.sound import break_loop, image_of

SILENT_CHOICE = OutputChoice(null=True)
AHEAD_S = 0.9  # seconds, in which a test reads what is not yet due; an event may be due in a second at most


class Model:
    """A decoder function that records its calls and raises `error` when that is set."""

    def __init__(self) -> None:
        self.calls: list[tuple[Latents, int]] = []
        self.image = DecodedImage.smooth(image_of(break_loop()))
        self.error: Exception | None = None

    def __call__(self, latents: Latents, seed: int) -> DecodedImage:
        self.calls.append((latents, seed))
        if self.error:
            raise self.error
        return self.image


@pytest.fixture(scope="module")
def model() -> Model:
    return Model()


@pytest.fixture(scope="module")
def session(model: Model) -> Iterator[Session]:
    with Session(
        decoder_of(model), output=SILENT_CHOICE, provider=lambda: "abacus", model=lambda: "tiny", values={"tempo": 150}
    ) as running:
        yield running


def segment_of(session: Session) -> str:
    assert session._shared
    return session._shared.segment


def test_it_starts_to_play_and_its_status_names_output_provider_and_model(session: Session) -> None:
    wait_until(lambda: session.status().beat > 0.5 and session.status().peak > -40)  # it has silent places
    status = session.status()
    assert status.playing
    assert status.peak <= -0.3
    assert (status.output, status.provider, status.model, status.errors) == (SILENT_OUTPUT, "abacus", "tiny", 0)
    assert 128 / SPEC.rate < status.latency < 0.02
    assert status.load > 0
    assert session.note == ""


def test_the_output_can_be_read_sample_by_sample(session: Session) -> None:
    first, _ = session.sound_since(0)
    wait_until(lambda: session.sound_since(first)[0] >= first + SPEC.rate // 2)
    end, samples = session.sound_since(first)
    assert samples is not None and samples.shape == (end - first, 2)
    assert np.abs(samples).max() > 0.01


def test_the_beat_advances_at_the_tempo(session: Session) -> None:
    assert session.read("tempo") == 150
    assert session._shared
    first = session._shared.meters
    wait_until(lambda: session.status().beat > first.beat + 2)
    second = session._shared.meters
    assert (second.beat - first.beat) / (second.clock - first.clock) * SPEC.rate * 60 == pytest.approx(150, rel=1e-6)


def test_a_written_level_is_applied(session: Session) -> None:
    assert session.write({"level": -100.0}) == {"level": -60.0}
    wait_until(lambda: session.status().peak == -120)
    session.write({"level": 0})
    wait_until(lambda: session.status().peak > -40)


def test_stop_and_slice_events_stop_and_start_playback(session: Session) -> None:
    session.trigger(Event(Action.STOP))
    wait_until(lambda: not session.status().playing)
    session.trigger(Event(Action.SLICE, 8))
    wait_until(lambda: session.status().playing)


def test_latents_are_smoothed_towards_their_targets(session: Session, model: Model) -> None:
    first = len(model.calls)
    for step in range(200):
        session.write({"latent/0": step / 100, "latent/15": -step / 100})
    session.write({"latent/0": 2.5})
    wait_until(lambda: len(model.calls) > first and model.calls[-1][0][0] == 2.5)
    latents = np.array([knobs for knobs, _ in model.calls[first:]])
    assert latents.shape[1] == LATENTS
    assert latents[-1, 15] == -1.99
    assert len(latents) < 60
    seeds = len(model.calls)
    session.write({"seed": 99})
    wait_until(lambda: len(model.calls) > seeds and model.calls[-1][1] == 99)


def test_texture_changes_the_tape_without_a_decode(
    session: Session, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    tapes: list[Tape] = []
    wait_until_painted(session)
    monkeypatch.setattr(session._decoder, "_publish", publish_to(tapes))
    calls = len(model.calls)
    session.write({"texture": 0.25})
    wait_until(lambda: bool(tapes))
    assert len(model.calls) == calls
    assert session.read("texture") == 0.25


def test_edits_of_single_sixteenths_change_the_tape(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[Tape] = []
    monkeypatch.setattr(session._decoder, "_publish", publish_to(published))
    assert session.write_steps({(5, "0"): 9.0, (31, "15"): -1.5}) == {(5, "0"): 3.0, (31, "15"): -1.5}
    wait_until(lambda: bool(published))
    assert (session.read_step((5, "0")), session.read_step((31, "15")), session.read_step((4, "0"))) == (3, -1.5, 0)
    for wrong in ({(5, "0"): 1.0, (32, "0"): 1.0}, {(5, "0"): float("nan")}, {(5, "cowbell"): 1.0}):
        with pytest.raises(BadParameter):
            session.write_steps(wrong)
    with pytest.raises(BadParameter):
        session.read_step((0, "16"))
    assert session.read_step((5, "0")) == 3
    session.write_steps({(5, "0"): 0.0, (31, "15"): 0.0})


def test_a_locked_sixteenth_keeps_what_the_loop_is_and_lets_go(session: Session) -> None:
    session.write({"latent/2": 0.75})
    session.write_steps({(0, "lock"): 1.0})
    session.write({"latent/2": -1.0})
    assert (session.read_step((0, "lock")), session.read_step((0, "kept/2"))) == (1.0, 0.75)
    assert session.tape and session.read_step((0, "kept/gain")) == pytest.approx(session.tape.gain, abs=1e-4)
    session.write_steps({(0, "lock"): 0.0})
    assert session.read_steps() == {}
    session.write({"latent/2": 0.0})


def wait_until_painted(session: Session) -> None:
    """Wait until the decoder rests: what other tests have set is still painted after they end."""
    tape: Tape | None = None
    while session.tape is not tape:
        tape = session.tape
        time.sleep(2 * MAX_STALE)


def test_a_mute_reaches_the_player_without_a_new_tape(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_until_painted(session)
    published: list[Tape] = []
    monkeypatch.setattr(session._decoder, "_publish", publish_to(published))
    first, _ = session.event_log_since(0)
    assert session.write_steps({(5, "mute"): 9.0}) == {(5, "mute"): 1.0}
    expected = (LogKind.SET, FIRST_STEP_VALUE + 5, 1.0)
    wait_until(lambda: expected in [entry[1:4] for entry in session.event_log_since(first)[1]])
    assert session.read_steps()[5, "mute"] == 1.0
    assert published == []
    session.write_steps({(5, "mute"): 0.0})


def test_a_mute_with_a_time_is_set_at_its_sample(session: Session) -> None:
    first, _ = session.event_log_since(0)
    session.write_steps({(6, "mute"): 0.5}, due=time.perf_counter() + AHEAD_S)
    expected = (LogKind.EVENT + Action.SET, FIRST_STEP_VALUE + 6, 0.5)
    wait_until(lambda: expected in [entry[1:4] for entry in session.event_log_since(first)[1]])
    assert all(entry.at > entry.clock for entry in session.event_log_since(first)[1] if entry[1:4] == expected)
    assert session.read_step((6, "mute")) == 0.0
    wait_until(lambda: session.read_step((6, "mute")) == 0.5)
    session.write_steps({(6, "mute"): 0.0})


def test_a_step_macro_that_the_model_lacks_is_noted(session: Session) -> None:
    session.write_steps({(5, "kick"): 1.0})
    wait_until(lambda: "no direction for kick" in session.note)
    session.write_steps({(5, "kick"): 0.0})
    wait_until(lambda: session.note == "")


def test_an_invalid_write_changes_nothing(session: Session) -> None:
    before = session.read("tempo")
    for wrong in ({"tempo": 100, "temperature": 1}, {"tempo": float("nan")}):
        with pytest.raises(BadParameter):
            session.write(wrong)
    with pytest.raises(BadParameter):
        session.read("temperature")
    assert session.read("tempo") == before


def test_a_failing_decode_is_noted_and_playback_continues(session: Session, model: Model) -> None:
    model.error = RuntimeError("the GPU fell off")
    session.write({"latent/1": 1})
    wait_until(lambda: "the GPU fell off" in session.note)
    assert session.status().errors == 1
    model.error = None
    session.write({"latent/1": 2})
    wait_until(lambda: session.note == "")
    assert session.status().playing


def test_a_killed_player_is_restarted_in_time(session: Session) -> None:
    assert session._shared
    session.write({"tempo": 150})
    before = session._shared.meters
    os.kill(session._shared.player_pid, signal.SIGKILL)
    wait_until(lambda: bool(session._shared and session._shared.meters.clock < before.clock))
    wait_until(lambda: bool(session._shared and session._shared.meters.clock > 4096))
    after = session._shared.meters
    tempo = session.read("tempo")
    expected = before.beat + (after.output_time - before.output_time) * tempo / 60
    assert after.playing
    if after.underruns == before.underruns:  # this machine has played all the time
        assert abs(after.beat - expected) * 60 / tempo < 0.01  # seconds
    wait_until(lambda: "was started again" in session.note)
    wait_until(lambda: session.status().peak > -40)


def test_a_closed_session_leaves_no_process_or_memory_and_can_still_be_read(model: Model) -> None:
    with Session(decoder_of(model), output=SILENT_CHOICE, autoplay=False) as session:
        assert session._shared
        segment, pid = segment_of(session), session._shared.player_pid
        assert not segment_is_gone(segment)
        assert not session.status().playing
    assert segment_is_gone(segment)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert isinstance(session.status(), Status)
    session.write({"tempo": 99})
    session.trigger(Event(Action.PLAY))
    assert session.read("tempo") == 99
    session.close()


def test_an_error_of_the_first_decode_ends_the_session() -> None:
    names: list[str] = []

    def missing(latents: Latents, seed: int) -> DecodedImage:
        names.append(segment_of(refused))
        raise BadInput("there is no file model.onnx; check the name")

    refused = Session(decoder_of(missing), output=SILENT_CHOICE)
    with pytest.raises(BadInput, match=r"no file model\.onnx"), refused:
        pass
    assert segment_is_gone(names[0])


def test_a_named_device_that_is_missing_is_refused(model: Model) -> None:
    with pytest.raises(NoDevice), Session(decoder_of(model), output=OutputChoice(device="no such device")):
        pass


def test_initial_values_are_checked() -> None:
    with pytest.raises(BadParameter):
        Session(decoder_of(Model()), values={"temperature": 1})
    assert Session(decoder_of(Model()), values={"tempo": 1e6}).read("tempo") == parameter("tempo").high
    assert Session(decoder_of(Model())).read("latent/3") == TABLE[INDEX["latent/3"]].default


@pytest.mark.skipif(os.name != "posix", reason="persistent segments need POSIX")
@pytest.mark.parametrize(("text", "handover"), [('{"port": 7771}', {"port": 7771}), ('{"po', {"torn": True}), ("", {})])
def test_a_session_continues_the_session_of_a_killed_control_process(
    model: Model, text: str, handover: dict[str, object]
) -> None:
    name = f"test-vamen-{os.getpid()}"  # not one that other supervisors clear
    shared = SharedState.open_or_create(name)
    shared.parameters.write(np.full(len(TABLE), 77.0))
    shared.steps.write(np.full(GRID_SHAPE, 0.5))
    shared.handover = text
    session = Session(decoder_of(model), lifeline=Lifeline(0, name), values={"tempo": 99})
    assert (session.handover, session.resumed) == (handover, bool(handover))
    assert session.read("tempo") == (77 if handover else 99)
    assert session.read_step((31, "hats")) == (0.5 if handover else 0)
    session.close()
    assert segment_is_gone(name)
    shared.close()


def test_a_write_with_a_time_is_applied_at_that_time(session: Session) -> None:
    session.write({"level": -3.0, "latent/3": 0.0})
    legal = session.write({"level": -12.0, "latent/3": 9.0}, due=time.perf_counter() + AHEAD_S)
    assert legal == {"level": -12.0, "latent/3": 3.0}
    assert (session.read("level"), session.read("latent/3")) == (-3.0, 0.0)
    wait_until(lambda: session.read("level") == -12.0)
    assert session.read("latent/3") == 3.0


def test_a_step_edit_with_a_time_is_applied_at_that_time(session: Session) -> None:
    due = time.perf_counter() + AHEAD_S
    assert session.write_steps({(3, "0"): 9.0}, due=due) == {(3, "0"): 3.0}
    assert session.read_step((3, "0")) == 0.0
    wait_until(lambda: session.read_step((3, "0")) == 3.0)
    assert time.perf_counter() >= due - 0.15  # its tape is decoded before
    session.write_steps({(3, "0"): 0.0}, due=time.perf_counter() - 1)
    assert session.read_step((3, "0")) == 0.0


def test_a_write_whose_time_has_passed_is_applied_at_once(session: Session) -> None:
    session.write({"level": -5.0}, due=time.perf_counter() - 1)
    assert session.read("level") == -5.0


def test_a_preset_with_a_time_is_applied_as_a_whole(session: Session) -> None:
    due = time.perf_counter() + AHEAD_S
    later = preset("later", {"latent/1": 2.0, "width": 0.5, "tempo": 90}, {(7, "0"): 1.5})
    recall(session, replace(later, learned="ab" * 32), due)
    wait_until(lambda: session.read("width") == 0.5)
    assert time.perf_counter() >= due
    assert (session.read("latent/1"), session.read_step((7, "0")), session.learned) == (2.0, 1.5, "ab" * 32)
    assert session.read("tempo") != 90
