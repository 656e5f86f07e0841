"""The server of the panel of a set: the machines that may open it, and the pages that belong to this set.

The panel is for this machine, unless --panel-host opens it; then other machines need a token, which is part of the
address that is printed, and which a control process passes on to the next one.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import BadConfig
from engine.files.last_bars import LastBars
from osc_bridge.osc.server import OscServer
from osc_bridge.osc.sockets import LOCALHOST
from osc_bridge.oscquery.http_server import WebServer

from .lazy_model import LazyModel

if TYPE_CHECKING:  # it needs libraries that would delay the first sound
    from osc_bridge.panel.pages import PanelPages, Uploads

LOOPBACK_HOSTS = ("127.0.0.1", LOCALHOST, "::1")
TOKEN_BYTES = 12


@dataclass(frozen=True)
class PanelAccess:
    """Where the panel can be opened, and with what."""

    host: str  # of the interface
    osc_is_open: bool  # to other machines, without a password
    token: str  # that other machines need; empty if the panel is for this machine only
    certificate: tuple[Path, Path] | None  # and its key


def panel_access(
    osc_host: str, host: str | None, certificate: Path | None, key: Path | None, token: str = ""
) -> PanelAccess:
    """Return the access that the options of `vamen play` ask for.

    Args:
        osc_host: interface of OSC.
        host: interface of the panel; None for that of OSC.
        certificate: PEM file; None for http.
        key: PEM file of its key; None if it is in the same file.
        token: of a former control process; empty for a new one.

    Raises:
        BadConfig: a key without a certificate.
    """
    if key and not certificate:
        raise BadConfig(f"{key} is a key without a certificate; add --panel-certificate")
    is_open = host is not None and host.lower() not in LOOPBACK_HOSTS
    return PanelAccess(
        host or osc_host,
        osc_host.lower() not in LOOPBACK_HOSTS,
        (token or secrets.token_urlsafe(TOKEN_BYTES)) if is_open else "",
        (certificate, key or certificate) if certificate else None,
    )


def panel_server(
    osc: OscServer,
    access: PanelAccess,
    port: int | None,
    before: int | None,
    lazy: LazyModel,
    last_bars: LastBars,
    uploads: "Uploads",
) -> WebServer:
    """Return the server; nothing is bound before its start().

    Args:
        osc: the server whose handler takes the panel's OSC.
        access: where it is open.
        port: as in `WebServer`.
        before: as in `WebServer`.
        lazy: the model that plays.
        last_bars: what the panel offers to keep.
        uploads: encodes the breaks that are dropped on the panel.
    """

    def pages() -> "PanelPages":
        from osc_bridge.panel.description import description
        from osc_bridge.panel.pages import PanelPages

        handler = osc.handler
        return PanelPages(
            lambda: description(lazy.model.card, handler.space),
            lambda bars: last_bars.loop(bars).wav(),
            uploads,
            handler.refuse,
            server.address,
        )

    server = WebServer(
        osc.handler,
        access.host,
        port,
        before=before,
        connected=osc.allowance.confirm,
        panel=pages,
        token=access.token,
        osc_is_open=access.osc_is_open,
        certificate=access.certificate,
    )
    return server
