"""An address as a QR code that a phone reads from the terminal: text in, rich text of half blocks out."""

from rich.text import Text

BORDER = 2  # light modules around it; phones read two as well as the four of the standard, which need more lines
# by whether the upper and the lower module of a character are dark; light ones are drawn, as terminals are mostly dark
HALF_BLOCKS = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}


def qr_code(address: str) -> Text:
    """Return the code of an address: two modules a character, light on dark."""
    import segno

    rows = [
        [bool(module) for module in row]
        for row in segno.make(address, error="l", micro=False).matrix_iter(border=BORDER)
    ]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    lines = ("".join(HALF_BLOCKS[pair] for pair in zip(*rows[i : i + 2], strict=True)) for i in range(0, len(rows), 2))
    return Text("\n".join(lines), "bright_white on black", no_wrap=True)
