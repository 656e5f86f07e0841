"""Requests of foreign pages are refused; those of programs and of own pages pass."""

import pytest
from starlette.datastructures import Headers

from osc_bridge.oscquery.origin_guard import host_name, refusal

NAMES = {"studio", "studio.local"}


def refused(host: str | None, origin: str | None = None, websocket: bool = True) -> str | None:
    given = {"host": host, "origin": origin}
    return refusal(Headers({key: value for key, value in given.items() if value is not None}), NAMES, websocket)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:7771",
        "localhost:7771",
        "LOCALHOST",
        "192.168.1.20:7771",
        "[::1]:7771",
        "studio.local:7771",
        "Studio.",
    ],
)
def test_the_addresses_and_names_of_this_machine_are_accepted(host: str) -> None:
    assert refused(host) is None
    assert refused(host, f"http://{host}") is None


def test_a_request_without_host_is_accepted() -> None:
    assert refused(None) is None


@pytest.mark.parametrize("websocket", [False, True])
@pytest.mark.parametrize(
    "host",
    ["evil.example:7771", "127.0.0.1.evil.example", "localhost.evil.example", "[evil]", "127.1", "2130706433", ":"],
)
def test_a_foreign_host_name_is_refused(host: str, websocket: bool) -> None:
    sentence = refused(host, f"http://{host}", websocket)
    assert sentence is not None and "127.0.0.1" in sentence


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://127.0.0.1:7771",
        "http://127.0.0.1:8000",
        "http://127.0.0.1",
        "http://localhost:7771",
        "http://127.0.0.1:7771.evil.example",
        "file://",
        "null",
        "",
    ],
)
def test_a_page_of_another_site_cannot_open_a_websocket(origin: str) -> None:
    sentence = refused("127.0.0.1:7771", origin)
    assert sentence is not None and "may not connect" in sentence
    assert refused("127.0.0.1:7771", origin, websocket=False) is None  # but cannot read the response


def test_the_name_in_a_host_header() -> None:
    assert host_name("[fe80::1]:80") == "fe80::1"
    assert host_name("Studio.Local.:7771") == "studio.local"
