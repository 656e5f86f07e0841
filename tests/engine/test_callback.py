"""What the audio callback may not do: grow, wait, or leave the interpreter for anything but arithmetic.

Which functions it runs is not guessed from the source but seen, while everything happens that happens in a set.
"""

import ast
import gc
import inspect
import multiprocessing
import resource
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import numpy as np
import pytest

from engine.controls import Action, Event
from engine.instrument import Instrument
from engine.mel import Floats
from engine.parameters import INDEX, TABLE
from engine.reel import Reel
from engine.resampling import Resampler
from engine.shared import Shared
from engine.soundcard import SoundCard
from engine.spec import SPEC
from engine.tape import Tape
from engine.voice import Voice
from tests.portaudio import Library
from tests.sound import break_loop, tape_of

BLOCK = 64
CALLS = 100_000
# modules whose C functions may be called: sums, heaps, queues of one thread and bytes; and which never
PURE = {"numpy", "scipy", "builtins", "collections", "math", "_heapq", "itertools", "_operator", "time"}
FORBIDDEN = {"open", "print", "input", "acquire", "acquire_lock", "wait", "sleep", "join", "exec", "eval", "__import__"}


def two_tapes() -> list[Tape]:
    return [tape_of(break_loop()), tape_of(break_loop((0, 3, 6, 10, 12), seed=4))]


@pytest.fixture(scope="module")
def tapes() -> list[Tape]:
    return two_tapes()


@pytest.fixture
def shared(tapes: list[Tape]) -> Iterator[Shared]:
    segment = Shared.create()
    segment.tapes.write(tapes[0])
    yield segment
    gc.collect()
    segment.close()
    segment.unlink()


