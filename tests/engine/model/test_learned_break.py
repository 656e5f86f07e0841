import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadInput, ModelMismatch
from engine.model.learned_break import MAX_CHANGE, WIDTHS, LearnedBreak, LearnedBreaks, file_name
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage

MODEL = "ab" * 32
RNG = np.random.default_rng(3)
PLACES = RNG.standard_normal((SPEC.steps, LATENTS)).astype(np.float32)
REAL = RNG.uniform(0.3, 0.7, (SPEC.frames, SPEC.mels)).astype(np.float32)
DECODED = np.full_like(REAL, 0.5)
IMAGE = DecodedImage(DECODED, np.full((SPEC.frames // 4, SPEC.mels // 8), 0.05, np.float32))


LEARNED = LearnedBreak.fit(MODEL, PLACES, DECODED, REAL, [PLACES + 3])


def test_the_break_sounds_as_it_does_and_what_is_far_away_as_before() -> None:
    near, far = LEARNED.refined(IMAGE, PLACES), LEARNED.refined(IMAGE, PLACES + 9)
    assert np.abs(near.levels - REAL).mean() < 0.006  # 0.6 dB, before 10
    np.testing.assert_allclose(far.levels, DECODED, atol=1e-6)


def test_where_the_break_is_known_there_is_no_noise_to_add() -> None:
    assert LEARNED.refined(IMAGE, PLACES).grain.max() < 0.2 * IMAGE.grain.max()
    np.testing.assert_allclose(LEARNED.refined(IMAGE, PLACES + 9).grain, IMAGE.grain)


def test_on_the_way_to_another_place_the_sound_of_the_break_fades() -> None:
    errors = [np.abs(LEARNED.refined(IMAGE, PLACES + step / 4).levels - DECODED).mean() for step in range(5)]
    assert errors == sorted(errors, reverse=True)


def test_it_reaches_as_far_as_other_loops_allow() -> None:
    def width_beside(other: np.ndarray) -> float:
        return LearnedBreak.fit(MODEL, PLACES, DECODED, REAL, [other]).width

    def change(width: float, other: np.ndarray) -> float:
        wide = LearnedBreak(MODEL, width, PLACES, LEARNED.missing)
        return float(np.abs(wide.levels(other)[0]).mean())

    for distance in (0.6, 1.0):
        found = width_beside(PLACES + distance)
        assert change(found, PLACES + distance) <= MAX_CHANGE or found == WIDTHS[0]
        assert change(WIDTHS[WIDTHS.index(found) + 1], PLACES + distance) > MAX_CHANGE
    assert width_beside(PLACES + 0.6) < width_beside(PLACES + 1.0)


def test_some_sixteenths_are_those_of_the_whole_loop() -> None:
    part = DecodedImage(IMAGE.levels[48:112], IMAGE.grain[12:28])
    np.testing.assert_allclose(
        LEARNED.refined(part, PLACES[3:7]).levels, LEARNED.refined(IMAGE, PLACES).levels[48:112], atol=1e-6
    )


def put(folder: Path, data: bytes) -> str:
    """Write a file with the name of its own SHA-256, as a forger would."""
    digest = hashlib.sha256(data).hexdigest()
    (folder / file_name(digest)).write_bytes(data)
    return digest


def test_a_file_is_found_in_any_folder_and_plays_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    other.mkdir()
    digest = put(other, LEARNED.to_bytes())
    found = LearnedBreaks(one, other).find(digest, MODEL)
    assert (found.digest, found.width) == (digest, LEARNED.width)
    assert found.refined(IMAGE, PLACES).levels.tobytes() == LEARNED.refined(IMAGE, PLACES).levels.tobytes()
    with pytest.raises(BadInput, match=f"{digest[:12]} is not in .*one; copy its file there, or learn"):
        LearnedBreaks(one).find(digest, MODEL)
    with pytest.raises(ModelMismatch, match="was made for the model abababababab, not for cdcdcdcdcdcd; learn"):
        LearnedBreaks(other).find(digest, "cd" * 32)


GOOD = LEARNED.to_bytes()
HEADER, BODY = GOOD.split(b"\n", 1)


def with_header(**changes: object) -> bytes:
    return json.dumps(json.loads(HEADER) | changes).encode() + b"\n" + BODY


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is not a learned break"),
        (GOOD[:-1], "bytes of data, expected 264192"),
        (GOOD + b"x", "bytes of data, expected 264192"),
        (b"[]\n" + BODY, "does not begin with format 1"),
        (with_header(format=2), "does not begin with format 1"),
        (with_header(model="../../etc"), "has no SHA-256 of a model"),
        (with_header(model=7), "has no SHA-256 of a model"),
        (with_header(width=0.0), "its width is 0.0"),
        (with_header(width=float("nan")), "its width is nan"),
        (with_header(width=float("inf")), "its width is inf"),
        (with_header(width="wide"), "its width is 'wide'"),
        (with_header(more=1), "unknown fields"),
        (HEADER + b"\n" + b"\xff" * 4 + BODY[4:], "a latent that is not finite"),
        (GOOD + bytes(9000), "more than the"),
        (bytes(range(256)) * 20, "is not a learned break"),
    ],
)
def test_a_file_that_is_not_one_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    digest = put(tmp_path, data)
    with pytest.raises(BadInput, match=reason):
        LearnedBreaks(tmp_path).find(digest, MODEL)


def test_a_file_with_another_content_than_its_name_says_is_refused(tmp_path: Path) -> None:
    digest = put(tmp_path, GOOD)
    (tmp_path / file_name(digest)).write_bytes(with_header(width=3.0))
    with pytest.raises(BadInput, match="its contents have another SHA-256"):
        LearnedBreaks(tmp_path).find(digest, MODEL)


@pytest.mark.parametrize("digest", ["", "ab", "../" * 22, "AB" * 32, "ab" * 32 + "\n", "/etc/passwd", "ab" * 33])
def test_only_a_digest_names_a_file(tmp_path: Path, digest: str) -> None:
    with pytest.raises(BadInput, match="expected the SHA-256 of its file"):
        LearnedBreaks(tmp_path).find(digest, MODEL)
