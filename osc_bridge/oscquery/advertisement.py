"""Being found: an interface and two ports -> two services on the local network, until told to end.

_oscjson._tcp   the tree (OSCQuery)
_osc._udp       OSC itself

Bound to this machine only, the services are announced on the loopback interface only.
"""

import asyncio
import ipaddress
import logging
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zeroconf import ServiceInfo
    from zeroconf.asyncio import AsyncZeroconf

TREE, OSC = "_oscjson._tcp.local.", "_osc._udp.local."
FAREWELL = 0.5  # seconds for taking the services back

_logger = logging.getLogger(__name__)


class Advert:
    """Two services, while `run` runs."""

    def __init__(self, address: str, web_port: int, osc_port: int) -> None:
        """Announce nothing yet.

        Args:
            address: number of the interface that both ports are bound to; "0.0.0.0" or "::" for all.
            web_port: TCP port of the tree.
            osc_port: UDP port of OSC.
        """
        self._address = ipaddress.ip_address(address.partition("%")[0])
        self._ports = {TREE: web_port, OSC: osc_port}

    async def run(self, ending: asyncio.Event) -> None:
        """Announce both until `ending` is set. A network that does not let us is a note in the log, no error."""
        from zeroconf.asyncio import AsyncZeroconf  # here, not above: the first sound should not wait for it

        try:
            radio = AsyncZeroconf(interfaces=self._reachable())
        except (OSError, RuntimeError) as error:
            _logger.warning("not announced on the network: %s", error)
            return
        try:
            await self._announce(radio, ending)
        finally:
            try:
                async with asyncio.timeout(FAREWELL):
                    await radio.async_close()
            except (TimeoutError, OSError) as error:
                _logger.debug("the announcement was not taken back: %s", error)

    async def _announce(self, radio: "AsyncZeroconf", ending: asyncio.Event) -> None:
        announcing = asyncio.create_task(self._register(radio))
        told = asyncio.create_task(ending.wait())
        await asyncio.wait({announcing, told}, return_when=asyncio.FIRST_COMPLETED)
        if not announcing.done():
            announcing.cancel()
        try:
            await announcing
        except asyncio.CancelledError:
            return
        except Exception as error:  # the library raises many kinds, none of which matters to the music
            _logger.warning("not announced on the network: %s", error)
        await told

    async def _register(self, radio: "AsyncZeroconf") -> None:
        for info in self.services():
            # a second instrument on the network gets a number behind its name
            await (await radio.async_register_service(info, allow_name_change=True))

    def services(self) -> list["ServiceInfo"]:
        """What is announced."""
        from zeroconf import ServiceInfo

        host = f"{socket.gethostname().partition('.')[0]}-vamen-{self._ports[TREE]}.local."
        addresses = self._reachable()
        return [
            ServiceInfo(kind, f"vamen.{kind}", port=port, server=host, parsed_addresses=addresses)
            for kind, port in self._ports.items()
        ]

    def _reachable(self) -> list[str]:
        """Addresses under which others reach us; never loopback when there is any other."""
        if not self._address.is_unspecified:
            return [str(self._address)]
        import ifaddr

        numbers = (ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str))
        return [number for number in numbers if not ipaddress.ip_address(number).is_loopback] or ["127.0.0.1"]
