"""The buffer of "Listen here", fed with blocks that come late or not at all, by a clock of the test's own.

A tone of 1 kHz comes in blocks of 10 ms at 44 100 Hz, and what is played at 48 000 Hz is looked at: a click would be a
second difference far above the tone's own.
"""

import base64
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

TONE = """
async ([code, how]) => {
  const { ppm = 0, jitter = 0, block = 128, stall, lost, first = 0, restart = null, seconds = 20 } = how;
  const { SoundBuffer } = await import(`data:text/javascript;base64,${code}`);
  const buffer = new SoundBuffer(44100, 48000);
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const arrivals = []; // [seconds, index of the block]
  for (let index = 0, last = 0; index < seconds * 100; index++) {
    let time = ((index + 1) * 0.01) / (1 + ppm * 1e-6) + random() * jitter;
    if (stall && time > stall[0] && time < stall[1]) time = stall[1];
    arrivals.push([(last = Math.max(time, last)), index]);
  }
  const [left, right, all] = [new Float32Array(block), new Float32Array(block), []];
  let [bend, lowest, highest, next] = [0, 1, 0, 0];
  for (let at = 0; at < seconds * 48000; at += block) {
    for (; next < arrivals.length && arrivals[next][0] <= at / 48000; next++) {
      const index = arrivals[next][1];
      if (lost && index >= lost[0] && index < lost[1]) continue;
      const samples = Int16Array.from({ length: 882 }, (_, i) =>
        Math.round(16384 * Math.sin((2 * Math.PI * 1000 * (index * 441 + (i >> 1))) / 44100)));
      const number = restart !== null && index >= restart ? (index - restart) * 441 : first + index * 441;
      buffer.push(number % 2 ** 31, samples);
    }
    buffer.pull(left, right);
    for (const sample of left) {
      all.push(sample);
      if (all.length > 3) all.shift();
      bend = Math.max(bend, Math.abs(all[0] - 2 * all[1] + all[2]) || 0);
    }
    lowest = Math.min(lowest, buffer.ratio);
    highest = Math.max(highest, buffer.ratio);
  }
  const { dropouts, gaps, level } = buffer;
  return { dropouts, gaps, level, bend: bend / (0.5 * ((2 * Math.PI * 1000) / 48000) ** 2), lowest, highest };
}
"""


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def played(page: Page, **how: Any) -> dict[str, float]:
    """Return what the buffer counted and how the tone came out; `bend` is 1 for the tone as it is."""
    code = base64.b64encode((files("osc_bridge.panel") / "assets" / "listen-worklet.js").read_bytes()).decode()
    found: dict[str, float] = page.evaluate(TONE, [code, how])
    return found


@pytest.mark.parametrize("block", [128, 1024])
@pytest.mark.parametrize("ppm", [-200, 200])
def test_blocks_up_to_30_ms_late_from_another_clock_are_played_without_a_dropout(
    blank: Page, ppm: int, block: int
) -> None:
    found = played(blank, ppm=ppm, jitter=0.03, block=block)
    assert found["dropouts"] == found["gaps"] == 0
    assert found["level"] < 0.08  # seconds
    assert 0.999 < found["lowest"] <= found["highest"] < 1.002  # 3.5 cents
    assert found["bend"] < 1.5


def test_sound_fades_when_nothing_comes_and_goes_on_when_it_does(blank: Page) -> None:
    found = played(blank, stall=[5, 5.5], seconds=10)
    assert found["dropouts"] == 1
    assert found["gaps"] == 0
    assert found["level"] < 0.12  # what came too late is not played
    assert found["bend"] < 1.5


def test_lost_blocks_are_counted_and_leave_a_hole_without_clicks(blank: Page) -> None:
    found = played(blank, lost=[500, 503], seconds=10)
    assert (found["dropouts"], found["gaps"]) == (0, 1)
    assert found["bend"] < 1.5


def test_a_player_that_begins_anew_and_numbers_that_begin_anew_are_no_gaps(blank: Page) -> None:
    assert played(blank, first=2**31 - 441 * 300, seconds=6)["gaps"] == 0
    found = played(blank, restart=300, seconds=6)
    assert (found["dropouts"], found["gaps"]) == (0, 0)
    assert found["bend"] < 1.5
