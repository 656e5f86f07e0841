"""Pages of strangers are kept out; programs, and pages of this server, are let in."""

import pytest
from starlette.datastructures import Headers

from osc_bridge.oscquery.origin_guard import host_name, refusal

NAMES = {"studio", "studio.local"}


def asked(host: str | None, origin: str | None = None, websocket: bool = True) -> str | None:
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
def test_this_machine_may_be_called_by_its_numbers_and_names(host: str) -> None:
    assert asked(host) is None
    assert asked(host, f"http://{host}") is None


def test_a_program_of_the_old_kind_that_sends_no_host_is_let_in() -> None:
    assert asked(None) is None


@pytest.mark.parametrize("websocket", [False, True])
@pytest.mark.parametrize(
    "host",
    ["evil.example:7771", "127.0.0.1.evil.example", "localhost.evil.example", "[evil]", "127.1", "2130706433", ":"],
)
def test_a_name_that_somebody_else_may_point_to_us_is_refused(host: str, websocket: bool) -> None:
    sentence = asked(host, f"http://{host}", websocket)
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
def test_a_page_of_another_site_may_not_connect(origin: str) -> None:
    sentence = asked("127.0.0.1:7771", origin)
    assert sentence is not None and "may not connect" in sentence
    assert asked("127.0.0.1:7771", origin, websocket=False) is None  # and cannot read what it is answered


def test_the_name_in_a_host_header() -> None:
    assert host_name("[fe80::1]:80") == "fe80::1"
    assert host_name("Studio.Local.:7771") == "studio.local"
