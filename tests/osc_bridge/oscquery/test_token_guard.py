"""Other machines need the token: in the address once, then in a cookie; this machine needs none."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from osc_bridge.oscquery.token_guard import TokenGuard

HERE, PHONE = "127.0.0.1", "192.168.1.30"
TOKEN = "kSRBw6cO3yZt1GfP"


def answer(
    client: str,
    path: str = "/panel/address",
    query: str = "",
    cookie: str | None = None,
    *,
    kind: str = "http",
    token: str = TOKEN,
    osc_is_open: bool = False,
    refusals: list[str] | None = None,
) -> tuple[int, dict[str, str]]:
    """Return the status and the headers with which a request is answered; the app behind the guard answers 200."""
    sent: list[Any] = []
    scope = {
        "type": kind,
        "scheme": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [] if cookie is None else [(b"cookie", cookie.encode())],
        "client": (client, 50_000),
        "extensions": {"websocket.http.response": {}},
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    guard = TokenGuard(
        PlainTextResponse("in"),
        token=token,
        osc_is_open=osc_is_open,
        refuse=([] if refusals is None else refusals).append,
    )
    asyncio.run(guard(scope, receive, send))
    headers: Sequence[tuple[bytes, bytes]] = sent[0]["headers"]
    return sent[0]["status"], {name.decode(): value.decode() for name, value in headers}


@pytest.mark.parametrize("client", [HERE, "127.8.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_needs_no_token(client: str) -> None:
    assert answer(client)[0] == 200
    assert answer(client, token="")[0] == 200


@pytest.mark.parametrize("client", [PHONE, "::ffff:192.168.1.30", "fe80::1%eth0", "unknown", ""])
def test_other_machines_are_refused_without_it(client: str) -> None:
    refusals: list[str] = []
    assert answer(client, refusals=refusals)[0] == 403
    assert answer(client, kind="websocket", refusals=refusals)[0] == 403
    assert answer(client, query="token=", token="", refusals=refusals)[0] == 403
    assert answer(client, query=f"token={TOKEN}x", refusals=refusals)[0] == 403
    assert answer(client, query="token=%ff%00", cookie="vamen=\xe9", refusals=refusals)[0] == 403
    assert len(refusals) == 5 and "token" in refusals[0] and "--panel-host" in refusals[2]


def test_the_address_with_the_token_sets_a_cookie_and_leads_to_the_address_without_it() -> None:
    status, headers = answer(PHONE, "/", f"token={TOKEN}")
    assert (status, headers["location"]) == (303, "/")
    assert f"vamen={TOKEN}" in headers["set-cookie"]
    assert "HttpOnly" in headers["set-cookie"] and "SameSite=strict" in headers["set-cookie"]
    for kind in ("http", "websocket"):
        assert answer(PHONE, cookie=f"vamen={TOKEN}", kind=kind)[0] == 200


@pytest.mark.parametrize("path", ["//evil.example/", "///evil.example"])
def test_it_leads_to_no_other_site(path: str) -> None:
    location = answer(PHONE, path, f"token={TOKEN}")[1]["location"]
    assert location.startswith("/evil.example")


@pytest.mark.parametrize("other", ['theme={"dark":1}', "a b=c", "x[y]=1", "=", ";;"])
def test_cookies_of_other_programs_on_this_host_do_not_lock_out(other: str) -> None:
    assert answer(PHONE, cookie=f"{other}; vamen={TOKEN}")[0] == 200
    assert answer(PHONE, cookie=f"vamen={TOKEN}; {other}")[0] == 200


def test_oscquery_is_as_open_as_osc_and_the_panel_is_not() -> None:
    assert answer(PHONE, "/vamen/tempo", osc_is_open=True)[0] == 200
    assert answer(PHONE, "/vamen/tempo")[0] == 403
    assert answer(PHONE, "/panel/loop.wav", osc_is_open=True)[0] == 403
