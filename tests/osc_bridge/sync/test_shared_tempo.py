"""On a clock of many, our hands set the tempo of all; what others set is followed and never sent back."""

import pytest

from engine.controls import Event
from engine.errors import BadParameter
from engine.sync.clocks import MAX_CORRECTION_SECONDS, Pulse, SharedClock

from .test_tempo_control import BEGIN, Hand


class Band:
    """Others on one clock; the test says how many, and what they do."""

    name = "band"

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
        """Somebody sets the tempo; the beat goes on from where it is."""
        self._pulse = Pulse(at, self._pulse.beat_at(at), tempo)


def on(band: Band, tempo: float = 120.0) -> Hand:
    """An instrument that has kept to the band for two seconds."""
    hand = Hand(tempo, room=band)  # type: ignore[arg-type]
    hand.order("clock", 1)
    hand.until(BEGIN + 2)
    return hand


def away(hand: Hand, band: Band) -> float:
    """Seconds by which what is heard is ahead of the band."""
    pulse = band.pulse(hand.stage.now)
    assert pulse
    return ((hand.heard() - pulse.beat + 0.5) % 1 - 0.5) * 60 / pulse.tempo


def test_a_band_is_a_shared_clock() -> None:
    assert isinstance(Band(), SharedClock)


def test_the_tempo_that_a_hand_sets_is_everybodys_once_and_the_beat_stays_theirs() -> None:
    band = Band()
    hand = on(band)
    hand.stage.write({"tempo": 150.0})
    hand.until(BEGIN + 6)
    assert band.published == [150.0]
    assert hand.stage.read("tempo") == pytest.approx(150, abs=0.02)
    assert away(hand, band) == pytest.approx(0, abs=0.003)


def test_a_knob_that_is_turned_slowly_is_followed_by_all_to_its_end() -> None:
    band = Band()
    hand = on(band)
    for step in range(50):
        hand.stage.write({"tempo": 120 + step / 2})
        hand.until(hand.stage.now + 0.02)
    hand.until(hand.stage.now + 2)
    assert band.tempo == 144.5
    assert len(band.published) <= 50


def test_what_others_set_is_never_sent_back() -> None:
    band = Band(133.0)
    hand = on(band, 170.0)
    for number, tempo in enumerate((174.0, 61.5, 61.504, 180.0)):
        band.turn(tempo, hand.stage.now)
        hand.until(BEGIN + 4 + 2 * number)
        assert hand.stage.read("tempo") == pytest.approx(tempo, abs=0.02)
    band.peers = 0
    hand.until(hand.stage.now + 3)
    assert band.published == []
    assert hand.stage.read("tempo") == pytest.approx(180, abs=0.001)


def test_taps_set_the_tempo_of_all_and_nobodys_beat() -> None:
    band = Band()
    hand = on(band)
    for _ in range(4):
        hand.until(hand.stage.now + 0.4)
        hand.order("tap")
    hand.until(hand.stage.now + 3)
    assert band.tempo == pytest.approx(150, abs=0.01)
    assert away(hand, band) == pytest.approx(0, abs=0.003)


@pytest.mark.parametrize(
    ("names", "tempo"), [(["half"], 60.0), (["double"], 240.0), (["double", "half", "half"], 60.0)]
)
def test_half_and_double_time_are_everybodys(names: list[str], tempo: float) -> None:
    band = Band()
    hand = on(band)
    for name in names:
        hand.order(name)
    hand.until(BEGIN + 6)
    assert (band.tempo, len(band.published)) == (tempo, len(names))
    assert hand.stage.read("tempo") == pytest.approx(tempo, abs=0.02)
    assert away(hand, band) == pytest.approx(0, abs=0.003)


def test_a_tempo_out_of_our_range_is_nobodys() -> None:
    band = Band(170.0)
    hand = on(band)
    with pytest.raises(BadParameter, match="340 BPM"):
        hand.order("double")
    assert band.published == []


def test_a_nudge_moves_us_and_nobody_else() -> None:
    band = Band()
    hand = on(band)
    hand.order("nudge", 20.0)
    hand.until(BEGIN + 6)
    assert away(hand, band) == pytest.approx(0.02, abs=0.003)
    assert band.published == []


def test_alone_time_is_our_own_and_whoever_comes_finds_our_tempo() -> None:
    band = Band(120.0, peers=0)
    hand = on(band, 150.0)
    assert band.published == [150.0]
    for _ in range(3):
        hand.until(hand.stage.now + 0.5)
        hand.order("tap")
    tapped = hand.stage.now
    hand.until(tapped + 2 * MAX_CORRECTION_SECONDS)
    late = (hand.stage.now - tapped) * 120 / 60
    assert (hand.heard() - late + 0.5) % 1 - 0.5 == pytest.approx(0, abs=0.006)
    assert band.published == [150.0, pytest.approx(120)]
    hand.order("double")
    hand.until(hand.stage.now + 2)
    assert band.tempo == hand.stage.read("tempo") == pytest.approx(240)
    told = len(band.published)
    band.peers = 1
    hand.until(hand.stage.now + 3)
    assert len(band.published) == told
    assert away(hand, band) == pytest.approx(0, abs=0.003)


def test_what_a_hand_sets_while_the_band_is_too_slow_for_us_is_everybodys() -> None:
    band = Band(30.0)
    hand = on(band)
    assert hand.stage.read("tempo") == 120
    hand.stage.write({"tempo": 100.0})
    hand.until(BEGIN + 4)
    assert band.published == [100.0]


def test_what_stands_still_keeps_the_tempo_of_all() -> None:
    band = Band(133.0)
    hand = Hand(plays=False, room=band)  # type: ignore[arg-type]
    band._pulse = band._pulse._replace(playing=False)
    hand.order("clock", 1)
    hand.until(BEGIN + 2)
    assert hand.stage.read("tempo") == 133
    hand.stage.write({"tempo": 90.0})
    hand.until(BEGIN + 3)
    assert band.published == [90.0]
    assert not any(isinstance(event, Event) and event.value == 1 for _, event in hand.stage.told)
