"""Locks by name over OSC and MIDI: sixteenths, drums and latents."""

import threading
from collections.abc import Iterator

import pytest

from engine.arrays import Tape
from engine.controls import LOCK
from engine.spec import SPEC
from engine.tape.magnitudes import silent_tape
from osc_bridge.commands.lock_commands import LockCommands
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.latent_names import LatentNames
from tests.engine.tape.test_drum_strikes import struck_tape
from tests.fake_controls import FakeControls
from tests.osc_bridge.osc.peer import Peer
from tests.tiny_client import pack

KICKS, HATS = (0, 10, 16), (0, 6, 12, 18)
NAMES = LatentNames(lambda: (("kick", "the bass drum"), ("Tone", "bright or dark")))


class Setup:
    """Controls of which a kick and hats are heard, and an OSC peer."""

    def __init__(self) -> None:
        self.controls, self.commands = FakeControls(), CommandRegistry()
        self.tape: Tape | None = silent_tape()._replace(magnitudes=struck_tape({"kick": KICKS, "hats": HATS}))
        self.locks = LockCommands(self.controls, lambda: self.tape, NAMES)
        self.locks.register(self.commands)
        self.peer = Peer(self.controls, commands=self.commands, lock=threading.Lock())

    def send(self, command: str, *arguments: object) -> None:
        assert self.peer.send(pack(f"/vamen/{command}", *arguments)) == []

    @property
    def locked(self) -> list[int]:
        return [step for step in range(SPEC.steps) if self.controls.read_step((step, LOCK))]


@pytest.fixture
def setup() -> Iterator[Setup]:
    return Setup()


def test_a_drum_is_the_sixteenths_in_which_it_strikes(setup: Setup) -> None:
    setup.send("lock", "kick")
    assert (setup.locked, setup.locks.names) == (list(KICKS), ("kick",))
    setup.send("lock", "hats", 3)
    assert setup.locked == sorted({*KICKS, *HATS, 3})
    assert setup.locks.names == ("kick", "hats", "3")


def test_unlocking_a_drum_leaves_what_another_one_holds(setup: Setup) -> None:
    setup.send("lock", "kick", "hats")
    setup.send("unlock", "kick")
    assert (setup.locked, setup.locks.names) == (list(HATS), ("hats",))


def test_a_drum_that_strikes_elsewhere_since_is_unlocked_where_it_was_locked(setup: Setup) -> None:
    setup.send("lock", "kick")
    setup.tape = silent_tape()._replace(magnitudes=struck_tape({"kick": (5,)}))
    setup.send("unlock", "kick")
    assert (setup.locked, setup.locks.names) == ([], ())


def test_a_button_locks_a_drum_and_unlocks_it(setup: Setup) -> None:
    for _ in range(2):
        setup.send("lock/kick", 1)
        setup.send("lock/kick", 0)  # released
        assert setup.locked == list(KICKS)
        setup.commands("lock/kick", 1.0, 12.5)  # by MIDI
        assert setup.locked == []


def test_a_drum_of_which_a_sixteenth_was_unlocked_is_listed_by_numbers(setup: Setup) -> None:
    setup.send("lock", "kick")
    setup.send("unlock", KICKS[1])
    assert setup.locks.names == ("0", "16")
    setup.send("lock/kick")
    assert setup.locks.names == ("kick",)


def test_what_was_forgotten_otherwise_does_not_count_when_a_drum_is_locked_again(setup: Setup) -> None:
    setup.send("lock", "kick")
    setup.send("step/clear")
    setup.tape = silent_tape()._replace(magnitudes=struck_tape({"kick": (5,)}))
    setup.send("lock/kick")
    assert (setup.locked, setup.locks.names) == ([5], ("kick",))
    setup.tape = silent_tape()._replace(magnitudes=struck_tape({"kick": (7,)}))
    setup.send("lock", "kick")
    assert (setup.locked, setup.locks.names) == ([5, 7], ("kick",))


def test_latents_are_locked_by_name_or_number(setup: Setup) -> None:
    setup.send("lock", "tone", "latent/kick", "latent/9")
    assert [index for index in range(16) if setup.controls.read(f"lock/latent/{index}")] == [0, 1, 9]
    assert setup.locks.names == ("latent/kick", "tone", "latent/9")
    assert setup.locked == []
    setup.send("unlock", *setup.locks.names)
    assert setup.locks.names == ()


def test_all_is_every_sixteenth_and_unlocks_latents_too(setup: Setup) -> None:
    setup.send("lock", "all", "tone")
    assert setup.locked == list(range(SPEC.steps))
    setup.send("unlock", "all")
    assert (setup.locked, setup.locks.names) == ([], ())


@pytest.mark.parametrize("name", ["32", 32, -1, 1.5, "1.5", "drum", "/etc/passwd", "latent/16", "9" * 99, ""])
def test_another_name_is_refused_and_nothing_changes(setup: Setup, name: object) -> None:
    with pytest.raises(AssertionError, match="cannot be locked; send kick, snare, hats"):
        setup.send("lock", "kick", name)
    assert (setup.locked, setup.locks.names) == ([], ())


@pytest.mark.parametrize("tape", [None, silent_tape()])
def test_a_drum_that_does_not_strike_is_refused(setup: Setup, tape: Tape | None) -> None:
    setup.tape = tape
    for command in ("lock", "unlock"):
        with pytest.raises(AssertionError, match="the snare does not strike in this break"):
            setup.send(command, "snare")


def test_a_lock_needs_a_name(setup: Setup) -> None:
    with pytest.raises(AssertionError, match="send one or more"):
        setup.send("lock")
