"""Compiles the C++ drivers in this folder together with the core's sources."""

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CORE = HERE.parents[2] / "engine" / "core"
FLAGS = ("-std=c++17", "-ffp-contract=off", "-fno-exceptions", "-fno-rtti", "-fno-math-errno", "-fno-trapping-math")
PACKAGES = {"g++": "g++", "clang++": "clang"}

linux = pytest.mark.skipif(sys.platform != "linux", reason="the driver is for Linux")
intel = pytest.mark.skipif(platform.machine() != "x86_64", reason="the vector units to compare are those of x86-64")


def require(compiler: str) -> None:
    """Skip the test without the compiler."""
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is missing: apt-get install {PACKAGES[compiler]}")


def require_sanitizer(name: str, folder: Path) -> None:
    """Skip the test without Clang or its library for the sanitizer."""
    require("clang++")
    source = folder / "nothing.cpp"
    source.write_text("int main() {}\n")
    command = ["clang++", f"-fsanitize={name}", str(source), "-o", str(folder / "nothing")]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        said = subprocess.run(["clang++", "--version"], capture_output=True, text=True, check=True).stdout
        version = re.search(r"version (\d+)", said)
        package = f"libclang-rt-{version[1]}-dev" if version else "compiler-rt"
        pytest.skip(f"Clang's library for -fsanitize={name} is missing: apt-get install {package}")


def built(driver: str, folder: Path, compiler: str, *flags: str, core: Path = CORE) -> Path:
    """Compile a driver and the core; returns the program."""
    program = folder / "-".join((driver, compiler, *flags)).replace("/", "_")
    sources = [HERE / f"{driver}.cpp", *sorted(core.glob("*.cpp"))]
    command = [compiler, *FLAGS, *flags, f"-I{core}", *map(str, sources), "-pthread", "-o", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return program
