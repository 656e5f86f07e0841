"""Print the meters of a running vamen: position, level, load.

vamen play                              in one terminal
python examples/read_meters.py          in another; a number behind it is the port
"""

import sys
import time

from pythonosc.udp_client import SimpleUDPClient

SECONDS = 2.0


def main() -> None:
    """Subscribe, print a line for each beat, unsubscribe."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 7770
    client = SimpleUDPClient("127.0.0.1", port)
    # A subscription lasts 60 s. It sends every value at once and then those that change, at most 30 times a second.
    client.send_message("/vamen/listen", "/vamen/meter/*")
    meters: dict[str, float] = {}
    beat = -1
    end = time.perf_counter() + SECONDS
    for message in client.get_messages(timeout=1.0):
        meters[message.address.removeprefix("/vamen/meter/")] = message.params[0]
        if "peak" in meters and int(meters.get("beat", beat)) > beat:
            beat = int(meters["beat"])
            print(f"beat {beat}: peak {meters['peak']:.1f} dBFS, load {meters.get('load', 0):.0%}")
        if time.perf_counter() > end:
            break
    client.send_message("/vamen/ignore", [])
    if not meters:
        sys.exit(f"no reply from port {port}: is vamen play running?")


if __name__ == "__main__":
    main()
