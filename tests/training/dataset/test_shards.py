"""A dataset is the same bytes whatever makes it, in whatever pieces, and however often that is interrupted."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, PIPE

import numpy as np
import pytest

from engine.errors import BadInput
from engine.spec import SPEC
from tests.training import drum_loops
from tests.training.dataset.contents import contents
from training import cli
from training.dataset import shards
from training.dataset.builder import build, complete, make_shards
from training.dataset.dataset_folder import ImageSet, open_dataset
from training.dataset.dataset_plan import plan_dataset
from training.dataset.images import Origin, RenderedImage
from training.dataset.rendering import render_in_processes
from training.dataset.shards import ShardReader, shard_numbers, write_shard

SMALL_SHARD = 4
COUNT = 22  # images: five shards of four, and one of two
ROOT = Path(__file__).parents[3]
# the command of a user, with small shards; it prints a line after each chunk
SCRIPT = f"""
import sys
def progress(*done):
    print(*done, flush=True)
    sys.stdin.readline()  # until the test has read it
from pathlib import Path
from training.dataset import shards
from training.dataset.builder import build
shards.SHARD_IMAGES = {SMALL_SHARD}
build(Path(sys.argv[1]), Path(sys.argv[2]), count={COUNT}, seed=3, progress=progress)
"""


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_IMAGES", SMALL_SHARD)


@pytest.fixture(scope="module")
def made(loops: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset, made at once."""
    out = tmp_path_factory.mktemp("sets") / "made"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SHARD_IMAGES", SMALL_SHARD)
        build(loops, out, count=COUNT, seed=3)
    return out


@pytest.mark.parametrize("shares", [1, 4, 9])
def test_shares_of_several_machines_join_to_the_same_bytes(
    loops: Path, made: Path, tmp_path: Path, shares: int
) -> None:
    machines = [plan_dataset(loops, tmp_path / str(number) / "set", count=COUNT, seed=3) for number in range(shares)]
    for number, plan in enumerate(machines):
        make_shards(plan, share=(number + 1, shares))
    joined = plan_dataset(loops, tmp_path / "joined" / "set", count=COUNT, seed=3)
    for plan in machines:
        if plan.partial.exists():  # one with more shares than shards makes nothing
            shutil.copytree(plan.partial, joined.partial, dirs_exist_ok=True)
    complete(joined)
    assert contents(tmp_path / "joined" / "set") == contents(made)


