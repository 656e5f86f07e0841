"""Draw the picture of the Max patch in the documentation from the patch's own geometry.

python -m benchmarks.patch_picture     writes docs/patch.png
"""

import json
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from osc_bridge.hosts.layout import WIDTH, pages
from osc_bridge.hosts.max_msp import maxpat
from osc_bridge.hosts.patch_target import PatchTarget, card_of

PICTURE = Path(__file__).parents[1] / "docs" / "patch.png"
GROUND, PAPER, LINE, INK, ACCENT = "#2b2b2e", "#3d3d42", "#6d6d75", "#e8e8ea", "#f0a040"


def main() -> None:
    target = PatchTarget.of(card_of(None), "127.0.0.1", 7770)
    patch = json.loads(maxpat(target))["patcher"]
    image = Image.new("RGB", (WIDTH, pages(target)[0].height), GROUND)
    pen = ImageDraw.Draw(image)
    for entry in patch["boxes"]:
        if entry["box"].get("presentation"):
            draw(pen, entry["box"])
    image.quantize(16).save(PICTURE, optimize=True)


def draw(pen: ImageDraw.ImageDraw, box: dict[str, Any]) -> None:
    """Draw one box approximately as Max shows it."""
    x, y, width, height = box["presentation_rect"]
    frame = (x, y, x + width - 1, y + height - 1)
    if box["maxclass"] == "live.dial":
        value = box["saved_attribute_attributes"]["valueof"]
        radius = min(width, height - 28) / 2
        middle, centre = x + width / 2, y + 14 + radius
        circle = (middle - radius, centre - radius, middle + radius, centre + radius)
        reach = value["parameter_mmax"] - value["parameter_mmin"]
        angle = 120 + 300 * (value["parameter_initial"][0] - value["parameter_mmin"]) / reach
        pen.arc(circle, 120, 420, LINE, 3)
        pen.arc(circle, 120, angle, ACCENT, 3)
        write(pen, value["parameter_shortname"], middle, y + 6)
        write(pen, f"{value['parameter_initial'][0]:g}", middle, y + height - 6)
    elif box["maxclass"] == "pictslider":
        pen.rectangle(frame, PAPER, LINE)
        pen.line((x, y + height / 2, x + width, y + height / 2), LINE)
        pen.line((x + width / 2, y, x + width / 2, y + height), LINE)
        pen.ellipse((x + width / 2 - 6, y + height / 2 - 6, x + width / 2 + 6, y + height / 2 + 6), ACCENT)
    elif box["maxclass"] == "comment":
        pen.text((x, y + height / 2), box["text"], INK, font(), anchor="lm")
    else:
        pen.rounded_rectangle(frame, 4, PAPER, LINE)
        write(pen, box.get("text", ""), x + width / 2, y + height / 2)


def write(pen: ImageDraw.ImageDraw, text: str, x: float, y: float) -> None:
    pen.text((x, y), text, INK, font(), anchor="mm")


def font() -> Any:
    return ImageFont.load_default(10)


if __name__ == "__main__":
    main()