def set_of(shared: Shared, tapes: list[Tape]) -> Callable[[int], None]:
    """What a performer does in a set, call by call: slices at once and placed, knobs, new tapes, stops and panics."""
    values = np.array([entry.default for entry in TABLE])

    def act(call: int) -> None:
        if call % 211 == 0:
            shared.events.push(Event(Action.SLICE, call), None if call % 2 else round(shared.meters.clock) + 100)
        if call % 307 == 0:
            values[INDEX["tempo"]], values[INDEX["width"]] = 120 + call % 100, call % 3 / 2
            values[INDEX["speed"]] = (1.0, 0.0, -1.0, 0.5)[call % 4]
            shared.parameters.write(values)
        if call % 501 == 0:
            shared.tapes.write(tapes[call // 501 % 2])
        if call % 2003 == 0:
            shared.events.push(Event((Action.STOP, Action.PANIC)[call % 2]))
            shared.events.push(Event(Action.PLAY), round(shared.meters.clock) + 700)

    return act


class Made:
    """A render function that plays a reel to its end: what maker and callback do in their threads, in one."""

    def __init__(self, voice: Voice, block: int) -> None:
        self._reel, self._lasts, self._now = (
            Reel(voice, voice.make, block, block / SPEC.rate, 1),
            block / SPEC.rate,
            0.0,
        )

    def __call__(self, frames: int) -> Floats:
        while self._reel.step():
            pass
        block = self._reel.take()
        assert block is not None
        self._now += self._lasts
        self._reel.count(self._now)
        return block


@pytest.mark.slow
def test_a_hundred_thousand_calls_leave_nothing_behind() -> None:
    """In a process of its own with the collector off, as the player: no object more, no memory more."""
    growth = multiprocessing.get_context("spawn").Queue()
    process = multiprocessing.get_context("spawn").Process(target=grow, args=(growth,))
    process.start()
    blocks, memory, garbage, errors = growth.get(timeout=600)
    process.join()
    assert blocks < CALLS // 100  # a reel may hold more blocks than before; a call that kept one would fail
    assert memory < 400_000  # a call that kept four bytes would fail
    assert garbage < CALLS // 1000
    assert errors == 0


def grow(growth: "multiprocessing.Queue[tuple[int, int, int, float]]") -> None:
    """Play CALLS blocks; blocks of memory, bytes, garbage and errors more than before."""
    tapes, shared = two_tapes(), Shared.create()
    shared.tapes.write(tapes[0])
    voice, act = Voice(Instrument(shared.tapes.take()), shared), set_of(shared, tapes)
    render = Made(voice, BLOCK)
    gc.collect()
    gc.disable()
    for call in range(CALLS // 5):  # fills caches and the interpreter's free lists
        act(call)
        render(BLOCK)
    blocks, memory = sys.getallocatedblocks(), resident()
    for call in range(CALLS):
        act(call)
        render(BLOCK)
    found = (sys.getallocatedblocks() - blocks, resident() - memory, gc.collect(), shared.meters.errors)
    growth.put(found)
    del voice, render
    gc.collect()
    shared.close()
    shared.unlink()


def resident() -> int:
    """Bytes of this process that are in memory; where nobody tells, the most there ever were."""
    table = Path("/proc/self/statm")
    if table.exists():
        return int(table.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class Seen:
    """Python functions of ours that ran, and C functions that were called by them."""

    def __init__(self) -> None:
        self.ours: dict[CodeType, None] = {}
        self.theirs: set[str] = set()  # modules of Python functions of others
        self.native: set[tuple[str, str]] = set()

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        module = frame.f_globals.get("__name__", "")
        if event == "call":
            if module.startswith("engine."):
                self.ours[frame.f_code] = None
            else:
                self.theirs.add(module.partition(".")[0])
        elif event == "c_call" and argument is not sys.setprofile:
            owner = getattr(argument, "__module__", None) or type(getattr(argument, "__self__", None)).__module__
            self.native.add((owner.partition(".")[0], argument.__name__))


@pytest.fixture
def seen(shared: Shared, tapes: list[Tape], library: Callable[..., Library]) -> Seen:
    """Everything that runs in PortAudio's thread during a set, on a card of the engine's rate and of another one."""
    library(("out", 2, 48_000.0))
    voice, act, seen = Voice(Instrument(shared.tapes.take()), shared), set_of(shared, tapes), Seen()
    voice.rate, voice.block = SPEC.rate, BLOCK
    card = SoundCard(block=BLOCK)
    out = np.zeros((BLOCK, 2), np.float32)
    status = type("Status", (), {"output_underflow": True})()
    for render in (voice, Resampler(voice, SPEC.rate, 48_000), Made(voice, BLOCK)):
        card._render = render
        for call in range(6100):
            act(call)
            if call == 5000:
                voice.closing = True
            gc.disable()  # as in the player; others ask to be told of every collection
            sys.setprofile(seen)
            try:
                card._callback(out, BLOCK, None, status)
            finally:
                sys.setprofile(None)
                gc.enable()
        voice.closing = voice._ended = voice._ending = False
    assert np.abs(out).max() >= 0
    return seen


def test_the_callback_calls_nothing_that_can_wait(seen: Seen) -> None:
    names = {code.co_qualname for code in seen.ours}
    assert {"Voice.__call__", "Instrument.process", "EventRing.pop", "Tap.write", "Resampler.__call__"} <= names
    assert {"Reel.step", "Reel._make_again", "Rewindable.save", "Rewindable.restore"} <= names
    assert {
        "Instrument._jump",
        "Instrument._halt",
        "Tapes.take",
        "Timeline.__call__",
        "Journal.write",
        "Score.take",
    } <= names
    tuples = {f"namedtuple_{name}" for name in ("Bend", "Jump", "Mark", "Meters", "Moment", "Part", "Tape", "Told")}
    assert seen.theirs <= {"numpy", "scipy", "enum", "tests", *tuples}
    assert {owner for owner, _ in seen.native} <= PURE, {item for item in seen.native if item[0] not in PURE}
    assert not {name for _, name in seen.native} & FORBIDDEN


def test_a_lock_a_file_or_a_line_printed_would_be_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    lock, seen = threading.Lock(), Seen()
    sys.setprofile(seen)
    try:
        lock.acquire()
        print("hello")
    finally:
        sys.setprofile(None)
    assert {"acquire", "print"} <= {name for _, name in seen.native} & FORBIDDEN


def test_the_source_of_the_callback_has_no_lock_import_or_file(seen: Seen) -> None:
    for code in seen.ours:
        if code.co_name.startswith("<") or code.co_filename == "<string>":  # a comprehension, a dataclass's own
            continue
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
        for node in ast.walk(tree):
            place = f"{code.co_qualname}, line {getattr(node, 'lineno', 0)}"
            assert not isinstance(node, ast.With | ast.AsyncWith | ast.Import | ast.ImportFrom | ast.Await), place
            if isinstance(node, ast.Call):
                called = node.func
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                assert name not in FORBIDDEN | {"getLogger", "info", "warning", "error", "put", "get"}, (place, name)
