"""Sweep the kick of a running vamen over OSC. Any OSC library in any language can do the same.

vamen play                              in one terminal
python examples/sweep_over_osc.py       in another; a number behind it is the port
"""

import math
import sys
import time

from pythonosc.udp_client import SimpleUDPClient

ADDRESS = "/vamen/latent/0"  # the kick of the bundled model, -3 to 3
SECONDS = 4.0
MESSAGES_PER_SECOND = 50


def main() -> None:
    """Send a sine, then ask for the value."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 7770
    client = SimpleUDPClient("127.0.0.1", port)
    for index in range(round(SECONDS * MESSAGES_PER_SECOND)):
        client.send_message(ADDRESS, 2 * math.sin(2 * math.pi * index / MESSAGES_PER_SECOND / SECONDS))
        time.sleep(1 / MESSAGES_PER_SECOND)
    client.send_message(ADDRESS, 0.5)

    # An address without arguments is a query; the reply has the same address.
    client.send_message(ADDRESS, [])
    for message in client.get_messages(timeout=1.0):
        print(f"{message.address} is {message.params[0]:g}")
        return
    sys.exit(f"no reply from port {port}: is vamen play running?")


if __name__ == "__main__":
    main()
