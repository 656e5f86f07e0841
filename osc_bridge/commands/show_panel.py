"""The command `vamen panel`: the port of a running `vamen play` -> the address of its panel, perhaps as a QR code."""

import ssl
from urllib.error import URLError
from urllib.request import urlopen

from engine.errors import BadParameter, NoDevice
from osc_bridge.oscquery.http_server import OSCQUERY_PORT

ANSWER_TIMEOUT_S = 5.0  # from the same machine
MAX_ADDRESS_BYTES = 1000


def panel(*, panel_port: int = OSCQUERY_PORT, qr: bool = False) -> None:
    """Print the address of the panel of a vamen that plays on this machine.

    Args:
        panel_port: TCP port of the panel, as `vamen play` shows it.
        qr: Print it as a QR code, too, for a phone.
    """
    address = panel_address(panel_port)
    print(address)
    if qr:
        from rich.console import Console

        from osc_bridge.terminal.qr_code import qr_code

        Console().print(qr_code(address))


def panel_address(port: int) -> str:
    """Ask for the address, with the token if the panel is open to the network.

    Raises:
        BadParameter: there is no such port.
        NoDevice: no vamen answers on it.
    """
    if not 0 < port < 65_536:
        raise BadParameter(f"there is no port {port}; give one from 1 to 65535")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # it is this machine, and the user's certificate
    for scheme in ("http", "https"):
        try:
            with urlopen(
                f"{scheme}://127.0.0.1:{port}/panel/address", timeout=ANSWER_TIMEOUT_S, context=context
            ) as answer:
                text = answer.read(MAX_ADDRESS_BYTES).decode("ascii", "replace")
        except (URLError, OSError, ValueError):
            continue
        if text.startswith(("http://", "https://")) and text.isprintable():
            return str(text)
    raise NoDevice(f"no vamen with a panel answers on port {port} of this machine; start one with `vamen play`")
