"""The page at every size: nothing that axe calls serious, nothing cut or covered, no scrolling, no errors."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser

from tests.live import Live

from .browser import SIZES, Panel, opened
from .conftest import reset

LEAST_TOUCH_PX, LEAST_MOUSE_PX = 40, 24  # both ways, of what is pressed; the latter is that of WCAG 2.2
VIOLATIONS = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 120))}`)"""
PRESSED = "button, [role=slider], [role=switch], [role=button], select, input, a"
# text that does not fit into its element, unless that may scroll or ends with an ellipsis on purpose
CUT = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true })
    && !one.closest(".hidden, [role=alert], dl, v-notes, ol, canvas") && getComputedStyle(one).display !== "inline"
    && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 4))
  .map((one) => `${one.tagName} ${one.dataset.id ?? one.className} "${one.textContent.trim().slice(0, 30)}" is cut`)"""
# controls that lie partly outside the window, or of which something else lies over the middle
COVERED = """(pressed) => [...document.querySelectorAll(pressed)]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".hidden, [role=alert], ol"))
  .flatMap((one) => {
    const said = `${one.tagName} ${one.dataset.id ?? one.className} "${one.textContent.trim().slice(0, 30)}"`;
    const { left, top, right, bottom } = one.getBoundingClientRect();
    if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1) return [`${said} is outside`];
    const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return !over || one.contains(over) || over.contains(one) ? [] : [`${said} is covered by ${over.tagName}`];
  })"""
SMALL = """([pressed, least]) => [...document.querySelectorAll(pressed)]
  .filter((one) => one.checkVisibility() && !one.closest("[role=grid]"))
  .map((one) => [one.getBoundingClientRect(), one.dataset.id ?? one.className, one.textContent.trim().slice(0, 20)])
  .filter(([{ width, height }]) => Math.min(width, height) < least)
  .map(([{ width, height }, name, text]) => `${name} "${text}" is ${Math.round(width)} by ${Math.round(height)}`)"""
UNNAMED = """(pressed) => [...document.querySelectorAll(pressed)]
  .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.title || one.labels?.length))
  .map((one) => one.outerHTML.slice(0, 100))"""
SCROLLS = """() => [...document.querySelectorAll("html, body, main")]
  .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.tagName} scrolls`)"""


@pytest.fixture(scope="module", params=list(SIZES))
def sized(request: pytest.FixtureRequest, browser: Browser, live: Live) -> Iterator[Panel]:
    """The panel on one screen; phones have a touch screen."""
    reset(live)
    width, height = SIZES[request.param]
    is_phone = "phone" in request.param
    viewport: Any = {"width": width, "height": height}
    with opened(
        browser, live, viewport=viewport, has_touch=is_phone, device_scale_factor=2 if is_phone else 1
    ) as panel:
        yield panel


def regions(panel: Panel) -> Iterator[str]:
    """Show every region in turn: tabs of a phone, pages, tabs of the pad, step editor, form, learn mode, menu."""
    page = panel.page
    tabs = page.locator("v-tabs [role=tab]")
    for tab in tabs.all() if tabs.first.is_visible() else [None]:
        if tab:
            tab.click()
        name = tab.text_content() if tab else "all"
        yield f"{name}"
        for shown in panel.pages():
            yield f"{name}, page {shown}"
        for mode in ("map", "latents", "pins"):
            if (button := page.locator(f"v-xy [data-tab={mode}]")).is_visible():
                button.click()
                yield f"{name}, {mode}"
        for opener in ("v-steps .edit", "v-presets .save", "v-meters .learn"):
            if (button := page.locator(opener)).is_visible():
                button.click()
                yield f"{name}, {opener}"
                button.click()
        if (knob := page.locator("v-knob").first).is_visible():
            knob.click(button="right")
            yield f"{name}, menu"
            page.keyboard.press("Escape")


def test_axe_finds_nothing_serious_and_the_console_has_no_error(sized: Panel) -> None:
    sized.page.evaluate(AXE_SCRIPT)
    found = []
    for region in regions(sized):
        found += [f"{region}: {violation}" for violation in sized.page.evaluate(VIOLATIONS)]
    assert not found, "\n".join(found)
    assert not sized.problems


def test_nothing_is_cut_covered_or_outside_and_nothing_scrolls(sized: Panel) -> None:
    found = []
    for region in regions(sized):
        faults = [*sized.page.evaluate(CUT), *sized.page.evaluate(SCROLLS)]
        faults += [] if region.endswith("menu") else sized.page.evaluate(COVERED, PRESSED)
        found += [f"{region}: {fault}" for fault in faults]
    assert not found, "\n".join(found)


def test_targets_are_large_enough_for_a_finger_or_a_mouse(sized: Panel) -> None:
    is_touched = sized.page.evaluate("matchMedia('(pointer: coarse)').matches")
    least, found = LEAST_TOUCH_PX if is_touched else LEAST_MOUSE_PX, []
    for region in regions(sized):
        found += [f"{region}: {fault}" for fault in sized.page.evaluate(SMALL, [PRESSED, least])]
    assert not found, "\n".join(found)


def test_every_control_is_reached_by_tab_and_has_a_name(panel: Panel) -> None:
    assert panel.page.evaluate(UNNAMED, PRESSED) == []
    wanted = set(panel.ids("[for], [action]"))
    panel.page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(120):
        panel.page.keyboard.press("Tab")
        reached.add(panel.page.evaluate("document.activeElement.dataset.id ?? ''"))
    assert wanted <= reached
