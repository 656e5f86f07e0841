"""Service discovery: an interface and two ports -> two DNS-SD services on the local network, while a task runs.

_oscjson._tcp   the address tree (OSCQuery)
_osc._udp       OSC

Ports that are bound to this machine are announced on the loopback interface only.
"""

import asyncio
import ipaddress
import logging
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zeroconf import ServiceInfo
    from zeroconf.asyncio import AsyncZeroconf

TREE_SERVICE, OSC_SERVICE = "_oscjson._tcp.local.", "_osc._udp.local."
GOODBYE_TIMEOUT_S = 0.5  # for taking the services back

_logger = logging.getLogger(__name__)


async def advertise(address: str, web_port: int, osc_port: int, stopping: asyncio.Event) -> None:
    """Announce the tree and OSC until `stopping` is set. A network that refuses is a line in the log, not an error.

    Args:
        address: of the interface that both ports are bound to; "0.0.0.0" or "::" for all.
        web_port: TCP port of the tree.
        osc_port: UDP port of OSC.
        stopping: ends the announcement.
    """
    from zeroconf.asyncio import AsyncZeroconf  # here, because it would delay the first sound

    infos = services(address, web_port, osc_port)
    try:
        zeroconf = AsyncZeroconf(interfaces=infos[0].parsed_addresses())
    except (OSError, RuntimeError) as error:
        _logger.warning("not announced on the network: %s", error)
        return
    registering = asyncio.create_task(_register(zeroconf, infos))
    stopped = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({registering, stopped}, return_when=asyncio.FIRST_COMPLETED)
        registering.cancel()  # does nothing when it is done
        try:
            await registering
        except asyncio.CancelledError:
            return
        except Exception as error:  # the library raises many types, none of which should stop the instrument
            _logger.warning("not announced on the network: %s", error)
        await stopped
    finally:
        try:
            async with asyncio.timeout(GOODBYE_TIMEOUT_S):
                await zeroconf.async_close()
        except (TimeoutError, OSError) as error:
            _logger.debug("the announcement was not taken back: %s", error)


def services(address: str, web_port: int, osc_port: int) -> "list[ServiceInfo]":
    """Return the descriptions of TREE_SERVICE and OSC_SERVICE, with arguments as in `advertise`."""
    from zeroconf import ServiceInfo

    host = f"{socket.gethostname().partition('.')[0]}-vamen-{web_port}.local."
    return [
        ServiceInfo(kind, f"vamen.{kind}", port=port, server=host, parsed_addresses=reachable(address))
        for kind, port in ((TREE_SERVICE, web_port), (OSC_SERVICE, osc_port))
    ]


async def _register(zeroconf: "AsyncZeroconf", infos: "list[ServiceInfo]") -> None:
    for info in infos:
        # a second instrument on the network gets a number after its name
        await (await zeroconf.async_register_service(info, allow_name_change=True))


def reachable(address: str) -> list[str]:
    """Return the addresses of an interface for other machines; loopback only when there is no other."""
    interface = ipaddress.ip_address(address.partition("%")[0])
    if not interface.is_unspecified:
        return [str(interface)]
    import ifaddr

    numbers = (ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str))
    return [number for number in numbers if not ipaddress.ip_address(number).is_loopback] or ["127.0.0.1"]
