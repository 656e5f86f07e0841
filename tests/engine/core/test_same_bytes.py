import hashlib
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from .drivers import built, intel, linux, require

UNITS = {"-msse2": "sse2", "-msse4.2": "sse4_2", "-mavx2": "avx2"}  # option -> name in /proc/cpuinfo
COMPILERS = ("g++", "clang++")
QUALITIES = {"LIVE": ("3", "4"), "HIGH": ("7", "8")}  # look-ahead, iterations
BYTES = 10 * 44_100 * 2 * 4 * 4  # the mix, kick, snare and hats

pytestmark = [linux, intel, pytest.mark.slow]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Path]:
    """A program per compiler and vector unit."""
    for compiler in COMPILERS:
        require(compiler)
    folder = tmp_path_factory.mktemp("render")
    builds = [(compiler, unit) for compiler in COMPILERS for unit in UNITS]
    with ThreadPoolExecutor(2) as pool:
        made = pool.map(lambda build: built("render", folder, build[0], "-O3", build[1]), builds)
        return dict(zip(builds, made, strict=True))


def digest(program: Path, quality: str) -> str:
    samples = subprocess.run([program, *QUALITIES[quality]], capture_output=True, check=True, timeout=120).stdout
    assert len(samples) == BYTES
    return hashlib.sha256(samples).hexdigest()


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("compiler", COMPILERS)
def test_any_compiler_and_vector_unit_gives_the_same_bytes(
    programs: Mapping[tuple[str, str], Path], compiler: str, unit: str, quality: str
) -> None:
    if UNITS[unit] not in Path("/proc/cpuinfo").read_text("utf-8").split():
        pytest.skip(f"this processor has no {UNITS[unit]}; run on one that has")
    assert digest(programs[compiler, unit], quality) == digest(programs["g++", "-msse2"], quality)
