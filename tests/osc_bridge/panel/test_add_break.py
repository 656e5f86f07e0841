"""A break that is chosen or dropped on the page becomes a preset and sounds; the last bars are kept as a file."""

import base64
import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.spec import SPEC
from tests.engine.waiting import wait_until
from tests.live import ask
from tests.sound import break_loop

from .browser import REFUSED, Panel

# drops a file on the page, of a name and bytes in base 64
DROP = """([name, text]) => {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  for (const type of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
}"""
SAID = "v-break output"


def wav(samples: np.ndarray) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, SPEC.rate, format="WAV", subtype="PCM_16")
    return file.getvalue()


@pytest.fixture(scope="module")
def break_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two bars at the tempo of the tape."""
    path = tmp_path_factory.mktemp("breaks") / "my break.wav"
    path.write_bytes(wav(np.asarray(break_loop(), np.float32)))
    return path


def test_a_break_that_is_chosen_becomes_a_preset_that_sounds_and_other_lengths_are_offered(
    panel: Panel, break_file: Path
) -> None:
    before = ask(panel.live.port, "/vamen/latent")
    own = set(ask(panel.live.port, "/vamen/report/own"))
    with panel.page.expect_file_chooser() as chooser:
        panel.page.click("v-break .choose")
    chooser.value.set_files(break_file)
    panel.until_shows(SAID, "BPM, 8 beats")
    [number] = set(ask(panel.live.port, "/vamen/report/own")) - own
    panel.until_shows(SAID, f"Preset {number} my break")
    wait_until(lambda: ask(panel.live.port, "/vamen/report/preset")[0] == number)
    assert ask(panel.live.port, "/vamen/latent") != before
    panel.page.click("v-break [data-factor='0.5']")
    panel.until_shows(SAID, "4 beats")
    assert set(ask(panel.live.port, "/vamen/report/own")) - own == {number}  # the same preset


def test_a_break_can_be_dropped_anywhere(panel: Panel, break_file: Path) -> None:
    own = len(ask(panel.live.port, "/vamen/report/own"))
    panel.page.evaluate(DROP, ["dropped.wav", base64.b64encode(break_file.read_bytes()).decode()])
    panel.until_shows(SAID, "dropped")
    wait_until(lambda: len(ask(panel.live.port, "/vamen/report/own")) == own + 1)


def test_a_file_that_is_no_break_is_refused_in_a_sentence_and_the_next_one_is_taken(
    panel: Panel, break_file: Path, tmp_path: Path
) -> None:
    text, silent = tmp_path / "text.wav", tmp_path / "silent.wav"
    text.write_text("this is no sound")
    silent.write_bytes(wav(np.zeros(SPEC.rate, np.float32)))
    with panel.expecting(REFUSED):
        for path in (text, silent):
            panel.page.set_input_files("v-break input", path)
            panel.until("document.querySelector('v-break output.refused') !== null")
            panel.until_shows(SAID, path.stem)
    panel.page.set_input_files("v-break input", break_file)
    panel.until_shows(SAID, "BPM, 8 beats")
    assert panel.page.locator("v-break output.refused").count() == 0


@pytest.mark.parametrize("bars", [1, 2])
def test_the_last_bars_are_saved_as_a_loop(panel: Panel, bars: int) -> None:
    panel.send("tempo", 240)
    wait_until(lambda: panel.value("meter/beat") >= 4 * (bars + 1))
    with panel.page.expect_download() as download:
        panel.page.click(f"v-break .keep a >> nth={[1, 2, 4, 8].index(bars)}")
    assert download.value.suggested_filename.endswith(".wav")
    samples, rate = soundfile.read(download.value.path())
    assert rate == SPEC.rate
    assert np.abs(samples).max() > 0.01
    panel.until_shows(SAID, "Saved")


def test_bars_that_have_not_been_played_yet_are_refused_in_a_sentence(panel: Panel) -> None:
    panel.send("tempo", 40)
    panel.send("stop")
    wait_until(lambda: panel.value("meter/playing") == 0)
    panel.send("play")
    wait_until(lambda: panel.value("meter/beat") > 0.5)  # it has been noticed that the bars before were interrupted
    with panel.expecting(REFUSED):
        panel.page.click("v-break .keep a >> nth=3")
        panel.until("document.querySelector('v-break output.refused') !== null")
