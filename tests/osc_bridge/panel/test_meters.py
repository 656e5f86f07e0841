"""Meters of the page: load, latency, underruns and the time of the decoder."""

from .browser import Panel


def test_load_latency_underruns_and_the_time_of_the_decoder_are_shown(panel: Panel) -> None:
    panel.send("latent/0", 1.5)
    panel.until_shows("v-meters [data-id='meter/load']", " %")
    panel.until_shows("v-meters [data-id='meter/latency']", " ms")
    panel.until("/^\\d+$/.test(document.querySelector(\"v-meters [data-id='meter/underruns']\").textContent)")
    panel.until("document.querySelector(\"v-meters [data-id='report/provider']\").dataset.time?.endsWith(' ms')")
    time = panel.page.get_attribute("v-meters [data-id='report/provider']", "data-time") or ""
    assert 0 < float(time.removesuffix(" ms")) < 1000
