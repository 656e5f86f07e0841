import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from subprocess import PIPE, STDOUT

import pytest

from .drivers import built, linux, require_sanitizer

SECONDS = 35  # of each driver, in parallel
ADDRESS, THREAD = "address,undefined,float-cast-overflow", "thread"
ARGUMENTS = {ADDRESS: ("1",), THREAD: ("1000", "threads")}  # a seed, and whether a second thread writes the segment
SUMMARY = re.compile(r"rounds (\d+) blocks (\d+) errors (\d+) peak (\S+)")
OPTIONS = {"UBSAN_OPTIONS": "print_stacktrace=1", "TSAN_OPTIONS": "halt_on_error=1"}

pytestmark = [linux, pytest.mark.slow]


def fixed_addresses() -> list[str]:
    """A command prefix that disables address randomisation, which old sanitizers do not support; empty without it."""
    command = [shutil.which("setarch") or "false", "-R"]
    return command if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0 else []


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The output of the driver under each sanitizer."""
    folder, before = tmp_path_factory.mktemp("stress"), fixed_addresses()
    for sanitizer in ARGUMENTS:
        require_sanitizer(sanitizer, folder)

    def run(sanitizer: str) -> str:
        flags = ("-O2", "-g", f"-fsanitize={sanitizer}", "-fno-sanitize-recover=all")
        command = [*before, str(built("stress", folder, "clang++", *flags)), str(SECONDS), *ARGUMENTS[sanitizer]]
        environment, timeout = os.environ | OPTIONS, SECONDS + 120
        done = subprocess.run(
            command, stdout=PIPE, stderr=STDOUT, text=True, check=False, timeout=timeout, env=environment
        )
        return f"{done.stdout}status {done.returncode}"

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(ARGUMENTS, pool.map(run, ARGUMENTS), strict=True))


@pytest.mark.parametrize("sanitizer", ARGUMENTS)
def test_random_input_causes_no_sanitizer_report_and_no_sample_out_of_range(
    outputs: Mapping[str, str], sanitizer: str
) -> None:
    said = outputs[sanitizer]
    summary = SUMMARY.search(said)
    assert summary and said.endswith("status 0"), said[-6000:]
    rounds, _, errors, peak = map(float, summary.groups())
    assert rounds >= 2
    assert errors == 0
    assert peak > 0.8, "nothing was loud"
