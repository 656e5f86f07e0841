"""Source package, wheel and editable install; and what make prints without a compiler."""

import ctypes
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {"engine", "export", "training", "osc_bridge"}
LIBRARY = "engine/core/vamen_core" + {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
HEADER = "engine/core/vamen.h"
MISSING = "a C++ compiler is missing, GCC or Clang; install it: apt-get install g++"

make = pytest.mark.skipif(shutil.which("make") is None, reason="make is missing: apt-get install make")


def built(what: str, source: Path, folder: Path) -> Path:
    """Build a source tree with the build backend, without a network; return the one file made."""
    pytest.importorskip("scikit_build_core", reason="scikit-build-core is missing: pip install scikit-build-core cmake")
    script = f"import sys; from scikit_build_core.build import build_{what} as build; build(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=source, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [made] = folder.glob("vamen-*")
    return made


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source package, unpacked."""
    packed = built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    subprocess.run([sys.executable, "-m", "tarfile", "-e", str(packed), str(packed.parent)], check=True)
    return packed.with_name(packed.name.removesuffix(".tar.gz"))


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", source, tmp_path_factory.mktemp("wheel"))


@pytest.mark.slow
def test_the_source_package_holds_all_sources_and_no_build_products(source: Path) -> None:
    names = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert names >= {"pyproject.toml", "CMakeLists.txt", "Makefile", "LICENSE", HEADER}
    assert any(name.startswith("engine/core/") and name.endswith(".cpp") for name in names)
    assert not [name for name in names if re.search(r"\.(so|dylib|dll|pyc)$|^\.|^build/", name)]


@pytest.mark.slow
def test_the_wheel_holds_the_packages_the_model_and_the_core(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == PACKAGES
    assert any(re.fullmatch(r"engine/models/[^/]+\.onnx", name) for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(re.fullmatch(r"osc_bridge/midi/maps/[^/]+\.toml", name) for name in names)
    assert any(re.fullmatch(r"engine/models/presets/\d{3}\.json", name) for name in names)
    assert {LIBRARY, HEADER, "osc_bridge/hosts/generated/vamen.pd"} <= set(names)
    assert not [name for name in names if name.endswith((".cpp", ".hpp"))]
    assert wheel.stat().st_size < 20e6


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the processes of a set are found in /proc: run this on Linux")
def test_the_panel_of_an_installed_wheel_loads_and_plays(wheel: Path, tmp_path: Path) -> None:
    from tests.engine.waiting import wait_until
    from tests.live import descendants, started
    from tests.osc_bridge.panel.browser import chromium, opened
    from tests.osc_bridge.panel.gestures import press

    assets = ROOT / "osc_bridge" / "panel" / "assets"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    installed = tmp_path / "site" / "osc_bridge" / "panel" / "assets"
    assert {file.name: file.read_bytes() for file in installed.iterdir()} == {
        file.name: file.read_bytes() for file in assets.iterdir()
    }
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    words = ("--null", "--panel-port", "0", "--midi", "none", "--bank", str(tmp_path))
    with started(*words, env=env, cwd=tmp_path) as live, chromium() as browser, opened(browser, live) as panel:
        maps = [Path(f"/proc/{pid}/maps").read_text() for pid in descendants(live.process.pid)]
        assert any(str(tmp_path / "site" / LIBRARY) in text for text in maps)  # that of the wheel runs
        press(panel.control("latent/0"), "End")
        wait_until(lambda: panel.value("latent/0") == 3.0)


@pytest.mark.slow
def test_one_wheel_serves_every_python_of_a_platform(wheel: Path) -> None:
    assert re.fullmatch(r"vamen-[^-]+-py3-none-(linux|macosx|win)[a-z0-9_]*\.whl", wheel.name)


@pytest.mark.slow
def test_the_core_in_the_wheel_exports_its_header_and_needs_the_c_library_only(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        library, header = archive.extract(LIBRARY, tmp_path), archive.read(HEADER).decode()
    names = re.findall(r"\b(vamen_\w+)\(", header)
    assert names
    assert not [name for name in names if not hasattr(ctypes.CDLL(library), name)]
    if sys.platform == "linux":
        needs = subprocess.run(["ldd", library], capture_output=True, text=True, check=True).stdout
        libraries = re.findall(r"^\s*(?!linux-vdso|lib[cm]\.so|/lib\S*/ld-)(\S+) ", needs, re.MULTILINE)
        assert libraries in ([], ["statically"]), needs


@pytest.mark.slow
def test_an_editable_install_is_a_path_entry_that_another_clone_can_precede(source: Path, tmp_path: Path) -> None:
    clone = shutil.copytree(source, tmp_path / "clone")
    (tmp_path / "wheel").mkdir()
    with zipfile.ZipFile(built("editable", clone, tmp_path / "wheel")) as archive:
        archive.extractall(tmp_path / "site")
    assert (clone / LIBRARY).is_file()
    (clone / "engine" / "newer.py").touch()

    def found(module: str, *before: str) -> Path:
        script = "import site, sys; site.addsitedir(sys.argv[1]); sys.path[:0] = sys.argv[3:]; "
        script += "print(__import__(sys.argv[2], fromlist='_').__file__)"
        command = [sys.executable, "-I", "-S", "-c", script, str(tmp_path / "site"), module, *before]
        return Path(subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout.strip())

    assert found("engine.newer").is_relative_to(clone)
    assert found("engine", str(ROOT)).is_relative_to(ROOT)


def bare(folder: Path, target: str, user: int) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run make in a clone on a machine without a compiler; return its result and the calls of apt-get."""
    clone, tools = folder / "clone", folder / "bin"
    for name in ("Makefile", "CMakeLists.txt", "pyproject.toml", "constraints.txt"):
        clone.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, clone)
    calls = folder / "calls"
    scripts = {
        tools / "id": f"echo {user}",
        tools / "sudo": "exit 1",
        tools / "apt-get": f'echo "$*" >>{calls}',
        clone / ".venv" / "bin" / "python": "exit 1",  # where pip would begin
    }
    for path, script in scripts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    (tools / "env").symlink_to(str(shutil.which("env")))
    place = {name: value for name, value in os.environ.items() if name not in ("CC", "CXX", "MAKEFLAGS", "MAKELEVEL")}
    done = subprocess.run(
        [str(shutil.which("make")), target],
        cwd=clone,
        env=place | {"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done, calls.read_text().splitlines() if calls.exists() else []


@make
@pytest.mark.parametrize("target", ["play", "wheel"])
def test_without_a_compiler_make_names_what_to_install(target: str, tmp_path: Path) -> None:
    done, calls = bare(tmp_path, target, user=1000)
    printed = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert (printed, done.stdout, calls) == ([MISSING], "", [])
    assert done.returncode != 0


@make
def test_make_installs_a_compiler_where_it_has_the_rights(tmp_path: Path) -> None:
    done, calls = bare(tmp_path, "play", user=0)
    assert calls[-1].split()[-1] == "g++"
    assert MISSING not in done.stderr
