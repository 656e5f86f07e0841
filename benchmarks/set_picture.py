"""Draw a scripted set: python -m benchmarks.set_picture examples/eight_minutes.txt docs/eight_minutes.png

Over its time: what is recalled, the spectrum and the level of the sound, and a row for each kind of move. The script is
rendered for that, which takes a minute or two.
"""

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine.arrays import Floats
from engine.spec import BAR_BEATS, SPEC
from engine.tape.mel import magnitudes, to_bands, to_levels
from training.pictures import to_colours

from .set_trace import Column, SetTrace, trace

WIDTH, LEFT, RIGHT, GAP = 1840, 168, 20, 5
SPECTRUM_HEIGHT, LEVEL_HEIGHT, ROW_HEIGHT, TALL_ROW = 256, 64, 22, 46
BARS_APART = 32  # of the lines through all rows
GROUND, PANEL, LINE, INK, DIM = "#0c0e11", "#14171c", "#39414d", "#f1f4f8", "#a7b0bd"
KICK, SNARE, HATS, LOCK, PLAIN, ALARM = "#ff9d5c", "#6fd3ff", "#c7f06b", "#d0a8ff", "#dfe5ee", "#ff6f6f"
SECTION_COLOURS = ("#28405a", "#3c3159")  # in turn
SCENE_COLOUR = "#8a4b1f"
LFO_COLOURS = (HATS, "#ffd166", SNARE, LOCK)
QUIET_LEVEL, LOUD_LEVEL = 0.35, 0.92  # of the spectrum: black and white
LOWEST_DB, HIGHEST_DB, LEVEL_COLUMNS = -36.0, -8.0, 5  # the mean of so many columns of the picture
LOWEST_HZ, HIGHEST_HZ = 20.0, 20_000.0
MAX_HEIGHT = 2000
CHUNK = 8192  # frames whose spectra are computed at a time
COLOURS = (192, 128, 96, 64)  # as many as fit into MAX_PICTURE_BYTES
MAX_PICTURE_BYTES = 300_000


class SetPicture:
    """A picture that grows row by row."""

    def __init__(self, found: SetTrace) -> None:
        self.found, self.top = found, GAP
        self.lasts = len(found.audio) / SPEC.rate
        self.image = Image.new("RGB", (WIDTH, MAX_HEIGHT), GROUND)
        self.draw = ImageDraw.Draw(self.image)
        self.small, self.large = ImageFont.load_default(17), ImageFont.load_default(20)
        self.columns = np.arange(WIDTH - LEFT - RIGHT)
        self.times = (self.columns + 0.5) * self.lasts / len(self.columns)

    def x(self, seconds: float) -> int:
        """Return the pixel column of a time."""
        return LEFT + round(seconds / self.lasts * len(self.columns))

    def row(self, name: str, height: int, colour: str = DIM, ground: str = PANEL) -> tuple[int, int]:
        """Begin a row; returns its first and last pixel row."""
        top, bottom = self.top, self.top + height - 1
        self.draw.rectangle((LEFT, top, WIDTH - RIGHT - 1, bottom), ground)
        self.draw.text((LEFT - 10, (top + bottom) / 2), name, colour, self.small, "rm")
        self.top = bottom + 1 + GAP
        return top, bottom

    def sampled(self, values: Column) -> Column:
        """Return values of the trace at each pixel column: those at the time before."""
        index = np.searchsorted(self.found.seconds, self.times).clip(0, len(values) - 1)
        return values[index]

    def amounts(self, name: str, values: Column, colour: str) -> None:
        """Draw a row of amounts, 0..1, as bars from its bottom."""
        top, bottom = self.row(name, ROW_HEIGHT, colour)
        for column, amount in zip(self.columns, self.sampled(values), strict=True):
            if amount > 0:
                height = 3 + amount * (bottom - top - 3)
                self.draw.line((LEFT + column, bottom - height, LEFT + column, bottom), colour)

    def marks(self, name: str, times: list[float], colour: str) -> None:
        """Draw a row of moments."""
        top, bottom = self.row(name, ROW_HEIGHT, colour)
        for time in times:
            self.draw.line((self.x(time), top + 3, self.x(time), bottom - 3), colour, 2)

    def sections(self) -> None:
        """Draw what is recalled, each with its name."""
        top, bottom = self.row("preset, scene", 40)
        known = self.found.sections
        ends = [section.begin for section in known[1:]] + [self.lasts]
        for number, (section, end) in enumerate(zip(known, ends, strict=True)):
            left, right = self.x(section.begin), self.x(end) - 2
            colour = SCENE_COLOUR if section.scene else SECTION_COLOURS[number % 2]
            self.draw.rounded_rectangle((left, top, right, bottom), 4, colour)
            for text in (section.name, *section.name.split()[:1]):
                if self.small.getlength(text) < right - left - 6:
                    self.draw.text(((left + right) / 2, (top + bottom) / 2), text, INK, self.small, "mm")
                    break

    def spectrum(self) -> None:
        """Draw the spectrum of the sound, low tones at the bottom."""
        top, _ = self.row("spectrum", SPECTRUM_HEIGHT)
        levels = (levels_of(self.found.audio, len(self.columns)) - QUIET_LEVEL) / (LOUD_LEVEL - QUIET_LEVEL)
        halves = levels.reshape(len(levels), SPECTRUM_HEIGHT, -1).max(2)
        self.image.paste(Image.fromarray(to_colours(halves)), (LEFT, top))

    def level(self) -> None:
        """Draw the mean level of the sound, dB, from LOWEST_DB at the bottom to HIGHEST_DB."""
        top, bottom = self.row("level", LEVEL_HEIGHT)
        powers = [np.square(part).mean() for part in np.array_split(self.found.audio, len(self.columns))]
        smooth = np.convolve(powers, np.full(LEVEL_COLUMNS, 1 / LEVEL_COLUMNS), "same")
        shares = (10 * np.log10(smooth + 1e-12) - LOWEST_DB) / (HIGHEST_DB - LOWEST_DB)
        for column, share in zip(self.columns, shares.clip(0, 1), strict=True):
            self.draw.line((LEFT + column, bottom - share * (bottom - top), LEFT + column, bottom), "#7d8fa8")

    def filters(self) -> None:
        """Draw what the filters let through, low tones at the bottom."""
        top, bottom = self.row("filters", TALL_ROW, "#ffd166")
        place = {
            id: np.log(self.sampled(self.found.values[id]) / LOWEST_HZ) / np.log(HIGHEST_HZ / LOWEST_HZ)
            for id in ("filter/low", "filter/high")
        }
        for column, high, low in zip(self.columns, place["filter/low"], place["filter/high"], strict=True):
            ends = (bottom - high * (bottom - top), bottom - low * (bottom - top))
            moved = high < 0.999 or low > 0.001
            self.draw.line((LEFT + column, ends[0], LEFT + column, ends[1]), "#b8892f" if moved else "#3a3220")

    def lfos(self) -> None:
        """Draw what LFOs add, each in its colour and with the name of its target."""
        top, bottom = self.row("LFOs", TALL_ROW)
        middle, half = (top + bottom) / 2, (bottom - top) / 2 - 3
        for offsets, names, colour in zip(self.found.lfos, self.found.targets, LFO_COLOURS, strict=True):
            edges = [0, *(at for at in range(1, len(names)) if names[at] != names[at - 1]), len(names)]
            for begin, end in pairwise(edges):
                if names[begin]:
                    xs = map(self.x, self.found.seconds[begin:end])
                    points = list(zip(xs, middle - half * offsets[begin:end], strict=True))
                    self.draw.line(points, colour, 2)
                    place = (points[0][0] + 3, top)
                    self.draw.text(place, names[begin], colour, self.small, stroke_width=2, stroke_fill=PANEL)

    def ruler(self) -> None:
        """Draw minutes below the rows, and lines of bars through them."""
        bottom = self.top
        for bar in range(0, int(self.found.beats[-1] / BAR_BEATS) + 2, BARS_APART):
            seconds = round(self.found.at(bar * BAR_BEATS))
            x = self.x(self.found.at(bar * BAR_BEATS))
            for y in range(GAP, bottom, 8):
                self.draw.line((x, y, x, y + 1), LINE)
            self.draw.text((x, bottom + 2), f"bar {bar + 1}", INK, self.small, "ma")
            self.draw.text((x, bottom + 22), f"{seconds // 60}:{seconds % 60:02}", DIM, self.small, "ma")
        self.top = bottom + 44


