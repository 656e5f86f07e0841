"""A session: it plays, and it survives the end of its player and errors of its model."""

import os
import signal

import numpy as np
import pytest

from engine.controls import GRID_SHAPE, Action, Event, Status
from engine.errors import BadInput, BadParameter, NoDevice
from engine.model.decode_request import Latents
from engine.parameters import INDEX, TABLE, parameter
from engine.realtime.lifeline import Lifeline
from engine.realtime.outputs import SILENT_OUTPUT, OutputChoice
from engine.realtime.shared_memory import SharedState
from engine.session.live_session import Session
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage
from tests.engine.decoding import decoder_of
from tests.engine.waiting import segment_is_gone, wait_until

from .conftest import SILENT_CHOICE, Model


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
