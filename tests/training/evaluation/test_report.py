"""A place to write to is found wanting before the work, not after it."""

from pathlib import Path

import pytest

from engine.errors import BadInput
from training.evaluation.report import check_writable


def test_a_good_place_is_left_as_it_was(tmp_path: Path) -> None:
    check_writable(tmp_path / "new.png", ".png")
    (tmp_path / "old.PNG").write_bytes(b"old")
    check_writable(tmp_path / "old.PNG", ".png")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BadInput, match="is a folder; name a file"):
        check_writable(tmp_path)
    with pytest.raises(BadInput, match="there is no folder"):
        check_writable(tmp_path / "file" / "figures.json")
    with pytest.raises(BadInput, match=r"does not end in \.png"):
        check_writable(tmp_path / "sheet", ".png")


def test_a_folder_that_takes_no_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("training.evaluation.report.TemporaryFile", refuse)
    with pytest.raises(BadInput, match=r"cannot be written into \(Read-only file system\)"):
        check_writable(tmp_path / "figures.json")


def test_a_file_that_is_protected_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "figures.json"
    path.write_text("{}")
    monkeypatch.setattr("training.evaluation.report.os.access", lambda *_: False)  # for root nothing is protected
    with pytest.raises(BadInput, match="may not be written to"):
        check_writable(path)
