"""A replay gives the samples that were played, and an invalid log is refused in one sentence."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Floats
from engine.controls import FIRST_STEP_VALUE, GRID_SHAPE, MUTE, STEP_NAMES, Action, Event, one_seed
from engine.errors import BadInput, ModelMismatch
from engine.files.offline_render import replay
from engine.files.session_log import (
    LOG_FORMAT,
    SessionLog,
    SessionLogWriter,
    entry_line,
    line,
    read_log,
    require_model,
)
from engine.model.decode_request import DecodeRequest
from engine.parameters import INDEX, TABLE
from engine.realtime.event_log import LogKind
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from tests.disks import small_disk
from tests.engine.segments import ManualPlayer, shared_with
from tests.sound import break_loop, tape_of

TAPES = [tape_of(break_loop()), tape_of(break_loop((0, 3, 6, 10, 12), seed=4)), tape_of(break_loop((1, 9), seed=2))]
REQUESTS = {number: DecodeRequest([number / 10] * 16, one_seed(number), 1.0) for number in (1, 2, 3)}


def tape_number(number: int) -> Tape:
    return TAPES[number - 1]


changes = st.one_of(
    st.tuples(st.just("slice"), st.integers(0, 31), st.one_of(st.none(), st.integers(-300, 3000))),
    st.tuples(st.just("knob"), st.sampled_from(["tempo", "speed", "level", "width"]), st.floats(0, 1)),
    st.tuples(st.just("timed knob"), st.sampled_from(["tempo", "speed", "level", "width"]), st.floats(0, 1)),
    st.tuples(st.just("locate"), st.floats(-4, 100), st.one_of(st.none(), st.integers(-300, 3000))),
    st.tuples(st.sampled_from(["mute", "timed mute"]), st.integers(0, 31), st.sampled_from([0.0, 0.5, 1.0])),
    st.tuples(st.just("tape"), st.integers(1, 3), st.none()),
    st.tuples(st.just("event"), st.sampled_from([Action.PLAY, Action.STOP, Action.PANIC]), st.none()),
)


def record(steps: list[tuple[int, tuple[str, object, object]]]) -> tuple[Floats, list[str]]:
    """The samples of a player, and the lines of its session log."""
    with shared_with(TAPES[0]) as shared:
        shared.tapes.write(TAPES[0], 1)
        shared.events.push(Event(Action.PLAY))
        player, values, blocks = ManualPlayer(shared), np.array([e.default for e in TABLE]), []
        grid = np.zeros(GRID_SHAPE)
        for size, (what, which, how) in steps:
            clock = round(shared.meters.clock)
            if what == "slice":
                shared.events.push(Event(Action.SLICE, which), None if how is None else max(clock + how, 0))
            elif what == "locate":
                event = Event(Action.LOCATE, value=which)
                shared.events.push(event, None if how is None else max(clock + how, 0))
            elif what == "tape":
                shared.tapes.write(TAPES[which - 1], which)
            elif what == "event":
                shared.events.push(Event(which))
            elif what == "mute":
                grid[which, STEP_NAMES.index(MUTE)] = how
                shared.steps.write(grid)
            elif what == "timed mute":
                shared.events.push(Event(Action.SET, FIRST_STEP_VALUE + which, how), clock + 333)
            else:
                entry = TABLE[INDEX[which]]
                value = entry.low + how * (entry.high - entry.low)
                if what == "knob":
                    values[INDEX[which]] = value
                    shared.parameters.write(values)
                else:
                    shared.events.push(Event(Action.SET, INDEX[which], value), clock + 333)
            blocks.append(player(size))
        player.fade_out()
        blocks += [player(200) for _ in range(5)]
        entries = shared.event_log.read(0)
        assert entries is not None
    sound = np.concatenate(blocks)
    head = [line("take", LOG_FORMAT, "tiny", "0" * 64), *(line("paint", n, r.to_dict()) for n, r in REQUESTS.items())]
    return sound, [*head, *map(entry_line, entries), line("length", len(sound))]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(16, 2000), changes), min_size=1, max_size=25))
def test_a_replay_has_the_samples_that_were_played(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, tuple[str, object, object]]]
) -> None:
    sound, lines = record(steps)
    path = tmp_path_factory.mktemp("take") / "set.take"
    path.write_text("".join(lines), "utf-8")
    log = read_log(path)
    assert log.whole
    np.testing.assert_array_equal(replay(log, tape_number), sound)


def test_mutes_are_in_the_log_by_the_name_of_their_cell(tmp_path: Path) -> None:
    sound, lines = record([(1000, ("mute", 3, 0.5)), (1000, ("timed mute", 4, 1.0)), (900, ("mute", 3, 0.0))])
    assert [text for text in lines if "/mute" in text] == [
        '["set",0,"step/3/mute",0.5]\n',
        '["event",1000,"set","step/4/mute",1.0,1333]\n',
        '["set",2000,"step/3/mute",0.0]\n',
    ]
    np.testing.assert_array_equal(replay(read_log(write_file(tmp_path, lines)), tape_number), sound)


def test_events_of_format_1_have_numbers_which_keep_their_meaning(tmp_path: Path) -> None:
    head = '["take",1,"tiny","0"]\n'
    ids = ["tempo", "speed", "freeze", "reverse", "stutter", "level", "width", "drive", "texture", "seed"]
    numbers = {**dict(enumerate(ids)), 64: "step/0/mute", 95: "step/31/mute"}
    by_number, by_id = (
        read_log(write_file(tmp_path, [head, *(line("event", 9, "set", one, 1, 9) for one in column)])).entries
        for column in (numbers, numbers.values())
    )
    assert [entry.value for entry in by_number] == [40.0] + 11 * [1.0]
    assert list(by_number) == list(by_id)


EXAMPLE = [(1000, ("slice", 4, 100)), (2000, ("knob", "level", 0.5)), (500, ("tape", 2, None))]


def write_file(folder: Path, lines: list[str]) -> Path:
    path = folder / "set.take"
    path.write_text("".join(lines), "utf-8")
    return path


def test_a_log_cut_off_in_a_line_ends_before_it(tmp_path: Path) -> None:
    sound, lines = record(EXAMPLE)
    log = read_log(write_file(tmp_path, [*lines[:-2], '["set",99']))
    assert 0 < log.length < len(sound)
    np.testing.assert_array_equal(replay(log, tape_number), sound[: log.length])


def test_a_log_that_grows_is_complete_after_each_write(tmp_path: Path) -> None:
    path = tmp_path / "set.take"
    writer = SessionLogWriter(path, "tiny", "0" * 64)
    assert (read_log(path).length, read_log(path).model) == (0, "tiny")
    for clock in (0, 512, 100_000, 100_000, 1_000_000):
        writer.write([line("set", clock, "level", -3.0)] if clock != 512 else [], clock + 4410)
        assert read_log(path).length == clock + 4410
    writer.write([], 7)  # a shorter line leaves no rest of the longer one
    assert path.read_text().endswith('["length",7]\n')
    writer.close()
    assert len(read_log(path).entries) == 4


def test_a_set_that_plays_on_for_three_hours_without_a_change_is_read(tmp_path: Path) -> None:
    path = tmp_path / "set.take"
    writer = SessionLogWriter(path, "tiny", "0" * 64)
    for second in range(3 * 3600):
        writer.write([line("event", 10, "play", 0, 1.0, -1)] if not second else [], second * SPEC.rate)
    writer.close()
    log = read_log(path)
    assert (log.length, len(log.entries)) == ((3 * 3600 - 1) * SPEC.rate, 1)
    assert path.stat().st_size < 6000


def test_a_large_log_is_read_in_little_memory(tmp_path: Path) -> None:
    path, request = tmp_path / "set.take", line("paint", 0, REQUESTS[1].to_dict())
    with path.open("w") as file:
        file.write(line("take", LOG_FORMAT, "tiny", "0" * 64))
        for number in range(1, 5001):
            file.write(request.replace("0", str(number), 1) + line("tape", number, number))
    tracemalloc.start()
    try:
        log = read_log(path)
        assert sum(log.requests[entry.number].seeds[0][0] for entry in log.entries) == 5000
        assert tracemalloc.get_traced_memory()[1] < 1e6
    finally:
        tracemalloc.stop()


def test_an_entry_may_lie_before_a_length_that_was_written_before_it(tmp_path: Path) -> None:
    lines = [line("take", 1, "a", "b"), line("length", 9000), line("set", 8990, "level", 0.5), line("length", 9001)]
    assert read_log(write_file(tmp_path, lines)).length == 9001


@pytest.mark.parametrize("cut", [1, 5, 12, 20, 33])
def test_a_log_cut_off_while_it_grew_has_its_earlier_lines(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "set.take"
    writer = SessionLogWriter(path, "tiny", "0" * 64)
    writer.write([line("set", 0, "level", -3.0), line("set", 4410, "level", -6.0)], 8820)
    writer.close()
    path.write_bytes(path.read_bytes()[:-cut])
    assert 0 <= read_log(path).length <= 8820


def test_a_log_on_a_full_disk_keeps_its_length(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4096) as disk:
        writer = SessionLogWriter(disk / "set.take", "tiny", "0" * 64)
        writer.write([line("set", 0, "level", -3.0)], 44_100)
        before = (disk / "set.take").read_bytes()
        with pytest.raises(OSError, match="No space left"):
            writer.write([line("set", clock, "level", -6.0) for clock in range(44_100, 45_000)], 88_200)
        writer.close()
        assert (disk / "set.take").read_bytes() == before
        assert read_log(disk / "set.take").length == 44_100


@pytest.mark.parametrize("last", [line("begin", 1500, 1), line("lost", 1500)])
def test_a_log_ends_at_a_restart_or_a_gap(tmp_path: Path, last: str) -> None:
    _, lines = record(EXAMPLE)
    first = [text for text in lines if '"take"' in text or '"paint"' in text or ",0" in text]
    log = read_log(write_file(tmp_path, [*first, last, line("set", 3000, "level", -3.0)]))
    assert not log.whole
    assert not any(entry.clock == 3000 for entry in log.entries)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("hello\n\n", "line 1"),
        ('["take",99,"a","b"]\n["end",0]\n', "line 1"),
        ('["take",1,"a","b"]\n["set",0,"latent/0",1]\n["end",0]\n', "latent/0"),
        ('["take",1,"a","b"]\n["set",0,"tempo",NaN]\n["end",0]\n', "tempo"),
        ('["take",1,"a","b"]\n["tape",0,7]\n["end",0]\n', "no paint line"),
        ('["take",1,"a","b"]\n["set",9,"tempo",100]\n["set",3,"tempo",100]\n["end",9]\n', "sample 3"),
        ('["take",1,"a","b"]\n["paint",1,{"knobs":[1],"seed":1,"texture":1}]\n["end",9]\n', "knobs"),
        ('["take",1,"a","b"]\n["event",0,"explode",0,0,0]\n["end",9]\n', "line 2"),
        ('["take",1,"a","b"]\n["set",1e300,"tempo",100]\n["end",9]\n', "line 2"),
        ('["take",1,"a","b"]\n["event",0,"set",10,1,0]\n["end",9]\n', "line 2"),
        ('["take",1,"a","b"]\n["event",0,"set",96,1,0]\n["end",9]\n', "step/32/mute"),
        ('["take",2,"a","b"]\n["event",0,"set","latent/0",1,0]\n["end",9]\n', "latent/0"),
        ('["take",1,"a","b"]\n["event",0,"slice",-1,1,0]\n["end",9]\n', "line 2"),
        ('["take",1,"a","b"]\n["event",0,"slice",1,1,1e99]\n["end",9]\n', "line 2"),
        ('["take",1,"a","b"]\n{"set":9}\n["end",9]\n', "line 2: it is not an array"),
        ('["take",1,"a","b"]\n' + "[" * 100_000 + "\n\n", "line 2"),
    ],
)
def test_an_invalid_log_is_refused_in_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_log(write_file(tmp_path, [text]))
    with pytest.raises(BadInput, match="not a readable take"):
        read_log(tmp_path / "none.take")


def test_another_model_is_refused() -> None:
    digest = "0123456789abcdef" * 4
    require_model(SessionLog("tiny", digest), "tiny", digest)
    with pytest.raises(ModelMismatch, match="--model"):
        require_model(SessionLog("tiny", digest), "other", "0" * 64)


def test_all_kinds_of_entries_are_written_and_read(tmp_path: Path) -> None:
    _, lines = record(EXAMPLE)
    words = {text.split('"')[1] for text in lines}
    assert words == {"take", "paint", "begin", "set", "tape", "event", "end", "length"}
    kinds = {entry.kind for entry in read_log(write_file(tmp_path, lines)).entries}
    assert kinds >= {LogKind.BEGIN, LogKind.SET, LogKind.TAPE, LogKind.END, LogKind.EVENT + Action.SLICE}