def test_one_that_is_killed_at_any_point_goes_on_where_it_was(loops: Path, made: Path, tmp_path: Path) -> None:
    script, out = tmp_path / "script.py", tmp_path / "set"
    script.write_text(SCRIPT)
    command, environment = [sys.executable, script, loops, out], os.environ | {"PYTHONPATH": str(ROOT)}
    totals = []
    for lines in (1, 2, 1, 0, 2):
        with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, env=environment) as process:
            assert process.stdin and process.stdout
            for line in range(lines):
                if line:
                    process.stdin.write(b"\n")
                    process.stdin.flush()
                totals.append(int(process.stdout.readline().split()[1]))
            process.kill()
        assert not out.exists()
    assert totals[0] == COUNT and totals[-1] < COUNT  # less is left to do
    subprocess.run(command, check=True, stdin=DEVNULL, stdout=DEVNULL, env=environment)
    assert contents(out) == contents(made)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["script.py", "set"]


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: spoil(folder / "00002.npy"),
        lambda folder: (folder / "00002.npy").unlink(),
        lambda folder: (folder / "00002.json").unlink(),
        lambda folder: (folder / "00002.json").write_text("{"),
    ],
)
def test_a_damaged_shard_is_not_joined_and_is_made_again(
    loops: Path, made: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    plan = plan_dataset(loops, tmp_path / "set", count=COUNT, seed=3)
    make_shards(plan)
    damage(plan.partial / "shards")
    with pytest.raises(BadInput, match="lacks shards 2 of 6; make their shares, then join again"):
        complete(plan)
    calls: list[tuple[int, int]] = []
    make_shards(plan, progress=lambda done, of: calls.append((done, of)))
    assert calls == [(SMALL_SHARD, SMALL_SHARD)]
    complete(plan)
    assert contents(tmp_path / "set") == contents(made)


def test_parts_of_another_dataset_are_kept_unless_force_is_asked_for(loops: Path, made: Path, tmp_path: Path) -> None:
    other = plan_dataset(loops, tmp_path / "set", count=COUNT, seed=4)
    make_shards(other, share=(1, 2))
    with pytest.raises(BadInput, match="holds parts of another dataset, of other sources or options"):
        plan_dataset(loops, tmp_path / "set", count=COUNT, seed=3)
    build(loops, tmp_path / "set", count=COUNT, seed=3, force=True)
    assert contents(tmp_path / "set") == contents(made)


def test_joining_with_other_options_keeps_the_shares_even_with_force(loops: Path, tmp_path: Path) -> None:
    plan = plan_dataset(loops, tmp_path / "set", count=COUNT, seed=4)
    make_shards(plan, share=(1, 2))
    before = contents(plan.partial)
    with pytest.raises(BadInput, match=r"another dataset.*give the options that they were made with$"):
        cli.dataset(loops, tmp_path / "set", count=COUNT, seed=3, join=True, force=True)
    assert contents(plan.partial) == before


def test_shards_without_a_plan_are_kept_unless_force_is_asked_for(loops: Path, made: Path, tmp_path: Path) -> None:
    plan = plan_dataset(loops, tmp_path / "set", count=COUNT, seed=3)
    make_shards(plan, share=(1, 2))
    (plan.partial / "plan.json").unlink()
    before = contents(plan.partial)
    with pytest.raises(BadInput, match=r"holds shards without plan\.json; copy it .* --force"):
        plan_dataset(loops, tmp_path / "set", count=COUNT, seed=3)
    assert contents(plan.partial) == before
    build(loops, tmp_path / "set", count=COUNT, seed=3, force=True)
    assert contents(tmp_path / "set") == contents(made)


def test_tasks_that_begin_at_the_same_time_do_not_fail_each_other(
    loops: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One makes the folder of shards, the other one looks at it and writes its plan meanwhile."""
    plan, write = plan_dataset(loops, tmp_path / "set", count=COUNT, seed=3), Path.write_text

    def interrupted(path: Path, text: str, encoding: str) -> int:
        monkeypatch.setattr(Path, "write_text", write)
        written = write(path, text, encoding)
        make_shards(plan_dataset(loops, tmp_path / "set", count=COUNT, seed=3), share=(2, 2))
        return written

    monkeypatch.setattr(Path, "write_text", interrupted)
    make_shards(plan, share=(1, 2))
    complete(plan)
    assert contents(tmp_path / "set") == contents(made)


def test_after_a_failed_rename_the_same_command_goes_on(
    loops: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(path: Path, target: Path) -> Path:
        raise OSError(errno.EBUSY, "Device or resource busy")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", busy)
        with pytest.raises(BadInput, match="busy"):
            build(loops, tmp_path / "set", count=COUNT, seed=3)
    calls: list[tuple[int, int]] = []
    build(loops, tmp_path / "set", count=COUNT, seed=3, progress=lambda done, of: calls.append((done, of)))
    assert not calls  # nothing is made again
    assert contents(tmp_path / "set") == contents(made)


def test_a_dataset_whose_making_was_killed_after_the_rename_is_replaced(
    loops: Path, made: Path, tmp_path: Path
) -> None:
    shutil.copytree(made, tmp_path / "set")
    (tmp_path / "set" / "plan.json").write_text("{}")
    build(loops, tmp_path / "set", count=COUNT, seed=3, force=True)
    assert contents(tmp_path / "set") == contents(made)


def test_another_sound_of_a_source_is_another_dataset(tmp_path: Path) -> None:
    loops = tmp_path / "loops"
    drum_loops.write_folder(loops, 2, np.random.default_rng(0))
    plan = plan_dataset(loops, tmp_path / "set", count=COUNT)
    make_shards(plan, share=(1, 2))
    drum_loops.write_folder(loops, 2, np.random.default_rng(1))
    with pytest.raises(BadInput, match="holds parts of another dataset"):
        plan_dataset(loops, tmp_path / "set", count=COUNT)


@pytest.mark.parametrize("share", [(0, 2), (3, 2), (1, 0)])
def test_a_share_that_does_not_exist_is_refused(loops: Path, tmp_path: Path, share: tuple[int, int]) -> None:
    with pytest.raises(BadInput, match=f"there is no share {share[0]} of {share[1]}"):
        make_shards(plan_dataset(loops, tmp_path / "set", count=COUNT), share=share)
    assert not any(tmp_path.iterdir())


@pytest.mark.slow
def test_a_ray_cluster_makes_the_same_bytes(loops: Path, made: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is missing: pip install ray")
    from training.dataset.on_ray import render_on_ray

    build(loops, tmp_path / "set", count=COUNT, seed=3, render=render_on_ray)
    assert contents(tmp_path / "set") == contents(made)


def test_processes_make_the_same_bytes(loops: Path, made: Path, tmp_path: Path) -> None:
    build(loops, tmp_path / "set", count=COUNT, seed=3, render=render_in_processes(2))
    assert contents(tmp_path / "set") == contents(made)


def test_slices_of_images_read_nothing(made: Path) -> None:
    data = open_dataset(made)
    for path in (made / "shards").iterdir():
        assert path.exists()
    read: list[int] = []
    images = ImageSet(lambda number: read.append(number) or data.images[number], range(COUNT))  # type: ignore[func-returns-value]
    part = images[5:-3][2:]
    assert (len(part), read) == (12, [])
    assert np.array_equal(part[0], data.images[7]) and read == [7]
    assert np.array_equal(images[-1], data.images[COUNT - 1])
    assert [image.tobytes() for image in images[2:10:3]] == [data.images[at].tobytes() for at in (2, 5, 8)]
    with pytest.raises(IndexError):
        images[COUNT]


def test_few_shards_are_mapped_at_a_time(tmp_path: Path) -> None:
    """What is mapped and touched is memory of the process, so it is bounded whatever the dataset's size is."""
    blank = RenderedImage(np.zeros((SPEC.frames, SPEC.mels), np.uint8), Origin.LOOPS, "blank", 0.0, ())
    count = SMALL_SHARD * (shards.OPEN_SHARDS + 4)
    for shard, numbers in enumerate(shard_numbers(count)):
        write_shard(tmp_path, shard, [blank] * len(numbers))
    reader = ShardReader(tmp_path, count)
    for number in range(count):
        assert not reader(number).any()
    mapped = Path("/proc/self/maps")
    if not mapped.exists():
        pytest.skip("the system does not tell what is mapped: no /proc/self/maps")
    assert mapped.read_text().count(str(tmp_path)) <= shards.OPEN_SHARDS
