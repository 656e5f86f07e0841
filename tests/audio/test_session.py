"""A session on a real JACK server, recorded by another client."""

import os
import signal
import time
from dataclasses import replace

import numpy as np
import pytest
import soxr
from scipy.signal import correlate

from benchmarks.in_time import card_latency
from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import Instrument
from engine.model.tape_builder import TapeBuilder
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage
from tests import jack
from tests.engine.decoding import decoder_of
from tests.sound import break_loop, decibels, image_of

LOOP = break_loop()


def session_at(server: jack.Server, monkeypatch: pytest.MonkeyPatch, channels: int = 2) -> Session:
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    picture = DecodedImage.smooth(image_of(LOOP))
    choice = OutputChoice(host_api="JACK", block=server.period, channels=channels)
    return Session(decoder_of(lambda latents, seed: picture), output=choice)


def rendered(seconds: float, parts: bool = False) -> Floats:
    """Render the same session offline, from its first sample."""
    tape, _ = TapeBuilder().whole(DecodedImage.smooth(image_of(LOOP)), seed=0, amount=0)
    instrument = Instrument(tape, parts=parts)
    instrument.schedule(Event(Action.PLAY))
    return instrument.process(round(seconds * SPEC.rate))


def offset_of(heard: Floats, whole: Floats) -> int:
    """Return the sample of `whole` at which exactly the samples `heard` begin, or -1."""
    probe = int(np.abs(heard[:, 0]).argmax())
    for at in np.flatnonzero(whole[:, 0] == heard[probe, 0]) - probe:
        if 0 <= at <= len(whole) - len(heard) and np.array_equal(whole[at : at + len(heard)], heard):
            return int(at)
    return -1


@pytest.mark.audio
@pytest.mark.parametrize("jack_server", [128], indirect=True)
def test_ten_seconds_have_the_samples_of_the_offline_render(
    jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with jack.Recorder(jack_server) as recorder, session_at(jack_server, monkeypatch) as session:
        heard = recorder.take(10.0)
        status = session.status()
    assert status.output == "system (JACK Audio Connection Kit)"
    assert (status.errors, session.note) == (0, "")
    assert -20 < decibels(float(np.abs(heard).max())) <= -0.3
    assert offset_of(heard, rendered(20.0)) >= 0


@pytest.mark.audio
def test_eight_channels_have_the_mix_and_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    with jack.serve(channels=8) as server, jack.Recorder(server, channels=8) as recorder:
        with session_at(server, monkeypatch, channels=8) as session:
            heard = recorder.take(3.0)
        assert session.note == ""
    assert heard[:, 2:].any(0).all()
    assert offset_of(heard, rendered(10.0, parts=True)) >= 0


@pytest.mark.audio
def test_a_server_at_another_rate_plays_the_same_sound_at_the_same_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    rate = 48_000
    with jack.serve(rate=rate) as server, jack.Recorder(server) as recorder, session_at(server, monkeypatch):
        heard = recorder.take(3.0)[:, 0]
    want = soxr.resample(rendered(10.0)[:, 0], SPEC.rate, rate)
    match = correlate(want, heard, "valid")
    at = int(match.argmax())
    likeness = match[at] / np.linalg.norm(heard) / np.linalg.norm(want[at : at + len(heard)])
    assert likeness > 0.99


@pytest.mark.audio
def test_the_reported_latency_follows_the_period_of_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with jack.serve(1024, synchronous=False) as server, session_at(server, monkeypatch) as session:
        client = server.client("look")
        with client:
            for period in (1024, 256, 512):
                client.blocksize = period
                deadline = time.monotonic() + 10
                while session.meters.block != period and time.monotonic() < deadline:
                    time.sleep(0.05)
                time.sleep(0.5)
                assert session.meters.block == period
                assert session.meters.latency == pytest.approx(card_latency(client), abs=1e-6)
                assert session.meters.playing


@pytest.mark.audio
@pytest.mark.parametrize("jack_server", [512], indirect=True)
def test_another_period_than_the_requested_buffer_is_reported(
    jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session_at(replace(jack_server, period=64), monkeypatch) as session:
        assert "asks for 512 samples at once and not for 64" in session.note


@pytest.mark.audio
def test_a_killed_player_is_replaced_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with jack.serve(64, synchronous=False) as server, session_at(server, monkeypatch) as session:
        assert np.abs(jack.record(server, 1.0)).max() > 0.1
        assert session._shared
        before = session._shared.meters
        os.kill(session._shared.player_pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while session._shared.meters.clock >= before.clock and time.monotonic() < deadline:
            time.sleep(0.001)
        after = session._shared.meters
        assert np.abs(jack.record(server, 1.0)).max() > 0.1
        assert "was started again" in session.note
    away = after.output_time - before.output_time
    late = (after.beat - before.beat) * 60 / session.read("tempo") - away
    # this server waits for slow clients, so on a busy machine its samples fall behind the clock; on an idle one, 1 ms
    assert abs(late) < 0.05
    assert away < 5.0  # seconds; 1 on an idle machine


@pytest.mark.audio
def test_a_session_goes_on_silently_when_its_server_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with jack.serve() as server, session_at(server, monkeypatch) as session:
        server.process.terminate()
        deadline = time.monotonic() + 15
        while "lost its output" not in session.note or not session.status().output.startswith("silent"):
            assert time.monotonic() < deadline, (session.note, session.status())
            time.sleep(0.02)
        beat = session.status().beat
        time.sleep(0.2)
        assert session.status().beat > beat