def levels_of(audio: Floats, columns: int) -> Floats:
    """Return the loudest levels (columns, bands) of samples (n, 2) in as many equal parts."""
    mono = audio.mean(1)
    centres = np.arange(0, len(mono), SPEC.hop)
    chunks = [to_levels(to_bands(magnitudes(mono, centres[at : at + CHUNK]))) for at in range(0, len(centres), CHUNK)]
    parts = np.array_split(np.concatenate(chunks), columns)
    return np.stack([np.percentile(part, 85, axis=0) for part in parts]).astype(np.float32)


def picture_of(found: SetTrace) -> Image.Image:
    """Return the picture of a set."""
    picture, values = SetPicture(found), found.values
    picture.sections()
    picture.spectrum()
    picture.level()
    for drum, colour in (("kick", KICK), ("snare", SNARE), ("hats", HATS)):
        picture.amounts(drum, (1 - values[f"mute/{drum}"]) * 0.6, colour)
    picture.filters()
    picture.amounts("drive", values["drive"], ALARM)
    picture.amounts("punch", np.abs(values["punch"]), ALARM)
    picture.amounts("room", values["room"], "#8fb8ff")
    picture.amounts("crush", np.log(44_100 / values["crush/rate"]) / np.log(10), ALARM)
    repeats = np.log2(32 / values["stutter"].clip(0.25))
    picture.amounts("stutter", np.where(values["stutter"] > 0, repeats / 7, 0), PLAIN)
    pace = np.abs(values["speed"]) * (1 - 0.5 * values["halftime"]) * (1 - values["freeze"])
    picture.amounts("slowed", np.where(pace < 1, 1 - pace, 0), PLAIN)
    picture.amounts("reverse", values["reverse"] * 0.6, PLAIN)
    picture.amounts("shuffle", values["shuffle/chance"], PLAIN)
    picture.marks("slices", found.slices, PLAIN)
    picture.amounts("gesture", found.gestures * 0.4, LOCK)
    picture.lfos()
    picture.amounts("drift", values["drift/amount"], LOCK)
    picture.amounts("fills", found.fills * 0.6, "#ffd166")
    picture.marks("another break", found.variations, "#ffd166")
    picture.amounts("locked", found.locks / SPEC.steps, LOCK)
    picture.ruler()
    return picture.image.crop((0, 0, WIDTH, picture.top + GAP))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("script", type=Path)
    parser.add_argument("picture", type=Path)
    given = parser.parse_args()
    image = picture_of(trace(given.script))
    for colours in COLOURS:
        image.quantize(colours, dither=Image.Dither.NONE).save(given.picture, optimize=True)
        if given.picture.stat().st_size <= MAX_PICTURE_BYTES:
            return


if __name__ == "__main__":
    main()
