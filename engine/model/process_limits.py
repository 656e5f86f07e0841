"""Limits of a process that reads a file from elsewhere: of computing time, memory and open files.

A process sets them itself when it has loaded its libraries, before it reads the file. What exceeds them fails there, or
ends the process.
"""

import contextlib
import sys
from pathlib import Path

MEMORY_LIMIT = 2**30  # bytes of address space beyond what Python and the libraries take
WRITE_LIMIT = 2**24  # bytes of a file


def limit_process(cpu_limit_s: int, open_files: int) -> None:
    """Limit this process, as far as the system can: Windows has no limits, macOS not all of them.

    Args:
        cpu_limit_s: seconds of computing time, after which the process is ended.
        open_files: highest number of descriptors, those that are open now included.
    """
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(Path("/proc/self/statm").read_bytes().split()[0]) if sys.platform == "linux" else 0
        for limit, value in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, cpu_limit_s),
            (resource.RLIMIT_FSIZE, WRITE_LIMIT),
            (resource.RLIMIT_NOFILE, open_files),
            (resource.RLIMIT_AS, pages * resource.getpagesize() + MEMORY_LIMIT),
        ):
            hard = resource.getrlimit(limit)[1]
            lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (lower, lower))
