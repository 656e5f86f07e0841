"""Offline, quantised moves land on their sample, and a set that plays itself is the same again."""

from collections.abc import Callable

import numpy as np
import pytest

from engine.controls import Action, Event
from engine.files.offline_controls import OfflineControls
from engine.files.session_log import SessionLog
from engine.parameters import INDEX
from engine.realtime.event_log import LogKind
from engine.sequencer.offline_sequencer import OfflineSequencer
from engine.sequencer.quantised_moves import MoveKind
from engine.sequencer.self_play import FILLED
from engine.spec import SPEC

TEMPO, MOVES = 174.0, 200
SIXTEENTH = SPEC.rate * 60 / TEMPO / 4  # samples
BEHIND = SPEC.rate // 10

Move = Callable[[OfflineSequencer, int], object]


def performed(move: Move) -> tuple[SessionLog, list[int]]:
    """Return the log of a set with quantised moves at random times, and the samples at which they should land."""
    controls = OfflineControls({"tempo": TEMPO, **{f"quantise/{kind}": 2.0 for kind in MoveKind}})
    sequencer, rng, landings = OfflineSequencer(controls), np.random.default_rng(1), []
    controls.trigger(Event(Action.PLAY))
    for number in range(MOVES):
        at = controls.clock + int(rng.integers(BEHIND // 2, 2 * SPEC.rate))
        sequencer.advance(at)
        move(sequencer, number)
        landings.append(round(np.ceil(at / SIXTEENTH - 1e-9) * SIXTEENTH))
        sequencer.advance(landings[-1] + 2)
    return sequencer.finish(controls.clock + BEHIND), landings


def press(sequencer: OfflineSequencer, number: int) -> None:
    sequencer.trigger(Event(Action.SLICE, number % SPEC.steps))


def freeze(sequencer: OfflineSequencer, number: int) -> None:
    sequencer.write({"freeze": float(number % 2 == 0)})


def plan(sequencer: OfflineSequencer, number: int) -> None:
    below = sequencer.modulated
    sequencer.quantised.plan(MoveKind.PRESETS, "x", lambda due: below.write({"width": (number % 9 + 1) / 10}, due))


@pytest.mark.parametrize(
    ("move", "action", "index"),
    [(press, Action.SLICE, None), (freeze, Action.SET, INDEX["freeze"]), (plan, Action.SET, INDEX["width"])],
)
def test_a_move_lands_on_its_sixteenth(move: Move, action: Action, index: int | None) -> None:
    log, landings = performed(move)
    found = [
        entry.at for entry in log.entries if entry.kind == LogKind.EVENT + action and index in (None, entry.number)
    ]
    assert len(found) == MOVES
    assert max(abs(at - landing) for at, landing in zip(found, landings, strict=True)) <= 1


def test_latents_move_from_their_sixteenth_on() -> None:
    log, landings = performed(lambda sequencer, number: sequencer.write({"latent/0": (number % 5 - 2) / 2 + 0.1}))
    tapes = [entry.clock for entry in log.entries if entry.kind == LogKind.TAPE]
    begun = [next(clock for clock in tapes if clock >= landing) for landing in landings]
    # at its first hop a latent may have moved so little that the tape waits for the next one
    assert all(0 <= clock - landing <= 2 * SPEC.hop for clock, landing in zip(begun, landings, strict=True))
    assert not [clock for clock in tapes if clock > 0 and max(at for at in landings if at <= clock) + SPEC.rate < clock]


def self_played(seed: int) -> tuple[SessionLog, list[float]]:
    """Return the log of 64 bars that play themselves, and the beats at which the break was changed."""
    controls = OfflineControls({"tempo": 240.0, "fill/chance": 0.5, "fill/bars": 1, "vary/chance": 0.5, "vary/bars": 1})
    controls.write({"wildness": 0.8, "drift/amount": 0.3, "chance/seed": seed})
    sequencer, varied = OfflineSequencer(controls), list[float]()

    def mutate(number: int, amount: float, due: float | None) -> None:
        sequencer.modulated.write({"latent/1": 3 * amount * number / 1e6}, due)
        varied.append((due or 0.0) * 4)

    sequencer.mutate = mutate
    controls.trigger(Event(Action.PLAY))
    return sequencer.finish(64 * SPEC.rate), varied


def test_64_bars_with_one_seed_are_the_same_again_and_vary_as_often_as_was_set() -> None:
    (one, varied), (same, _), (other, _) = self_played(3), self_played(3), self_played(4)
    assert list(one.entries) == list(same.entries) != list(other.entries)
    assert dict(one.requests) == dict(same.requests)
    assert varied == pytest.approx([4 * round(beat / 4) for beat in varied]), "at the beginnings of bars"
    assert len(varied) / 64 == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("end", [Event(Action.STOP), Event(Action.PANIC), Event(Action.LOCATE, value=33.0)])
@pytest.mark.parametrize("seed", range(6))
def test_what_ends_a_fill_leaves_nothing_of_it(end: Event, seed: int) -> None:
    """Also what it has handed over, which is due later."""
    for beats in (0.7, 1.6, 2.7, 3.4):
        controls = OfflineControls({"tempo": 240.0, "fill/chance": 1.0, "fill/bars": 1, "wildness": 1.0})
        controls.write({"chance/seed": seed})
        sequencer = OfflineSequencer(controls)
        controls.trigger(Event(Action.PLAY))
        sequencer.advance(round(beats * SPEC.rate / 4))
        sequencer.write({"fill/chance": 0.0})
        sequencer.trigger(end)
        sequencer.advance(controls.clock + SPEC.rate)
        assert sequencer.status().playing == (end.action is Action.LOCATE)
        assert [controls.read(id) for id in FILLED] == [0.0, 0.0, 0.0]
