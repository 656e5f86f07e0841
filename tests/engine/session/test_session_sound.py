"""What is written to a session changes its sound: latents, texture, step edits and locks, now and at a time."""

import time
from dataclasses import replace

import numpy as np
import pytest

from engine.controls import FIRST_STEP_VALUE, Action
from engine.errors import BadParameter
from engine.files.presets import preset, recall
from engine.model.decode_worker import MAX_STALE
from engine.parameters import LATENTS
from engine.realtime.event_log import LogKind
from engine.session.live_session import Session
from engine.tape.magnitudes import Tape
from tests.engine.decoding import publish_to
from tests.engine.waiting import wait_until

from .conftest import Model

AHEAD_S = 0.9  # seconds, in which a test reads what is not yet due; an event may be due in a second at most


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
