"""Peers on Link have one tempo and one beat, and start and stop together."""

import builtins
import importlib.util
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import NoDevice
from engine.sync.clocks import Clock, Pulse
from osc_bridge.sync.link import LinkClock

ROOT = Path(__file__).parents[3]
LINK_TIMEOUT_S = 30.0  # seconds; two peers find each other within one, unless the machine is busy
LIBRARY = pytest.mark.skipif(
    importlib.util.find_spec("link") is None, reason="Link's library is missing: pip install LinkPython-extern"
)
# a loopback interface of its own: Link speaks on every network that the machine is in
ALONE = "ip link set lo up && ip link set lo multicast on && ip route add 224.0.0.0/4 dev lo && exec "


def cut_off() -> list[str] | None:
    """The words before a command that give it a network of its own; None where that is not allowed."""
    if shutil.which("unshare") and shutil.which("ip"):
        for flags in ("-n", "-rn"):
            words = ["unshare", flags, "sh", "-c"]
            if subprocess.run([*words, ALONE + "true"], capture_output=True, check=False).returncode == 0:
                return words
    return None


class Session:
    """Two peers, and what they say."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, peer: int, request: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{peer} {request}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def pulses(self) -> tuple[Pulse, Pulse]:
        """What both hear at one moment, now."""
        at = time.perf_counter()
        first, second = (Pulse(*self.ask(peer, f"pulse {at!r}")) for peer in (0, 1))
        return first, second

    def until(self, holds: Callable[[Pulse, Pulse], bool]) -> tuple[Pulse, Pulse]:
        """Wait until both hear something."""
        deadline = time.monotonic() + LINK_TIMEOUT_S
        while not holds(*(pulses := self.pulses())):
            assert time.monotonic() < deadline, f"it did not happen: {pulses}"
        return pulses


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    words = cut_off()
    if words is None:
        pytest.skip("no network of our own to be had here; on Linux: apt-get install iproute2 util-linux, run as root")
    command = f"{sys.executable} -m tests.osc_bridge.sync.link_peer"
    with subprocess.Popen(
        [*words, ALONE + command], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        session = Session(process)
        deadline = time.monotonic() + LINK_TIMEOUT_S
        while [session.ask(peer, "peers") for peer in (0, 1)] != [1, 1]:
            assert time.monotonic() < deadline, "the peers do not find each other"
        yield session
        process.communicate(timeout=LINK_TIMEOUT_S)


def both_at(tempo: float, first: Pulse, second: Pulse) -> bool:
    """Whether both have heard of a tempo."""
    return max(abs(first.tempo - tempo), abs(second.tempo - tempo)) < 0.01


def apart(first: Pulse, second: Pulse) -> float:
    """How far the beats of two peers are from each other within a bar, seconds."""
    beats = (first.beat - second.beat + 2) % 4 - 2
    return abs(beats) * 60 / first.tempo


@LIBRARY
def test_two_peers_share_tempo_and_beat_through_changes(session: Session) -> None:
    off = []
    for peer, tempo in ((0, 133.0), (1, 174.0), (0, 61.5)):
        session.ask(peer, f"tempo {tempo}")
        session.until(partial(both_at, tempo))
        off += [apart(*session.pulses()) for _ in range(100)]
    assert np.percentile(off, 99) < 0.005


@LIBRARY
def test_peers_start_on_a_bar_and_stop_together(session: Session) -> None:
    session.ask(0, "tempo 120")
    session.until(lambda one, two: not one.playing and not two.playing)
    before = time.perf_counter()
    session.ask(1, "play")
    after = time.perf_counter()
    first, second = session.until(lambda one, two: one.playing and two.playing)
    assert first.beat_at(before) < 0.01
    assert first.beat_at(after) > -4.01
    assert abs(first.beat - second.beat) * 0.5 < 0.005
    first, second = session.until(lambda one, two: one.beat > 0.0)
    assert abs(first.beat - second.beat) * 0.5 < 0.005
    session.ask(0, "stop")
    session.until(lambda one, two: not one.playing and not two.playing)


@LIBRARY
def test_a_tempo_set_on_an_instrument_is_set_for_all_peers(session: Session) -> None:
    for peer in (0, 1):
        session.ask(peer, "follow")
    for peer, tempo in ((0, 151.0), (1, 97.0), (0, 174.0)):
        session.ask(peer, f"turn {tempo}")
        session.until(partial(both_at, tempo))
        deadline = time.monotonic() + LINK_TIMEOUT_S
        while not all(abs(session.ask(each, "instrument") - tempo) < 0.05 for each in (0, 1)):
            assert time.monotonic() < deadline, "the instruments do not follow"
        first, second = session.pulses()
        assert apart(first, second) < 0.005


@LIBRARY
def test_without_peers_there_is_no_time_and_the_published_tempo_is_kept() -> None:
    words = cut_off()
    if words is None:
        pytest.skip("no network of our own to be had here; on Linux: apt-get install iproute2 util-linux, run as root")
    script = (
        "from osc_bridge.sync.link import LinkClock\n"
        "with LinkClock(100.0) as clock:\n"
        "    print(clock.name, clock.peers, clock.pulse(0.0), clock.tempo)\n"
        "    clock.publish(174.0)\n"
        "    print(clock.tempo)\n"
    )
    done = subprocess.run(
        [*words, ALONE + f"{sys.executable} -c '{script}'"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["Link 0 None 100.0", "174.0"]


def test_without_the_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "link":
            raise ModuleNotFoundError("No module named 'link'")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NoDevice, match=r"no Link: .* -m pip install -e '.*\[link\]'$"):
        LinkClock()


def test_link_is_a_shared_clock() -> None:
    known: type[Clock] = LinkClock
    assert known.name == "Link"
