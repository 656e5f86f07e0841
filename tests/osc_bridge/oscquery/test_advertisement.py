"""An independent client finds the instrument and reads its tree, on the loopback interface only."""

import asyncio
import logging
import queue
from collections.abc import Iterator
from typing import Any

import pytest
import zeroconf

from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.latent_names import LatentNames
from osc_bridge.oscquery.advertisement import OSC_SERVICE, TREE_SERVICE, advertise, services
from osc_bridge.oscquery.http_server import WebServer
from tests.fake_controls import FakeControls

oscquery = pytest.importorskip("pythonoscquery.osc_query_client", reason="pip install python-oscquery")

DISCOVERY_TIMEOUT_S = 20.0  # until a service counts as missing


class RecordingListener(zeroconf.ServiceListener):  # type: ignore[name-defined,misc]
    """A listener that records the services that appear and disappear."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()

    def add_service(self, zc: Any, type_: str, name: str) -> None:
        self.events.put(("added", name))

    def remove_service(self, zc: Any, type_: str, name: str) -> None:
        self.events.put(("removed", name))

    def update_service(self, zc: Any, type_: str, name: str) -> None:
        """Do nothing."""


@pytest.fixture
def zeroconf_client() -> Iterator[Any]:
    try:
        zeroconf_client = zeroconf.Zeroconf(interfaces=["127.0.0.1"])
    except OSError as error:
        pytest.skip(f"the loopback interface takes no multicast here ({error}); on Linux: ip link set lo multicast on")
    try:
        yield zeroconf_client
    finally:
        zeroconf_client.close()


def found(zeroconf_client: Any, kind: str, port: int, listener: RecordingListener) -> Any:
    """Return the service of a kind on a port; other instruments on this machine may appear too."""
    while True:
        what, name = listener.events.get(timeout=DISCOVERY_TIMEOUT_S)
        info = (
            zeroconf_client.get_service_info(kind, name, timeout=int(DISCOVERY_TIMEOUT_S * 1000))
            if what == "added"
            else None
        )
        if info is not None and info.port == port:
            return info


def test_an_independent_client_finds_and_reads_the_tree(zeroconf_client: Any) -> None:
    controls = FakeControls()
    controls.write({"tempo": 140.0})
    latents = LatentNames(lambda: (("kick", "how loud the bass drum is"), ("snare", "how loud the snare is")))
    with WebServer(OscHandler(controls, latents=latents), port=0) as web:
        listener = RecordingListener()
        zeroconf.ServiceBrowser(zeroconf_client, TREE_SERVICE, listener)
        web.serve(osc_port=54_321)
        info = found(zeroconf_client, TREE_SERVICE, web.port, listener)
        client = oscquery.OSCQueryClient(info)
        host = client.get_host_info()
        assert (host.name, host.osc_ip, host.osc_port, host.osc_transport) == ("vamen", "127.0.0.1", 54_321, "UDP")
        root = client.query_node("/")
        tempo = root.find_subnode("/vamen/tempo")
        assert (tempo.value, int(tempo.access)) == ([140.0], 3)
        assert tempo.description
        kick = root.find_subnode("/vamen/latent/kick")
        assert (kick.value, int(kick.access), kick.description[:22]) == ([0.0], 3, "kick: how loud the bas")
        assert root.find_subnode("/vamen/snare").value == [0.0]
        for container in ("/vamen/latent", "/vamen/preset"):
            node = client.query_node(container)
            assert node.is_container and node.description and client.last_json["TYPE"] and client.last_json["RANGE"]
        for path in (
            "/vamen/latent/15",
            "/vamen/norm/level",
            "/vamen/step/31/kick",
            "/vamen/meter/beat",
            "/vamen/play",
        ):
            assert root.find_subnode(path).full_path == path
        controls.write({"tempo": 99.0})
        assert client.query_node("/vamen/tempo").value == [99.0]
        assert client.query_node("/vamen/nothing") is None
        web.stop()
        while listener.events.get(timeout=DISCOVERY_TIMEOUT_S) != ("removed", info.name):  # the services are taken back
            pass


def test_osc_is_announced_too(zeroconf_client: Any) -> None:
    with WebServer(OscHandler(FakeControls()), port=0) as web:
        listener = RecordingListener()
        zeroconf.ServiceBrowser(zeroconf_client, OSC_SERVICE, listener)
        web.serve(osc_port=web.port)  # a number that no other instrument announces here
        assert found(zeroconf_client, OSC_SERVICE, web.port, listener).parsed_addresses() == ["127.0.0.1"]


def test_the_announced_addresses_are_those_of_the_interface_without_loopback() -> None:
    (tree, osc) = services("192.0.2.7", 7771, 7770)
    assert (tree.type, tree.port, tree.parsed_addresses()) == (TREE_SERVICE, 7771, ["192.0.2.7"])
    assert (osc.type, osc.port, osc.parsed_addresses()) == (OSC_SERVICE, 7770, ["192.0.2.7"])
    everywhere = services("0.0.0.0", 7771, 7770)[0].parsed_addresses()
    assert everywhere == ["127.0.0.1"] or not any(address.startswith("127.") for address in everywhere)


def advertise_briefly() -> None:
    async def run() -> None:
        stopping = asyncio.Event()
        stopping.set()
        await advertise("127.0.0.1", 7771, 7770, stopping)

    asyncio.run(run())


def test_it_can_be_stopped_while_it_registers(zeroconf_client: Any, caplog: pytest.LogCaptureFixture) -> None:
    advertise_briefly()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_network_that_refuses_is_a_line_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(interfaces: list[str]) -> None:
        raise OSError("no multicast here")

    monkeypatch.setattr("zeroconf.asyncio.AsyncZeroconf", refused)
    advertise_briefly()
    assert "not announced on the network: no multicast here" in caplog.text
