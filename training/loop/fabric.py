"""Where a training runs: a device by name in, a Lightning Fabric of one process or of several out.

`vamen train` is one process. Under torchrun, on one machine or several, it is one of many, each with its own device,
which train one model together: see docs/train.md.
"""

import logging
import os

import torch
from lightning_fabric import Fabric
from lightning_fabric.strategies.ddp import DDPStrategy

from engine.errors import NoDevice

LOCAL_PROCESSES, NODES = "LOCAL_WORLD_SIZE", "GROUP_WORLD_SIZE"  # set by torchrun


def open_fabric(name: str = "auto") -> Fabric:
    """Return the fabric of this process and of the others that torchrun has started with it.

    `name` is a device of torch, such as cpu, cuda, cuda:1 or mps, or "auto": CUDA, else an Apple GPU, else the CPU.

    Raises:
        NoDevice: torch does not know the device, or it is not available.
    """
    device = _device(name)
    local, nodes = int(os.environ.get(LOCAL_PROCESSES, "1")), int(os.environ.get(NODES, "1"))
    logging.getLogger("lightning_fabric").setLevel(logging.WARNING)
    fabric = Fabric(
        accelerator=device.type,
        devices=[device.index] if device.index is not None else local,
        num_nodes=nodes,
        # buffers are constant within a stage
        strategy=DDPStrategy(broadcast_buffers=False) if local * nodes > 1 else "auto",
    )
    fabric.launch()
    return fabric


def _device(name: str) -> torch.device:
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "mps" if torch.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
        torch.zeros(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise NoDevice(f"torch cannot use the device {name!r} here; use --device cpu or auto") from error
    return device


def pick_precision(device: torch.device) -> str:
    """Return bfloat16 if the device multiplies it directly, which halves the time of a step; else float32."""
    if device.type == "cuda":
        direct = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        direct = device.type == "cpu" and torch.cpu._is_avx512_bf16_supported()
    return "bfloat16" if direct else "float32"
