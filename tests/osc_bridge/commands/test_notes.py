"""Underruns are said at once, and then seldom."""

from osc_bridge.commands.notes import UNDERRUN_NOTE_INTERVAL_S, UnderrunNote


def test_underruns_are_said_at_once_and_then_at_most_every_few_seconds() -> None:
    count, now = [0], [0.0]
    underruns = UnderrunNote(lambda: count[0], lambda: now[0])
    said = [underruns.note]
    for _ in range(100):  # half a second each
        count[0] += 3
        now[0] += 0.5
        if underruns.note != said[-1]:
            said.append(underruns.note)
    assert len(said) == 1 + 50 / UNDERRUN_NOTE_INTERVAL_S
    assert said[1].startswith("3 underruns so far")


def test_underruns_of_a_restarted_player_are_said_too() -> None:
    count, now = [40], [0.0]
    underruns = UnderrunNote(lambda: count[0], lambda: now[0])
    assert underruns.note == ""
    count[0], now[0] = 0, 20.0
    assert underruns.note == ""
    count[0] = 1
    assert underruns.note.startswith("1 underrun so far")
