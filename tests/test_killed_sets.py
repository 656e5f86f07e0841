"""`vamen play` with a set, restarted and killed: scenes sound as they were saved, and nothing saved is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from engine.controls import STEP_NAMES
from engine.files.preset_folder import read_preset
from engine.files.scene_bank import SceneBank
from engine.parameters import TABLE
from engine.spec import SPEC
from tests.engine.waiting import wait_until
from tests.live import COMMAND, ROOT, Live, ask, send, started

from .tiny_model import card, tiny_model

KILLS = 4

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc, where the processes are found")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return os.environ | {"XDG_DATA_HOME": str(tmp_path / "data")}


def kill_all(live: Live) -> None:
    """Kill all processes of a set at once, and remove its memory."""
    with live.shared() as shared:
        live.kill()
        shared.unlink()


def turn_everything(port: int, draw: random.Random) -> None:
    """Set all parameters but those that stop the sound or delay other changes, and some sixteenths."""
    for entry in TABLE:
        if entry.id not in ("freeze", "stutter", "level", "speed") and not entry.id.startswith("quantise/"):
            send(port, f"/vamen/norm/{entry.id}", draw.random())
    for _ in range(20):
        send(port, f"/vamen/step/{draw.randrange(SPEC.steps)}/{draw.choice(STEP_NAMES)}", draw.uniform(0, 1))
    assert ask(port, "/vamen/ping", 1) == [1]


def rendered(out: Path, model: Path, *words: str) -> bytes:
    command = [*COMMAND, "render", str(out), "--model", str(model), *words]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120, capture_output=True)
    return out.read_bytes()


def test_a_scene_sounds_the_same_after_a_restart(model: Path, tmp_path: Path, env: dict[str, str]) -> None:
    folder = tmp_path / "set"
    words = ("--model", str(model), "--null", "--set", str(folder))
    with started(*words, env=env) as live:
        turn_everything(live.port, random.Random(1))
        assert ask(live.port, "/vamen/scene/save", 3, "drop") == ["scene 3 is saved as 'drop'"]
    take = tmp_path / "set.wav"
    with started(*words, "--record", str(take), env=env) as live:
        assert ask(live.port, "/vamen/report/scenes") == [3, "drop"]
        send(live.port, "/vamen/scene", "drop")
        assert ask(live.port, "/vamen/scene/save", 4, "again") == ["scene 4 is saved as 'again'"]
        time.sleep(1.0)
    one, other = (json.loads(SceneBank(folder).folder.file(number).read_text()) for number in (3, 4))
    assert {**one, "name": ""} == {**other, "name": ""}
    first = rendered(tmp_path / "a.wav", model, "--scene", str(folder / "003-drop.json"))
    assert first == rendered(tmp_path / "b.wav", model, "--scene", str(folder / "004-again.json"))
    assert first != rendered(tmp_path / "c.wav", model, "--preset", str(folder / "003-drop.json"), "--tempo", "170")
    sound, _ = soundfile.read(take, dtype="float32")
    replays = [rendered(tmp_path / f"take{n}.wav", model, "--take", str(take.with_suffix(".take"))) for n in range(2)]
    assert replays[0] == replays[1]
    again, _ = soundfile.read(tmp_path / "take0.wav", dtype="float32")
    both = min(len(sound), len(again))
    assert both > SPEC.rate and np.abs(sound[:both] - again[:both]).max() < 2**-22


def test_a_set_that_is_killed_while_it_saves_scenes_has_each_of_them_whole(
    model: Path, tmp_path: Path, env: dict[str, str]
) -> None:
    folder, draw = tmp_path / "set", random.Random(2)
    confirmed: dict[int, float] = {}
    for _ in range(KILLS):
        with started("--model", str(model), "--null", "--set", str(folder), env=env) as live:
            for number in range(3):
                tempo = float(draw.randrange(60, 200))
                send(live.port, "/vamen/tempo", tempo)
                ask(live.port, "/vamen/scene/save", number, f"scene {draw.randrange(9)}")
                confirmed[number] = tempo
            later = {number: float(draw.randrange(60, 200)) for number in range(3)}
            for number, tempo in later.items():
                send(live.port, "/vamen/tempo", tempo)
                send(live.port, "/vamen/scene/save", number, f"later {draw.randrange(9)}")
            time.sleep(draw.uniform(0, 0.03))
            kill_all(live)
        bank = SceneBank(folder)
        assert list(bank.names) == [0, 1, 2] and not bank.warnings
        for number, tempo in confirmed.items():
            assert bank.find(number).values["tempo"] in (tempo, later[number])


def test_the_last_state_is_resumed_after_all_processes_were_killed(
    model: Path, tmp_path: Path, env: dict[str, str]
) -> None:
    words = ("--null", "--models", str(tmp_path / "models"), "--set", str(tmp_path / "set"))
    (tmp_path / "models").mkdir()
    tiny_model(tmp_path / "models" / "other.onnx", text=json.dumps(card(name="the other")))
    state = tmp_path / "data" / "vamen" / "state.json"
    addresses = [f"/vamen/{entry.id}" for entry in TABLE] + ["/vamen/step/3/kick", "/vamen/report/scene"]

    def readings(live: Live) -> list[list[Any]]:
        return [ask(live.port, address) for address in addresses]

    with started(*words, env=env) as live:
        ask(live.port, "/vamen/model", "other", timeout=20)
        turn_everything(live.port, random.Random(3))
        send(live.port, "/vamen/step/3/kick", 1.5)
        ask(live.port, "/vamen/scene/save", 7, "drop")
        before = readings(live)
        wait_until(lambda: state.exists() and json.loads(state.read_text())["scene"] == 7)
        changed = time.monotonic()
        send(live.port, "/vamen/latent/2", 0.25)
        wait_until(lambda: json.loads(state.read_text())["values"]["latent/2"] == 0.25)
        assert time.monotonic() - changed < 5.0, "about a second, on a busy machine"
        send(live.port, "/vamen/latent/2", before[addresses.index("/vamen/latent/2")][0])
        wait_until(lambda: json.loads(state.read_text())["values"]["latent/2"] != 0.25)
        kill_all(live)
    with started(*words, "--resume", env=env) as live:
        assert ask(live.port, "/vamen/report/model") == ["other"]
        assert readings(live) == before
    with started(*words, env=env) as live:
        assert ask(live.port, "/vamen/tempo") == [170.0], "without --resume nothing is restored"
        assert read_preset(state).values["tempo"] != 170
        send(live.port, "/vamen/tempo", 99)
        wait_until(lambda: read_preset(state).values["tempo"] == 99)
        assert read_preset(state.with_name("state.json.previous")).values["latent/2"] != 0


def record_a_gesture(port: int) -> None:
    """Record a bar, a second and a half long, in which a latent and a slice are moved."""
    send(port, "/vamen/gesture/record", 1)
    wait_until(lambda: ask(port, "/vamen/report/gesture")[0].startswith("records"))
    for number in range(40):
        send(port, "/vamen/latent/3", number / 40)
        time.sleep(0.05)
    send(port, "/vamen/slice", 5)
    wait_until(lambda: ask(port, "/vamen/report/gesture")[0].startswith("plays"))


def test_a_gesture_that_was_saved_survives_any_end_of_the_processes(
    model: Path, tmp_path: Path, env: dict[str, str]
) -> None:
    folder, draw = tmp_path / "set", random.Random(5)
    words = ("--model", str(model), "--null", "--set", str(folder))
    with started(*words, env=env) as live:
        record_a_gesture(live.port)
        ask(live.port, "/vamen/scene/save", 1, "with a gesture")
        kept = SceneBank(folder).find(1).performance["gesture"]
        assert kept["movements"]
        kill_all(live)
    for number in range(KILLS):
        with started(*words, "--resume", env=env) as live:
            send(live.port, "/vamen/scene", 1)
            wait_until(lambda live=live: ask(live.port, "/vamen/report/gesture")[0].startswith("plays"))
            send(live.port, "/vamen/gesture/record", 1)
            for moved in range(draw.randrange(1, 60)):
                send(live.port, "/vamen/latent/5", moved / 60)
                time.sleep(0.02)
            send(live.port, "/vamen/scene/save", 2, f"recorded meanwhile {number}")
            time.sleep(draw.uniform(0, 0.03))
            kill_all(live)
        bank = SceneBank(folder)
        assert not bank.warnings and bank.find(1).performance["gesture"] == kept
        assert read_preset(tmp_path / "data" / "vamen" / "state.json").performance is not None


def test_a_replaced_control_process_goes_on_with_what_moves_by_itself(
    model: Path, tmp_path: Path, env: dict[str, str]
) -> None:
    state = tmp_path / "data" / "vamen" / "state.json"
    with started("--model", str(model), "--null", "--set", str(tmp_path / "set"), env=env) as live:
        send(live.port, "/vamen/drive", 0.25)
        send(live.port, "/vamen/lfo/2/depth", 0.5)
        send(live.port, "/vamen/lfo/target", 2, "drive")
        record_a_gesture(live.port)
        ask(live.port, "/vamen/scene/save", 6, "drop")
        addresses = [f"/vamen/report/{name}" for name in ("lfos", "gesture", "scene")] + ["/vamen/drive"]
        before = [ask(live.port, address) for address in addresses]
        wait_until(lambda: state.exists() and json.loads(state.read_text()).get("scene") == 6)
        old = live.control
        os.kill(old, signal.SIGKILL)
        wait_until(lambda: live.answers() and live.control != old)
        wait_until(lambda: [ask(live.port, address) for address in addresses] == before)


def test_a_state_that_is_killed_at_any_time_is_valid_and_a_second_old(
    model: Path, tmp_path: Path, env: dict[str, str]
) -> None:
    state, draw = tmp_path / "data" / "vamen" / "state.json", random.Random(4)
    for attempt in range(KILLS):
        with started("--model", str(model), "--null", env=env) as live:
            sent: list[tuple[float, float]] = []  # when, and what

            def saved() -> bool:
                sent.append((time.monotonic(), 100 + attempt + len(sent) / 1000))  # noqa: B023
                send(live.port, "/vamen/tempo", sent[-1][1])  # noqa: B023
                time.sleep(0.02)
                return state.exists() and read_preset(state).values["tempo"] > 100 + attempt - 1e-4  # noqa: B023

            wait_until(saved)
            end = time.monotonic() + draw.uniform(0.0, 1.5)
            while time.monotonic() < end:
                saved()
            killed = time.monotonic()
            kill_all(live)
        tempo = read_preset(state).values["tempo"]
        when = next(at for at, value in sent if value == pytest.approx(tempo, abs=1e-4))
        assert killed - when < 4.0, "a second and what a busy machine adds"
