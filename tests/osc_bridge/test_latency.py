"""The self-test of latency, from datagrams to sound, without a card. That it is fast nobody promises here."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from engine.errors import BadInput
from engine.model import Model
from engine.outputs import SILENT
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tap import Heard
from osc_bridge import trials
from osc_bridge.latency import Stimulus, latency, tell
from osc_bridge.trials import HELD, HOLE, LONGEST, NEVER, SLOWEST, STALL, UNKNOWN, Cut, Row
from tests.tiny_model import tiny_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


def test_it_hears_every_trigger_and_every_change_and_says_how_late_they_were(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    latency(model=model, null=True, buffer=256, seconds=6, json=True)
    report = json.loads(capsys.readouterr().out)
    assert (report["output"], report["heard_by"]) == (SILENT, "the player's output tap")
    assert (report["model"], report["provider"], report["block"], report["rate"]) == ("tiny", "cpu", 256, 44_100)
    assert report["lookahead_ms"] == pytest.approx(256 / 44.1 + 0.5, abs=0.01)
    for name in ("trigger_ms", "morph_ms"):
        row = report[name]
        assert row["count"] >= 2  # a busy machine has longer for it, up to twice
        assert row["missed"] == 0 and row["cut"] == sum(row["causes"].values())
        # a trigger waits for its place, a morph for the windows of the sound path
        assert report["lookahead_ms"] * (name == "trigger_ms") < row["p50"] <= row["p95"] <= row["p99"]
    tell(report)
    said = capsys.readouterr().out
    assert "slice to half of its attack" in said and "latent to 90 %" in said and "late events" in said


def test_a_window_of_what_is_played_is_cut_out_of_the_whole(model: Path) -> None:
    stimulus, knobs = Stimulus(Model.load(model)), np.full(LATENTS, 0.5)
    latents = stimulus.loop(knobs, 3)
    whole, window = stimulus.paint(latents), stimulus.paint(latents, 30, 4)
    rows = np.arange(30 * SPEC.step_frames, 34 * SPEC.step_frames) % SPEC.frames
    assert np.array_equal(window.levels, whole.levels[rows])
    assert window.grain.shape == (len(rows) // 4, SPEC.mels // 8) and not window.grain.any()
    assert (stimulus.provider, stimulus.note, stimulus.faults) == ("cpu", "", 0)
    assert set(stimulus.macros) == {"kick", "snare", "hats"}


@pytest.mark.parametrize("wrong", [{"seconds": 1.0}, {"seconds": float("nan")}, {"lookahead": -1.0}])
def test_what_cannot_be_measured_is_refused(model: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        latency(model=model, null=True, **wrong)  # type: ignore[arg-type]


@dataclass
class Clock:
    """Time that passes when somebody sleeps."""

    now: float = 100.0  # seconds

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class FakeEar:
    """Hears silence up to `behind` seconds ago, of which the last `kept` seconds are left."""

    clock: Clock
    behind: float = 0.0
    kept: float = 2.0
    stalls: int = 0
    name: str = "nobody's"
    rate: int = SPEC.rate

    def last(self, seconds: float) -> Heard:
        count = round(min(seconds, self.kept) * SPEC.rate)
        return Heard(np.zeros(count, np.float32), self.clock.now - self.behind - count / SPEC.rate)

    def close(self) -> None:
        pass


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(trials, "time", SimpleNamespace(perf_counter=clock, monotonic=clock, sleep=clock.sleep))
    return clock


def repeated(clock: Clock, ear: FakeEar, found: Callable[[float], float]) -> tuple[Row, float]:
    """Trials of 0.1 s that were asked for for a second, by the seconds since the first; and how long that took."""
    began = clock.now

    def trial() -> float:
        clock.sleep(0.1)
        return found(clock.now - began)

    row = trials.repeat(ear, trial, 0.1, 1.0, clock)
    return row, clock.now - began


@pytest.mark.parametrize("answer", [0.01, NEVER])
def test_where_every_trial_tells_something_it_takes_as_long_as_was_asked_for(clock: Clock, answer: float) -> None:
    row, took = repeated(clock, FakeEar(clock), lambda passed: answer)
    assert took == pytest.approx(1.0, abs=0.11)
    assert len(row.found) == round(took / 0.1) and not row.cut


def test_a_few_cut_trials_do_not_prolong_it(clock: Clock) -> None:
    def found(passed: float) -> float:
        if passed < 0.45:
            raise Cut(HOLE)
        return 0.01

    row, took = repeated(clock, FakeEar(clock), found)
    assert took == pytest.approx(1.0, abs=0.11) and row.cut == {HOLE: 4}


def test_where_trials_are_cut_it_goes_on_until_half_of_them_tell_something(clock: Clock) -> None:
    def found(passed: float) -> float:
        if passed < 0.95:
            raise Cut(HELD)
        return 0.01

    row, took = repeated(clock, FakeEar(clock), found)
    assert len(row.found) == 5 and row.cut == {HELD: 9}
    assert took == pytest.approx(1.4)


def test_where_all_trials_are_cut_it_gives_up(clock: Clock) -> None:
    def found(passed: float) -> float:
        raise Cut(HELD if passed < 0.95 else HOLE)

    row, took = repeated(clock, FakeEar(clock), found)
    assert took == pytest.approx(LONGEST, abs=0.11)
    assert not row.found and row.cut[HELD] == 9 and row.cut.total() == round(took / 0.1)


def test_beside_a_stall_nothing_counts_and_the_stall_is_the_cause(clock: Clock) -> None:
    ear = FakeEar(clock)

    def found(passed: float) -> float:
        ear.stalls += passed < 0.35
        if passed < 0.15:
            raise Cut(HOLE)
        return 0.01

    row, _ = repeated(clock, ear, found)
    assert row.cut == {STALL: 3} and len(row.found) >= 7


# one that has hardly begun at the first look is not whole
@pytest.mark.parametrize(("late", "needed"), [(0.02, 1), (0.28, 2), (0.5, 2), (1.6, 6)])
def test_what_comes_late_is_waited_for_until_it_is_whole(clock: Clock, late: float, needed: int) -> None:
    sent, looks = clock.now, 0

    def look(begin: float) -> float:
        nonlocal looks
        looks += 1
        return sent + late if begin < sent + late < clock.now else NEVER

    assert trials.wait(look, sent, 0.3) == pytest.approx(late)
    assert looks == needed


def test_what_never_comes_is_given_up(clock: Clock) -> None:
    sent = clock.now
    assert math.isnan(trials.wait(lambda begin: NEVER, sent, 0.4))
    assert SLOWEST <= clock.now - sent < SLOWEST + 0.4


def test_a_recording_that_tells_nothing_says_why(clock: Clock) -> None:
    sent = clock.now
    clock.sleep(0.3)
    heard = trials.since(FakeEar(clock), sent, 0.2)
    assert heard.began == pytest.approx(sent, abs=1 / SPEC.rate)
    assert len(heard.samples) == pytest.approx(0.3 * SPEC.rate, abs=1)
    for ear, moment, why in (
        (FakeEar(clock), UNKNOWN, HELD),
        (FakeEar(clock, kept=0.25), sent, HOLE),
        (FakeEar(clock, behind=0.15), sent, STALL),
    ):
        with pytest.raises(Cut, match=why):
            trials.since(ear, moment, 0.2)


def said(capsys: pytest.CaptureFixture[str], trigger: dict[str, object], late: int = 0) -> str:
    """What is told of a report with such a row of triggers."""
    report = {"model": "m", "provider": "cpu", "output": "o", "block": 128, "rate": 44_100, "heard_by": "nobody"}
    figures = {"lookahead_ms": 0, "device_ms": 0, "late": late, "underruns": 0, "stalls": 3}
    fine = row(count=7) | {"p50": 1.0, "p95": 1.0, "p99": 1.0, "jitter": 0.0}
    tell(report | figures | {"trigger_ms": trigger, "morph_ms": fine, "note_ms": row()})
    return capsys.readouterr().out


def row(count: int = 0, missed: int = 0, **causes: int) -> dict[str, object]:
    return {"count": count, "missed": missed, "cut": sum(causes.values()), "causes": causes}


def test_nothing_heard_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing was heard of 9" in said(capsys, row(missed=7, stall=2))


def test_why_trials_were_cut_is_said_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    some = said(capsys, row(missed=7, hole=2))
    assert "2 where the recording lost a part" in some and "measure again" not in some
    most = said(capsys, row(missed=1, stall=3, hole=1))
    assert "3 beside a stall of the card, 1 where the recording lost a part" in most and "measure again" in most
    assert "lost" not in said(capsys, row(missed=1))
