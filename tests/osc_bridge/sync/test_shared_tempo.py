"""In a session, commands set the tempo of all peers; a tempo that peers set is followed and never sent back."""

import pytest

from engine.controls import Event
from engine.errors import BadParameter
from engine.sync.clocks import MAX_CORRECTION_SECONDS, Pulse, SharedClock

from .test_tempo_control import BEGIN, CommandedPlayer


class FakeSession:
    """A shared clock whose peers and tempo the test sets."""

    name = "session"

    def __init__(self, tempo: float = 120.0, peers: int = 1) -> None:
        self.peers, self.published = peers, list[float]()
        self._pulse = Pulse(BEGIN, 0.0, tempo)

    @property
    def tempo(self) -> float:
        return self._pulse.tempo

    def pulse(self, now: float) -> Pulse | None:
        return self._pulse._replace(at=now, beat=self._pulse.beat_at(now)) if self.peers else None

    def publish(self, tempo: float, at: float | None = None) -> None:
        assert at is not None
        self.published.append(tempo)
        self.turn(tempo, at)

    def turn(self, tempo: float, at: float) -> None:
        """Set the tempo as a peer; the beat continues."""
        self._pulse = Pulse(at, self._pulse.beat_at(at), tempo)


def on(session: FakeSession, tempo: float = 120.0) -> CommandedPlayer:
    """Return an instrument that has followed the session for two seconds."""
    player = CommandedPlayer(tempo, reference=session)  # type: ignore[arg-type]
    player.send("clock", 1)
    player.until(BEGIN + 2)
    return player


def ahead(player: CommandedPlayer, session: FakeSession) -> float:
    """Return the seconds by which what is heard is ahead of the session."""
    pulse = session.pulse(player.stage.now)
    assert pulse
    return ((player.heard() - pulse.beat + 0.5) % 1 - 0.5) * 60 / pulse.tempo


def test_the_fake_session_is_a_shared_clock() -> None:
    assert isinstance(FakeSession(), SharedClock)


def test_a_tempo_set_on_the_instrument_is_published_once_and_the_beat_stays() -> None:
    session = FakeSession()
    player = on(session)
    player.stage.write({"tempo": 150.0})
    player.until(BEGIN + 6)
    assert session.published == [150.0]
    assert player.stage.read("tempo") == pytest.approx(150, abs=0.02)
    assert ahead(player, session) == pytest.approx(0, abs=0.003)


def test_a_slow_sweep_of_the_tempo_is_published_to_its_end() -> None:
    session = FakeSession()
    player = on(session)
    for step in range(50):
        player.stage.write({"tempo": 120 + step / 2})
        player.until(player.stage.now + 0.02)
    player.until(player.stage.now + 2)
    assert session.tempo == 144.5
    assert len(session.published) <= 50


def test_a_tempo_that_peers_set_is_never_sent_back() -> None:
    session = FakeSession(133.0)
    player = on(session, 170.0)
    for number, tempo in enumerate((174.0, 61.5, 61.504, 180.0)):
        session.turn(tempo, player.stage.now)
        player.until(BEGIN + 4 + 2 * number)
        assert player.stage.read("tempo") == pytest.approx(tempo, abs=0.02)
    session.peers = 0
    player.until(player.stage.now + 3)
    assert session.published == []
    assert player.stage.read("tempo") == pytest.approx(180, abs=0.001)


def test_taps_set_the_tempo_of_the_session_and_not_its_beat() -> None:
    session = FakeSession()
    player = on(session)
    for _ in range(4):
        player.until(player.stage.now + 0.4)
        player.send("tap")
    player.until(player.stage.now + 3)
    assert session.tempo == pytest.approx(150, abs=0.01)
    assert ahead(player, session) == pytest.approx(0, abs=0.003)


@pytest.mark.parametrize(
    ("names", "tempo"), [(["half"], 60.0), (["double"], 240.0), (["double", "half", "half"], 60.0)]
)
def test_half_and_double_time_are_published(names: list[str], tempo: float) -> None:
    session = FakeSession()
    player = on(session)
    for name in names:
        player.send(name)
    player.until(BEGIN + 6)
    assert (session.tempo, len(session.published)) == (tempo, len(names))
    assert player.stage.read("tempo") == pytest.approx(tempo, abs=0.02)
    assert ahead(player, session) == pytest.approx(0, abs=0.003)


def test_a_tempo_out_of_range_is_not_published() -> None:
    session = FakeSession(170.0)
    player = on(session)
    with pytest.raises(BadParameter, match="340 BPM"):
        player.send("double")
    assert session.published == []


def test_a_nudge_moves_only_the_instrument() -> None:
    session = FakeSession()
    player = on(session)
    player.send("nudge", 20.0)
    player.until(BEGIN + 6)
    assert ahead(player, session) == pytest.approx(0.02, abs=0.003)
    assert session.published == []


def test_without_peers_the_session_is_kept_at_the_tempo_of_the_instrument() -> None:
    session = FakeSession(120.0, peers=0)
    player = on(session, 150.0)
    assert session.published == [150.0]
    for _ in range(3):
        player.until(player.stage.now + 0.5)
        player.send("tap")
    tapped = player.stage.now
    player.until(tapped + 2 * MAX_CORRECTION_SECONDS)
    late = (player.stage.now - tapped) * 120 / 60
    assert (player.heard() - late + 0.5) % 1 - 0.5 == pytest.approx(0, abs=0.006)
    assert session.published == [150.0, pytest.approx(120)]
    player.send("double")
    player.until(player.stage.now + 2)
    assert session.tempo == player.stage.read("tempo") == pytest.approx(240)
    published = len(session.published)
    session.peers = 1
    player.until(player.stage.now + 3)
    assert len(session.published) == published
    assert ahead(player, session) == pytest.approx(0, abs=0.003)


def test_a_tempo_set_while_the_session_is_too_slow_is_published() -> None:
    session = FakeSession(30.0)
    player = on(session)
    assert player.stage.read("tempo") == 120
    player.stage.write({"tempo": 100.0})
    player.until(BEGIN + 4)
    assert session.published == [100.0]


def test_a_stopped_instrument_follows_the_tempo_of_the_session() -> None:
    session = FakeSession(133.0)
    player = CommandedPlayer(plays=False, reference=session)  # type: ignore[arg-type]
    session._pulse = session._pulse._replace(playing=False)
    player.send("clock", 1)
    player.until(BEGIN + 2)
    assert player.stage.read("tempo") == 133
    player.stage.write({"tempo": 90.0})
    player.until(BEGIN + 3)
    assert session.published == [90.0]
    assert not any(isinstance(event, Event) and event.value == 1 for _, event in player.stage.sent_events)
