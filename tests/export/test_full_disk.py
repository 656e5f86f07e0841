"""An export onto a full or read-only disk is refused and leaves nothing."""

from pathlib import Path

import pytest

from engine.commands.cli import main
from engine.errors import BadInput
from tests.disks import fill, make_read_only, small_disk


@pytest.mark.parametrize("room", [0, 4096, 65_536])
@pytest.mark.parametrize("name", ["new.onnx", "old.onnx", "new/folders/a.onnx"])
def test_a_full_disk_is_refused(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, room: int
) -> None:
    with small_disk(tmp_path / "disk", 2**20) as disk:
        (disk / "old.onnx").write_bytes(b"older")
        fill(disk, room)
        before = list(disk.rglob("*"))
        assert main(["export", str(run), str(disk / name)]) == BadInput.exit_code
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and "No space left" in said
        assert list(disk.rglob("*")) == before
        assert (disk / "old.onnx").read_bytes() == b"older"


def test_a_read_only_disk_is_refused(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with small_disk(tmp_path / "disk", 2**20) as disk:
        make_read_only(disk)
        assert main(["export", str(run), str(disk / "new" / "a.onnx")]) == BadInput.exit_code
        assert "Read-only file system" in capsys.readouterr().err
