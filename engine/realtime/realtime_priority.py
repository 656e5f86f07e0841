"""What the system is asked for so that blocks are ready in time: real-time priority and processors that stay awake.

Waking a processor from a deep sleep state takes tens of microseconds, and its caches are empty then.
Both need Linux and a permission given to the user; CoreAudio and WASAPI raise priorities themselves.
"""

import contextlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path

AUDIO_PRIORITY = 60  # 1..99; below the 65 of JACK's clients, above everything that makes no sound
INPUT_PRIORITY = 40  # of threads that receive OSC and MIDI; above the decode worker
CPU_DMA_LATENCY = Path("/dev/cpu_dma_latency")  # while it is open, Linux limits wake-up times to the microseconds in it


def set_realtime_priority(priority: int = AUDIO_PRIORITY, thread: int = 0) -> bool:
    """Give a thread real-time priority unless it has one; return whether it has one now.

    `thread` is the system's id of a thread; 0 is the calling one.
    """
    if not hasattr(os, "sched_setscheduler"):
        return False
    try:
        if os.sched_getscheduler(thread) & ~os.SCHED_RESET_ON_FORK in (os.SCHED_FIFO, os.SCHED_RR):
            return True
        os.sched_setscheduler(thread, os.SCHED_FIFO, os.sched_param(priority))
    except OSError:  # no permission, a container without real-time priorities, or a thread that has just ended
        return False
    return True


def can_set_realtime_priority() -> bool:
    """Return whether this user may have real-time priority."""
    if not hasattr(os, "sched_setscheduler"):
        return False
    import resource  # Unix only

    return os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_RTPRIO)[0] != 0


def can_hold_cpu_awake(device: Path = CPU_DMA_LATENCY) -> bool:
    """Return whether this user may keep processors awake."""
    return device.exists() and os.access(device, os.W_OK)


@contextlib.contextmanager
def hold_cpu_awake(enabled: bool = True, device: Path = CPU_DMA_LATENCY) -> Iterator[bool]:
    """Keep processors out of sleep states during the block; yield whether that succeeded. A dead process ends it."""
    try:
        descriptor = os.open(device, os.O_WRONLY) if enabled else -1
    except OSError:
        descriptor = -1
    try:
        if descriptor >= 0:
            os.write(descriptor, struct.pack("i", 0))
        yield descriptor >= 0
    finally:
        if descriptor >= 0:
            os.close(descriptor)
