"""The target of the bundled model, and what every format is asked."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest

from engine.model.card import Card
from osc_bridge.hosts.patch_target import PatchTarget, card_of
from osc_bridge.osc.addresses import CONFIRM_PATH, DONE_PATH, ERROR_PATH, PONG_PATH, STEP_ROOT, by_path
from osc_bridge.osc.command_arguments import COMMAND_READERS
from osc_bridge.osc.command_registry import Argument, CommandRegistry
from osc_bridge.osc.server import OscServer
from tests.fake_controls import FakeControls


@pytest.fixture(scope="session")
def card() -> Card:
    return card_of(None)


@pytest.fixture(scope="session")
def target(card: Card) -> PatchTarget:
    return PatchTarget.of(card, "127.0.0.1", 7770)


Call = tuple[str, tuple[Argument, ...]]  # of a command: its name and its arguments


@pytest.fixture
def calls() -> list[Call]:
    """The commands that `server` was sent."""
    return []


@pytest.fixture
def server(controls: FakeControls, calls: list[Call]) -> Iterator[OscServer]:
    """A server that takes every command of the table."""
    commands = CommandRegistry()
    for name in COMMAND_READERS:
        commands.add_with_arguments(name, partial(_note, calls, name))
    with OscServer(controls, port=0, commands=commands) as server:
        yield server


def _note(calls: list[Call], name: str, arguments: Sequence[Argument], at: float) -> None:
    calls.append((name, tuple(arguments)))


def addresses(text: str) -> set[str]:
    """Everything in a text that looks like one of our addresses; what the patch fills in is {}."""
    found = set(re.findall(r"/vamen(?:/[\w{}%$]+)+", text))
    return {re.sub(r"%ld|\$?\{\w*\}", "{}", path) for path in found}


def is_known(path: str) -> bool:
    """Whether an address, perhaps with {} in it, is one of the instrument."""
    if "{}" not in path:
        return path in by_path() or path in (CONFIRM_PATH, PONG_PATH, ERROR_PATH, DONE_PATH)
    pattern = re.compile(re.escape(path).replace(r"\{\}", "[^/]+"))
    return any(pattern.fullmatch(known) for known in by_path())


def require_known(text: str, *, least: int = 30) -> None:
    """All addresses of a patch are addresses of the instrument, and there are some."""
    found = addresses(text)
    assert len(found) >= least
    assert [path for path in found - {STEP_ROOT} if not is_known(path)] == []


def soon(condition: Callable[[], object], patience: float = 60.0) -> None:
    """Wait for something that a program of others does; some take their time to start."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"nothing happened within {patience:g} s"
        time.sleep(0.01)
