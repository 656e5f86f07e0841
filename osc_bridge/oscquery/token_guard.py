"""ASGI middleware that lets other machines in by a token only: in the address once, then in a cookie.

Requests from this machine pass. Others need the token for the panel, and for OSCQuery as well unless OSC, which has no
passwords, is open to the network anyway. GET /?token=... sets the cookie and leads to the address without the token,
so that it does not stay on the screen.
"""

import hmac
import ipaddress
from collections.abc import Callable

from starlette.datastructures import Headers, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

TOKEN_COOKIE = "vamen"
COOKIE_SECONDS = 365 * 24 * 3600


class TokenGuard:
    """The middleware."""

    def __init__(self, app: ASGIApp, *, token: str, osc_is_open: bool, refuse: Callable[[str], None]) -> None:
        """Guard `app`.

        Args:
            app: what is guarded.
            token: that other machines need; empty if none of them may use the panel.
            osc_is_open: whether other machines may send OSC without it.
            refuse: counts a refusal, a sentence.
        """
        self._app, self._token, self._osc_is_open, self._refuse = app, token, osc_is_open, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, answer it with the cookie, or refuse it with 403."""
        if scope["type"] not in ("http", "websocket") or _is_here(scope):
            await self._app(scope, receive, send)
            return
        headers, given = Headers(scope=scope), QueryParams(scope["query_string"].decode("latin-1")).get("token", "")
        if self._is_right(given) and scope["type"] == "http":
            response = RedirectResponse(f"/{scope['path'].lstrip('/')}", 303)  # "//host" would be another site
            response.set_cookie(
                TOKEN_COOKIE,
                self._token,
                max_age=COOKIE_SECONDS,
                secure=scope["scheme"] == "https",
                httponly=True,
                samesite="strict",
            )
            await response(scope, receive, send)
        elif self._is_right(_cookie(headers)) or (self._osc_is_open and not _is_panel(scope, headers) and not given):
            await self._app(scope, receive, send)
        else:
            sentence = (
                "the panel needs its token on other machines; open the address that `vamen play` prints"
                if self._token
                else "the panel is for vamen's own machine; start it with --panel-host 0.0.0.0 to open it"
            )
            self._refuse(f"{scope['client'][0]} was refused: {sentence}")
            await PlainTextResponse(sentence, 403)(scope, receive, send)

    def _is_right(self, given: str) -> bool:
        return bool(self._token) and hmac.compare_digest(given.encode(), self._token.encode())


def _is_here(scope: Scope) -> bool:
    """Return whether a request comes from this machine; a proxy on it may name anything as its client."""
    try:
        address = ipaddress.ip_address((scope.get("client") or ("",))[0].partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _is_panel(scope: Scope, headers: Headers) -> bool:
    return scope["path"].startswith("/panel/") or wants_page(scope["path"], headers)


def wants_page(path: str, headers: Headers) -> bool:
    """Return whether a request is that of a browser for the page."""
    return path == "/" and "text/html" in headers.get("accept", "")


def _cookie(headers: Headers) -> str:
    # as browsers do, and not as http.cookies, which returns nothing if the cookie of another program is malformed
    return cookie_parser(headers.get("cookie", "")).get(TOKEN_COOKIE, "")
