"""The command `vamen patches`: a model and an OSC address in, a folder of patches for other programs out.

`vamen patches osc_bridge/hosts/generated` writes the bundled ones; a test compares them.
"""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from engine.files.writing import atomic_write, check_writable
from osc_bridge.hosts.live_clip import CLIP_FILE, live_clip
from osc_bridge.hosts.max_for_live import amxd
from osc_bridge.hosts.max_msp import maxpat
from osc_bridge.hosts.max_replies import REPLIES_FILE, max_replies
from osc_bridge.hosts.open_stage_control import session
from osc_bridge.hosts.patch_target import PatchTarget, card_of
from osc_bridge.hosts.pure_data import pd
from osc_bridge.hosts.sonic_pi import sonic_pi
from osc_bridge.hosts.supercollider import sc_class
from osc_bridge.hosts.supercollider_help import sc_help
from osc_bridge.hosts.tidal import tidal
from osc_bridge.hosts.touchosc import tosc
from osc_bridge.osc.server import OSC_PORT
from osc_bridge.oscquery.http_server import OSCQUERY_PORT

PATCH_FILES: dict[str, Callable[[PatchTarget], bytes]] = {
    "vamen.maxpat": maxpat,
    "vamen.amxd": amxd,
    REPLIES_FILE: max_replies,
    CLIP_FILE: live_clip,
    "vamen.pd": pd,
    "Vamen.sc": sc_class,
    "Vamen.schelp": sc_help,
    "vamen.tosc": tosc,
    "vamen-stage.json": session,
    "Vamen.hs": tidal,
    "vamen-sonic-pi.rb": sonic_pi,
}


def patches(
    folder: Path,
    *,
    osc_host: str = "127.0.0.1",
    osc_port: int = OSC_PORT,
    panel_port: int = OSCQUERY_PORT,
    model: Path | None = None,
) -> None:
    """Write patches for Live, Max, Pd, SuperCollider, TouchOSC, Open Stage Control, Tidal and Sonic Pi.

    Args:
        folder: Folder to write into; existing files of the same names are replaced.
        osc_host: Name or address of the machine on which vamen plays, as those programs see it.
        osc_port: UDP port on which vamen receives OSC.
        panel_port: TCP port on which it shows the panel.
        model: Model file that names the latents; by default the bundled one.
    """
    target = PatchTarget.of(card_of(model), osc_host, osc_port, panel_port)
    for name in PATCH_FILES:
        check_writable(folder / name, make_folders=True, sources=[model])
    with ExitStack() as stack:  # all files or none
        for name, make in PATCH_FILES.items():
            part = stack.enter_context(atomic_write(folder / name, make_folders=True))
            part.write_bytes(make(target))
    print(f"{folder}: {', '.join(PATCH_FILES)}, for OSC on {osc_host} port {osc_port}")
