"""Uploads: what is kept and for how long, who waits, and what a client's name and bytes cannot do."""

import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import BadInput, BadParameter, VamenError
from engine.files.preset_folder import write_preset
from engine.files.presets import Preset, preset
from osc_bridge.panel.break_uploads import (
    MAX_ADMITTED,
    MAX_KEPT_UPLOADS,
    MAX_UPLOAD_BYTES,
    BreakUploads,
    title_of,
)
from osc_bridge.panel.encode_process import EncodeProcess
from tests.engine.waiting import wait_until

WAV = b"RIFF\x00\x00\x00\x00WAVE"


class FakeProcess(EncodeProcess):
    """Encodes at once, or when `going_on` is set; counts how many run at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[tuple[bytes, str, float | None]] = []
        self.sources: list[Path] = []
        self.going_on = threading.Event()
        self.going_on.set()
        self.running = self.most = 0
        self.refusal: VamenError | None = None

    def run(self, source: Path, out: Path, title: str, beats: float | None, model: Path | None) -> dict[str, Any]:
        self.running += 1
        self.most = max(self.most, self.running)
        self.runs.append((source.read_bytes(), title, beats))
        self.sources.append(source)
        self.going_on.wait()
        self.running -= 1
        if self.refusal:
            raise self.refusal
        learned = out.with_suffix(".learned")
        learned.write_bytes(b"learned")
        write_preset(out, preset(title, {"seed": len(self.runs)}, {}))
        found = {"tempo": 170.0, "beats": beats or 8.0, "confidence": 0.9, "error_db": 0.4, "judged": "close"}
        return found | {"learned": str(learned)}


class Setup:
    """Uploads with a process that does nothing, and what was saved."""

    def __init__(self, kept_s: float = 600.0) -> None:
        self.process = FakeProcess()
        self.saved: list[tuple[Preset, bytes, Preset | None]] = []
        self.uploads = BreakUploads(self.save, lambda: None, self.process, kept_s)

    def save(self, found: Preset, learned: Path, replaced: Preset | None) -> int:
        self.saved.append((found, learned.read_bytes(), replaced))
        return 9

    @property
    def files(self) -> list[Path]:
        folder = self.uploads._folder
        return sorted(folder.path.iterdir()) if folder else []


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty folder for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def setup() -> Iterator[Setup]:
    made = Setup()
    with made.uploads:
        yield made


def test_an_upload_is_encoded_saved_and_kept(setup: Setup) -> None:
    result = dict(setup.uploads.encode(WAV, "my break.wav"))
    assert len(result.pop("id")) == 16
    assert result == {
        "number": 9,
        "name": "my break",
        "tempo": 170.0,
        "beats": 8.0,
        "confidence": 0.9,
        "error_db": 0.4,
        "judged": "close",
    }
    assert setup.process.runs == [(WAV, "my break", None)]
    assert setup.saved == [(setup.saved[0][0], b"learned", None)]
    assert len(setup.files) == 1, "the upload, and not what was made of it"


def test_another_length_replaces_the_preset_of_the_first(setup: Setup) -> None:
    id = setup.uploads.encode(WAV, "a.wav")["id"]
    assert setup.uploads.encode_again(id, 16.0)["beats"] == 16.0
    assert setup.uploads.encode_again(id, 4.0)["id"] == id
    assert setup.process.runs[1:] == [(WAV, "a", 16.0), (WAV, "a", 4.0)]
    presets = [found for found, _, _ in setup.saved]
    assert [replaced for _, _, replaced in setup.saved] == [None, presets[0], presets[1]]
    for unknown in ("", "0" * 16, "../x"):
        with pytest.raises(BadParameter, match="is not kept any more; drop it again"):
            setup.uploads.encode_again(unknown, 8.0)


def test_the_last_four_uploads_are_kept(setup: Setup) -> None:
    ids = [str(setup.uploads.encode(WAV, f"{number}.wav")["id"]) for number in range(MAX_KEPT_UPLOADS)]
    setup.uploads.encode_again(ids[0], 8.0)  # it is the newest now
    setup.uploads.encode(WAV, "one more.wav")
    assert len(setup.files) == MAX_KEPT_UPLOADS
    with pytest.raises(BadParameter):
        setup.uploads.encode_again(ids[1], 8.0)
    setup.uploads.encode_again(ids[0], 8.0)


def test_an_upload_is_deleted_after_its_time() -> None:
    setup = Setup(kept_s=0.05)
    with setup.uploads:
        id = setup.uploads.encode(WAV, "a.wav")["id"]
        wait_until(lambda: not setup.files)
        with pytest.raises(BadParameter):
            setup.uploads.encode_again(id, 8.0)


def test_one_is_encoded_two_wait_and_no_more(setup: Setup) -> None:
    setup.process.going_on.clear()
    results: list[object] = []
    threads = [
        threading.Thread(target=lambda: results.append(setup.uploads.encode(WAV, "a.wav"))) for _ in range(MAX_ADMITTED)
    ]
    for thread in threads:
        thread.start()
    wait_until(lambda: setup.process.running == 1 and len(setup.files) == MAX_ADMITTED)
    with pytest.raises(BadParameter, match="3 breaks are being encoded; drop it again when they are done"):
        setup.uploads.encode(WAV, "b.wav")
    assert len(setup.files) == MAX_ADMITTED
    setup.process.going_on.set()
    for thread in threads:
        thread.join()
    assert len(results) == MAX_ADMITTED and setup.process.most == 1
    setup.uploads.encode(WAV, "b.wav")


@pytest.mark.parametrize("data", [b"", b"MZ", b"<svg>", b"\x89PNG", b"PK\x03\x04", b"#!/bin/sh", b"\xff\xd8\xff"])
def test_bytes_that_are_no_audio_reach_neither_disk_nor_process(setup: Setup, data: bytes) -> None:
    with pytest.raises(BadInput, match=r"photo is not audio that can be read; use WAV, FLAC, OGG or MP3"):
        setup.uploads.encode(data, "photo.wav")
    assert not setup.files and not setup.process.runs


def test_an_upload_that_is_too_large_is_refused(setup: Setup) -> None:
    with pytest.raises(BadInput, match="is larger than 16 MB"):
        setup.uploads.encode(WAV + bytes(MAX_UPLOAD_BYTES), "a.wav")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\breaks\\funky 174.WAV", "funky 174"),
        ("a\x00b\x1b[31m\u202e.flac", "a b [31m"),
        ("break 1.5", "break 1.5"),
        ("", "break"),
        ("/", "break"),
        (".wav", ".wav"),
        ("\ud800x.ogg", "x"),
        ("é" * 500, "é" * 64),
        ("--model=/etc/passwd.mp3", "passwd"),
    ],
)
def test_a_clients_name_is_a_title_and_no_path(setup: Setup, name: str, title: str) -> None:
    assert title_of(name) == title
    setup.uploads.encode(b"fLaC", name)
    (file,) = setup.files
    assert file.suffix == ".flac" and len(file.stem) == 16 and int(file.stem, 16) >= 0


def test_the_folder_is_for_this_user_only_and_goes_with_the_set(setup: Setup, folder: Path) -> None:
    setup.uploads.encode(WAV, "a.wav")
    (made,) = folder.iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    setup.uploads.stop()
    assert not list(folder.iterdir())
    with pytest.raises(VamenError, match="the set ends"):
        setup.uploads.encode(WAV, "a.wav")


def test_what_is_refused_or_cannot_be_saved_leaves_nothing(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    setup.process.refusal = BadInput("a is silent")
    with pytest.raises(BadInput, match="a is silent"):
        setup.uploads.encode(WAV, "a.wav")
    assert not setup.files
    setup.process.refusal = None

    def full(found: Preset, learned: Path, replaced: Preset | None) -> int:
        raise BadInput("the disk is full")

    monkeypatch.setattr(setup.uploads, "_save", full)
    with pytest.raises(BadInput, match="the disk is full"):
        setup.uploads.encode(WAV, "a.wav")
    assert not setup.files


def test_a_length_that_is_refused_leaves_the_upload(setup: Setup) -> None:
    id = setup.uploads.encode(WAV, "a.wav")["id"]
    setup.process.refusal = BadInput("a would play at 2000 BPM")
    with pytest.raises(BadInput):
        setup.uploads.encode_again(id, 64.0)
    setup.process.refusal = None
    assert setup.uploads.encode_again(id, 8.0)["id"] == id


def test_the_folder_of_a_killed_set_is_deleted_by_the_next(folder: Path) -> None:
    left = folder / "vamen-breaks-abc"
    left.mkdir()
    (left / "0.wav").write_bytes(WAV)
    (folder / "vamen-breaks-link").symlink_to(folder / "elsewhere")
    (folder / "elsewhere").mkdir()
    first, second = Setup(), Setup()
    with first.uploads:
        assert not left.exists() and (folder / "elsewhere").exists()
        first.uploads.encode(WAV, "a.wav")
        with second.uploads:
            assert len(first.files) == 1, "a set that plays keeps its own"
