"""ASGI middleware that rejects foreign Host and Origin headers, so that a foreign page cannot reach the instrument.

Any page that a browser on this machine shows may send requests to 127.0.0.1. Two headers tell where it comes from, and
a page cannot forge them:

Origin   of a WebSocket and of an upload, the site of the page: only pages from this server may connect, and programs,
         which send none
Host     of every request, the name that the page used: a foreign name that was pointed to this machine (DNS rebinding)
         is rejected; an IP address cannot be pointed elsewhere

Pages of other sites cannot read answers either, as no answer allows it (CORS). Starlette's TrustedHostMiddleware would
not do: it cannot accept every numeric address, reads [::1] as "[", and refuses requests without Host.
"""

import ipaddress
from collections.abc import Callable, Collection

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from osc_bridge.osc.request import quoted


def refusal(headers: Headers, names: Collection[str], changing: bool, scheme: str = "http") -> str | None:
    """Return why a request is refused, in one sentence, or None.

    Args:
        headers: of the request.
        names: lower-case names of this machine, beside localhost and IP addresses.
        changing: whether it opens a WebSocket, or sends something.
        scheme: of the pages of this server, http or https.
    """
    host, origin = headers.get("host", ""), headers.get("origin")
    name = host_name(host)
    if host and not (name == "localhost" or name in names or _is_number(name)):
        return f"this is not {quoted(name)}; use the number of this machine, such as 127.0.0.1"
    if changing and origin is not None and origin.lower() != f"{scheme}://{host.lower()}":
        return f"a page from {quoted(origin)} may not connect; open the page that this server shows"
    return None


def host_name(host: str) -> str:
    """Return the name in a Host header: without port, brackets and final dot, in lower case."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].removesuffix(".").lower()


class OriginGuard:
    """The middleware: refuses requests for which `refusal` gives a reason."""

    def __init__(self, app: ASGIApp, names: Collection[str], refuse: Callable[[str], None]) -> None:
        """Guard `app`; `names` as in `refusal`, and `refuse` counts a refusal, a sentence."""
        self._app, self._refuse = app, refuse
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with 403."""
        if scope["type"] in ("http", "websocket"):
            changing = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
            scheme = "https" if scope["scheme"] in ("https", "wss") else "http"
            sentence = refusal(Headers(scope=scope), self._names, changing, scheme)
            if sentence:
                self._refuse(sentence)
                await PlainTextResponse(sentence, 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
