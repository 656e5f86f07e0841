"""A path that cannot be written is refused before the work, and a file is replaced completely or not at all."""

import os
from pathlib import Path

import pytest

from engine.errors import BadInput
from engine.files.writing import atomic_write, check_writable
from tests.disks import fill, make_read_only, small_disk


def test_checking_a_path_changes_nothing(tmp_path: Path) -> None:
    check_writable(tmp_path / "new.png", [".png"])
    check_writable(tmp_path / "new" / "folders" / "a.png", make_folders=True)
    (tmp_path / "old.PNG").write_bytes(b"old")
    check_writable(tmp_path / "old.PNG", [".png"])
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_path_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path, refusal in (
        (tmp_path, "is a folder; name a file"),
        (tmp_path / "none" / "figures.json", "there is no folder"),
        (tmp_path / "file" / "figures.json", "file is a file"),
        (tmp_path / ("n" * 300), "cannot be written"),
    ):
        with pytest.raises(BadInput, match=refusal):
            check_writable(path)
    with pytest.raises(BadInput, match=r"does not end in \.png or \.svg"):
        check_writable(tmp_path / "sheet", [".png", ".svg"])
    for path in (tmp_path / "file" / "a.onnx", tmp_path / "file" / "new" / "a.onnx"):
        with pytest.raises(BadInput, match="file is a file"):
            check_writable(path, make_folders=True)


def test_a_folder_on_a_read_only_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("engine.files.writing.TemporaryFile", refuse)
    with pytest.raises(BadInput, match=r"cannot be written into \(Read-only file system\)"):
        check_writable(tmp_path / "figures.json")


def test_a_protected_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "figures.json"
    path.write_text("{}")
    monkeypatch.setattr("engine.files.writing.os.access", lambda *_: False)  # root may write everything
    with pytest.raises(BadInput, match="may not be written to"):
        check_writable(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_devices_and_pipes_are_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    (tmp_path / "null").symlink_to(os.devnull)
    (tmp_path / "output").symlink_to("/proc/self/fd/1")  # as /dev/stdout is
    for path in tmp_path.iterdir():
        with pytest.raises(BadInput, match="is not a regular file"):
            check_writable(path)
        with pytest.raises(BadInput, match="is not a regular file"), atomic_write(path) as part:
            part.write_bytes(b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "null", "output", "pipe"]
    assert (tmp_path / "pipe").is_fifo() and Path(os.devnull).is_char_device()


@pytest.mark.parametrize("flush", [False, True])
def test_a_file_is_replaced_when_the_new_one_is_complete(tmp_path: Path, flush: bool) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")
    with pytest.raises(ValueError, match="half way"), atomic_write(path, flush=flush) as part:
        part.write_text("new, but")
        raise ValueError("half way")
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]
    with atomic_write(path, flush=flush) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("flush", [False, True])
def test_writers_of_the_same_file_do_not_disturb_each_other(tmp_path: Path, flush: bool) -> None:
    path = tmp_path / "a.json"
    with atomic_write(path, flush=flush) as first:
        first.write_text("first")
        with atomic_write(path, flush=flush) as second:
            second.write_text("second")
        assert path.read_text() == "second"
    assert path.read_text() == "first" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["new.json", "old.json", "new/folders/a.json"])
@pytest.mark.parametrize("flush", [False, True])
def test_a_full_disk_is_refused_and_leaves_the_older_file(tmp_path: Path, name: str, flush: bool) -> None:
    with small_disk(tmp_path / "disk", 65_536) as disk:
        (disk / "old.json").write_text("old")
        fill(disk, 4096)
        before = set(disk.rglob("*"))
        with (
            pytest.raises(BadInput, match=r"json cannot be written \(No space left on device\); make room"),
            atomic_write(disk / name, flush=flush, make_folders=True) as part,
        ):
            part.write_bytes(bytes(20_000))
        assert set(disk.rglob("*")) == before and (disk / "old.json").read_text() == "old"
        make_read_only(disk)
        with pytest.raises(BadInput, match="Read-only"), atomic_write(disk / name, make_folders=True) as part:
            part.write_bytes(b"")


def test_folders_are_made_and_those_that_others_use_are_kept(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "a" / "b" / "c.json", make_folders=True) as part:
        part.write_text("new")
    assert (tmp_path / "a" / "b" / "c.json").read_text() == "new"
    with pytest.raises(KeyError), atomic_write(tmp_path / "d" / "e" / "f.json", make_folders=True):
        (tmp_path / "d" / "other").write_text("of another process")
        raise KeyError
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["other"]


def test_a_source_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"a")
    (tmp_path / "link.wav").symlink_to("a.wav")
    for path, source in (("a.wav", "a.wav"), ("link.wav", "a.wav"), ("a.wav", "link.wav")):
        with pytest.raises(BadInput, match="is the file that is read"):
            check_writable(tmp_path / path, sources=[None, tmp_path / source])
    check_writable(tmp_path / "b.wav", sources=[tmp_path / "a.wav"])
    check_writable(tmp_path / "a.wav", sources=[None, tmp_path / "missing.wav"])
