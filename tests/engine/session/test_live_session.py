"""A session plays, hears what is written to it, and outlives its player and its model's faults."""

import os
import signal
import time
from collections.abc import Iterator

import numpy as np
import pytest

from engine.controls import Action, Event, Status
from engine.errors import BadInput, BadParameter, NoDevice
from engine.files.presets import preset, recall
from engine.model.decode_worker import Latents
from engine.parameters import INDEX, LATENTS, TABLE, parameter
from engine.realtime.outputs import SILENT, OutputChoice
from engine.realtime.shared_memory import SharedState
from engine.realtime.supervisor import Lifeline
from engine.session.live_session import Session
from engine.spec import SPEC
from engine.step_edits import SHAPE
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import DecodedImage
from tests.engine.decoding import decoding, onto
from tests.engine.waiting import gone, until
from tests.sound import break_loop, image_of

SILENCE = OutputChoice(null=True)


class Model:
    """A decoder that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Latents, int]] = []
        self.picture = DecodedImage.smooth(image_of(break_loop()))
        self.fault: Exception | None = None

    def __call__(self, latents: Latents, seed: int) -> DecodedImage:
        self.asked.append((latents, seed))
        if self.fault:
            raise self.fault
        return self.picture


@pytest.fixture(scope="module")
def model() -> Model:
    return Model()


@pytest.fixture(scope="module")
def session(model: Model) -> Iterator[Session]:
    with Session(
        decoding(model), output=SILENCE, provider=lambda: "abacus", model="tiny", values={"tempo": 150}
    ) as running:
        yield running


def segment_of(session: Session) -> str:
    assert session._shared
    return session._shared.segment


def test_it_plays_by_itself_and_says_what_it_is(session: Session) -> None:
    until(lambda: session.status().beat > 0.5)
    status = session.status()
    assert status.playing
    assert -40 < status.peak <= -0.3
    assert (status.output, status.provider, status.model, status.errors) == (SILENT, "abacus", "tiny", 0)
    assert 128 / SPEC.rate < status.latency < 0.02
    assert status.load > 0
    assert session.note == ""


def test_the_beat_keeps_the_tempo_that_was_asked_for(session: Session) -> None:
    assert session.read("tempo") == 150
    assert session._shared
    first = session._shared.meters
    until(lambda: session.status().beat > first.beat + 2)
    second = session._shared.meters
    assert (second.beat - first.beat) / (second.clock - first.clock) * SPEC.rate * 60 == pytest.approx(150, rel=1e-6)


def test_what_is_written_is_heard(session: Session) -> None:
    assert session.write({"level": -100.0}) == {"level": -60.0}
    until(lambda: session.status().peak == -120)
    session.write({"level": 0})
    until(lambda: session.status().peak > -40)


def test_stop_and_play_do_so(session: Session) -> None:
    session.trigger(Event(Action.STOP))
    until(lambda: not session.status().playing)
    session.trigger(Event(Action.SLICE, 8))
    until(lambda: session.status().playing)


def test_latents_glide_to_where_they_are_sent(session: Session, model: Model) -> None:
    first = len(model.asked)
    for step in range(200):
        session.write({"latent/0": step / 100, "latent/15": -step / 100})
    session.write({"latent/0": 2.5})
    until(lambda: len(model.asked) > first and model.asked[-1][0][0] == 2.5)
    asked = np.array([latents for latents, _ in model.asked[first:]])
    assert asked.shape[1] == LATENTS
    assert asked[-1, 15] == -1.99
    assert len(asked) < 60
    seeds = len(model.asked)
    session.write({"seed": 99})
    until(lambda: len(model.asked) > seeds and model.asked[-1][1] == 99)


def test_texture_reaches_the_tape_without_the_model(
    session: Session, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    tapes: list[Tape] = []
    monkeypatch.setattr(session._painter, "_publish", onto(tapes))
    asked = len(model.asked)
    session.write({"texture": 0.25})
    until(lambda: len(tapes) > 1)
    assert len(model.asked) == asked
    assert session.read("texture") == 0.25


def test_single_sixteenths_reach_the_tape(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[Tape] = []
    monkeypatch.setattr(session._painter, "_publish", onto(published))
    assert session.write_steps({(5, "0"): 9.0, (31, "15"): -1.5}) == {(5, "0"): 3.0, (31, "15"): -1.5}
    until(lambda: bool(published))
    assert (session.read_step((5, "0")), session.read_step((31, "15")), session.read_step((4, "0"))) == (3, -1.5, 0)
    for wrong in ({(5, "0"): 1.0, (32, "0"): 1.0}, {(5, "0"): float("nan")}, {(5, "cowbell"): 1.0}):
        with pytest.raises(BadParameter):
            session.write_steps(wrong)
    with pytest.raises(BadParameter):
        session.read_step((0, "16"))
    assert session.read_step((5, "0")) == 3
    session.write_steps({(5, "0"): 0.0, (31, "15"): 0.0})


def test_a_stroke_that_the_model_does_not_know_is_said(session: Session) -> None:
    session.write_steps({(5, "kick"): 1.0})
    until(lambda: "no direction for kick" in session.note)
    session.write_steps({(5, "kick"): 0.0})
    until(lambda: session.note == "")


def test_an_illegal_change_changes_nothing(session: Session) -> None:
    before = session.read("tempo")
    for wrong in ({"tempo": 100, "temperature": 1}, {"tempo": float("nan")}):
        with pytest.raises(BadParameter):
            session.write(wrong)
    with pytest.raises(BadParameter):
        session.read("temperature")
    assert session.read("tempo") == before


def test_a_model_that_fails_in_the_middle_leaves_the_sound_alone(session: Session, model: Model) -> None:
    model.fault = RuntimeError("the GPU fell off")
    session.write({"latent/1": 1})
    until(lambda: "the GPU fell off" in session.note)
    assert session.status().errors == 1
    model.fault = None
    session.write({"latent/1": 2})
    until(lambda: session.note == "")
    assert session.status().playing


def test_a_killed_player_is_back_in_time(session: Session) -> None:
    assert session._shared and session._process
    session.write({"tempo": 150})
    before = session._shared.meters
    os.kill(session._process.pid or 0, signal.SIGKILL)
    until(lambda: bool(session._shared and session._shared.meters.clock < before.clock))
    until(lambda: bool(session._shared and session._shared.meters.clock > 4096))
    after = session._shared.meters
    tempo = session.read("tempo")
    expected = before.beat + (after.due - before.due) * tempo / 60
    assert after.playing
    assert abs(after.beat - expected) * 60 / tempo < 0.01  # seconds
    assert "was started again" in session.note
    until(lambda: session.status().peak > -40)


def test_everything_is_gone_afterwards_and_can_still_be_asked(model: Model) -> None:
    with Session(decoding(model), output=SILENCE, autoplay=False) as session:
        segment, process = segment_of(session), session._process
        assert process
        pid = process.pid
        assert not gone(segment)
        assert not session.status().playing
    assert gone(segment)
    with pytest.raises(ProcessLookupError):
        os.kill(pid or 0, 0)
    assert isinstance(session.status(), Status)
    session.write({"tempo": 99})
    session.trigger(Event(Action.PLAY))
    assert session.read("tempo") == 99
    session.close()


def test_a_model_that_cannot_be_loaded_is_refused_and_nothing_stays() -> None:
    names: list[str] = []

    def missing(latents: Latents, seed: int) -> DecodedImage:
        names.append(segment_of(refused))
        raise BadInput("there is no file model.onnx; check the name")

    refused = Session(decoding(missing), output=SILENCE)
    with pytest.raises(BadInput, match=r"no file model\.onnx"), refused:
        pass
    assert gone(names[0])


def test_a_named_device_that_is_missing_is_refused(model: Model) -> None:
    with pytest.raises(NoDevice), Session(decoding(model), output=OutputChoice(device="no such device")):
        pass


def test_values_to_begin_with_are_checked() -> None:
    with pytest.raises(BadParameter):
        Session(decoding(Model()), values={"temperature": 1})
    assert Session(decoding(Model()), values={"tempo": 1e6}).read("tempo") == parameter("tempo").high
    assert Session(decoding(Model())).read("latent/3") == TABLE[INDEX["latent/3"]].default


@pytest.mark.skipif(os.name != "posix", reason="memory lasts on POSIX only")
@pytest.mark.parametrize(("left", "legacy"), [('{"port": 7771}', {"port": 7771}), ('{"po', {"torn": True}), ("", {})])
def test_a_session_takes_over_what_a_killed_one_left(model: Model, left: str, legacy: dict[str, object]) -> None:
    name = f"vamen-test-{os.getpid()}"
    shared = SharedState.inherit(name)
    shared.parameters.write(np.full(len(TABLE), 77.0))
    shared.steps.write(np.full(SHAPE, 0.5))
    shared.legacy = left
    session = Session(decoding(model), lifeline=Lifeline(0, name), values={"tempo": 99})
    assert (session.legacy, session.inherited) == (legacy, bool(legacy))
    assert session.read("tempo") == (77 if legacy else 99)
    assert session.read_step((31, "hats")) == (0.5 if legacy else 0)
    session.close()
    assert gone(name)
    shared.close()


def test_what_is_due_later_is_true_later(session: Session) -> None:
    session.write({"level": -3.0, "latent/3": 0.0})
    legal = session.write({"level": -12.0, "latent/3": 9.0}, due=time.perf_counter() + 0.2)
    assert legal == {"level": -12.0, "latent/3": 3.0}
    assert (session.read("level"), session.read("latent/3")) == (-3.0, 0.0)
    until(lambda: session.read("level") == -12.0)
    assert session.read("latent/3") == 3.0


def test_steps_that_are_due_later_are_added_later(session: Session) -> None:
    due = time.perf_counter() + 0.2
    assert session.write_steps({(3, "0"): 9.0}, due=due) == {(3, "0"): 3.0}
    until(lambda: session.read_step((3, "0")) == 3.0)
    assert time.perf_counter() >= due
    session.write_steps({(3, "0"): 0.0}, due=time.perf_counter() - 1)
    assert session.read_step((3, "0")) == 0.0


def test_what_was_due_before_now_is_true_at_once(session: Session) -> None:
    session.write({"level": -5.0}, due=time.perf_counter() - 1)
    assert session.read("level") == -5.0


def test_a_preset_that_is_due_later_is_all_there_then(session: Session) -> None:
    due = time.perf_counter() + 0.3
    recall(session, preset("later", {"latent/1": 2.0, "width": 0.5, "tempo": 90}, {(7, "0"): 1.5}), due)
    until(lambda: session.read_step((7, "0")) == 1.5)
    assert time.perf_counter() >= due
    assert (session.read("latent/1"), session.read("width")) == (2.0, 0.5)
    assert session.read("tempo") != 90
