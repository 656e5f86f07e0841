"""Take the pictures of the panel for the documents: python -m benchmarks.panel_pictures docs     (with chromium)

out   panel.png at 1280x720, panel-laptop.png, panel-phone.png and panel-phone-wide.png, each of at most 200 kB
"""

import argparse
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.live import send, started
from tests.osc_bridge.panel.browser import READY, SIZES, chromium

FILES = {"desktop": "panel", "laptop": "panel-laptop", "phone": "panel-phone", "phone, wide": "panel-phone-wide"}
COLOURS = (256, 192, 128, 96, 64)  # as many as fit into MAX_PICTURE_BYTES
MAX_PICTURE_BYTES = 200_000
SOUND = {"latent/0": 0.8, "latent/1": -0.6, "latent/2": 1.2, "latent/3": 0.5, "drive": 0.3, "width": 0.6}
SETTLE_MS = 1500  # until what was set is painted and the meters move


def save(page: Page, path: Path) -> None:
    """Write what a page shows."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in COLOURS:
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MAX_PICTURE_BYTES:
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with chromium() as browser, started("--null", "--panel-port", "0", "--midi", "none") as live:
        send(live.port, "/vamen/preset", "bright backbeat")
        for id, value in SOUND.items():
            send(live.port, f"/vamen/{id}", value)
        for name, file in FILES.items():
            width, height = SIZES[name]
            page = browser.new_page(viewport={"width": width, "height": height}, has_touch=name.startswith("phone"))
            page.goto(f"http://127.0.0.1:{live.panel}/")
            while not page.evaluate(READY):
                page.wait_for_timeout(20)
            page.wait_for_timeout(SETTLE_MS)
            save(page, folder / f"{file}.png")
            page.close()


if __name__ == "__main__":
    main()
