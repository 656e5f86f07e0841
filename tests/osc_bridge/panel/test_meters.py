"""Meters of the page: load, latency, underruns and the time of the decoder."""

from .browser import Panel


def test_load_latency_underruns_and_the_time_of_the_decoder_are_shown(panel: Panel) -> None:
    panel.send("latent/0", 1.5)
    panel.until_shows("v-meters [data-id='meter/load']", " %")
    panel.until_shows("v-meters [data-id='meter/latency']", " ms")
    panel.until("/^\\d+$/.test(document.querySelector(\"v-meters [data-id='meter/underruns']\").textContent)")
    panel.until_shows("v-meters dd [data-id='report/decode']", " ms")
    decoded = panel.page.locator("v-meters dd [data-id='report/decode']").text_content() or ""
    assert 0 < float(decoded.strip(", ms")) < 1000
