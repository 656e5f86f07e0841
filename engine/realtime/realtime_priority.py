"""What is asked of the system so that blocks are made in time: priority for a thread, and processors that do not doze.

hurry    a thread -> real-time priority, where its user may have it (the card's thread asks for it in the core)
wakeful  a while in which no processor sleeps between two blocks: waking one costs tens of microseconds, and its caches

Both are for Linux, where both are a right that somebody gave this user. CoreAudio and WASAPI see to it themselves.
"""

import contextlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path

PRIORITY = 60  # of 99: below JACK's 65 for its clients, above all that is not sound
INPUT_PRIORITY = 40  # of what takes in what is played, and tells others of it: below the sound, above whoever paints
CPU_DMA_LATENCY = Path(
    "/dev/cpu_dma_latency"
)  # Linux keeps to the number in it while it is open: microseconds to wake up in


def set_realtime_priority(priority: int = PRIORITY, thread: int = 0) -> bool:
    """Real-time priority for a thread, by the system's number, unless it has one; whether it has one now. 0 is ours."""
    if not hasattr(os, "sched_setscheduler"):
        return False
    try:
        if os.sched_getscheduler(thread) & ~os.SCHED_RESET_ON_FORK in (os.SCHED_FIFO, os.SCHED_RR):
            return True
        os.sched_setscheduler(thread, os.SCHED_FIFO, os.sched_param(priority))
    except OSError:  # a user without the right, a container that has none to give, a thread that has just ended
        return False
    return True


def can_set_realtime_priority() -> bool:
    """This user may have real-time priority."""
    if not hasattr(os, "sched_setscheduler"):
        return False
    import resource  # Unix only

    return os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_RTPRIO)[0] != 0


def may_wake(device: Path = CPU_DMA_LATENCY) -> bool:
    """This user may keep processors awake."""
    return device.exists() and os.access(device, os.W_OK)


@contextlib.contextmanager
def hold_cpu_awake(wanted: bool = True, device: Path = CPU_DMA_LATENCY) -> Iterator[bool]:
    """No processor dozes meanwhile; whether that is so. However the process ends, the system takes it back."""
    try:
        held = os.open(device, os.O_WRONLY) if wanted else -1
    except OSError:
        held = -1
    try:
        if held >= 0:
            os.write(held, struct.pack("i", 0))
        yield held >= 0
    finally:
        if held >= 0:
            os.close(held)
