"""An independent client finds the instrument and reads its tree; nothing but the loopback interface is used."""

import asyncio
import logging
import queue
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import zeroconf

from engine.controls import Desk
from osc_bridge.oscquery.advertisement import OSC, TREE, Advert
from osc_bridge.oscquery.http_server import WebServer

oscquery = pytest.importorskip("pythonoscquery.osc_query_client", reason="pip install python-oscquery")

PATIENCE = 20.0  # seconds until what is not found counts as missing


class Ear(zeroconf.ServiceListener):  # type: ignore[name-defined,misc]
    """Notes what appears and what goes."""

    def __init__(self) -> None:
        self.heard: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()

    def add_service(self, zc: Any, type_: str, name: str) -> None:
        self.heard.put(("added", name))

    def remove_service(self, zc: Any, type_: str, name: str) -> None:
        self.heard.put(("removed", name))

    def update_service(self, zc: Any, type_: str, name: str) -> None:
        """Nothing to note."""


@pytest.fixture
def radio() -> Iterator[Any]:
    try:
        radio = zeroconf.Zeroconf(interfaces=["127.0.0.1"])
    except OSError as error:
        pytest.skip(f"the loopback interface takes no multicast here ({error}); on Linux: ip link set lo multicast on")
    try:
        yield radio
    finally:
        radio.close()


def found(radio: Any, kind: str, port: int, ear: Ear) -> Any:
    """The service of that kind on that port, among those that appear; others on this machine may be there too."""
    while True:
        what, name = ear.heard.get(timeout=PATIENCE)
        info = radio.get_service_info(kind, name, timeout=int(PATIENCE * 1000)) if what == "added" else None
        if info is not None and info.port == port:
            return info


def test_an_independent_client_finds_and_reads_the_tree(radio: Any) -> None:
    desk = Desk()
    desk.write({"tempo": 140.0})
    with WebServer(desk, port=0, lock=threading.Lock()) as web:
        ear = Ear()
        zeroconf.ServiceBrowser(radio, TREE, ear)
        web.start(osc_port=54_321)
        info = found(radio, TREE, web.port, ear)
        client = oscquery.OSCQueryClient(info)
        host = client.get_host_info()
        assert (host.name, host.osc_ip, host.osc_port, host.osc_transport) == ("vamen", "127.0.0.1", 54_321, "UDP")
        root = client.query_node("/")
        tempo = root.find_subnode("/vamen/tempo")
        assert (tempo.value, int(tempo.access)) == ([140.0], 3)
        assert tempo.description
        for path in (
            "/vamen/latent/15",
            "/vamen/norm/level",
            "/vamen/step/31/kick",
            "/vamen/meter/beat",
            "/vamen/play",
        ):
            assert root.find_subnode(path).full_path == path
        desk.write({"tempo": 99.0})
        assert client.query_node("/vamen/tempo").value == [99.0]
        assert client.query_node("/vamen/nothing") is None
        web.stop()
        while ear.heard.get(timeout=PATIENCE) != ("removed", info.name):  # it says goodbye
            pass


def test_osc_itself_is_found_too(radio: Any) -> None:
    with WebServer(Desk(), port=0, lock=threading.Lock()) as web:
        ear = Ear()
        zeroconf.ServiceBrowser(radio, OSC, ear)
        web.start(osc_port=web.port)  # a number that nobody else announces here
        assert found(radio, OSC, web.port, ear).parsed_addresses() == ["127.0.0.1"]


def test_bound_to_one_interface_only_that_one_is_announced_and_bound_to_all_never_the_loopback_one() -> None:
    (tree, osc) = Advert("192.0.2.7", 7771, 7770).services()
    assert (tree.type, tree.port, tree.parsed_addresses()) == (TREE, 7771, ["192.0.2.7"])
    assert (osc.type, osc.port, osc.parsed_addresses()) == (OSC, 7770, ["192.0.2.7"])
    everywhere = Advert("0.0.0.0", 7771, 7770).services()[0].parsed_addresses()
    assert everywhere == ["127.0.0.1"] or not any(address.startswith("127.") for address in everywhere)


def run(advert: Advert) -> None:
    async def briefly() -> None:
        ending = asyncio.Event()
        ending.set()
        await advert.run(ending)

    asyncio.run(briefly())


def test_an_end_while_it_is_being_announced_is_an_end(radio: Any, caplog: pytest.LogCaptureFixture) -> None:
    run(Advert("127.0.0.1", 7771, 7770))
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_network_that_does_not_let_us_is_a_note(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(interfaces: list[str]) -> None:
        raise OSError("no multicast here")

    monkeypatch.setattr("zeroconf.asyncio.AsyncZeroconf", refused)
    run(Advert("127.0.0.1", 7771, 7770))
    assert "not announced on the network: no multicast here" in caplog.text
