"""What every page has to stand, whatever it is about."""

import os
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
PHONE = LOOKS[:2]
NARROWEST = 320
# Without preload: axe reads what a style sheet imports by writing it inline, which our policy bars.
AXE = "axe.run(document, {resultTypes: ['violations'], preload: false})"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Another width or scheme is drawn by the next frames.
DRAWN = """async () => {
    for (let frame = 0; frame < 3; frame++) {
        await new Promise(next => { requestAnimationFrame(next); setTimeout(next, 50); });
    }
}"""
MOVING = "document.getAnimations().length"  # our browsers ask for less motion
PICTURES = """async () => {
    for (const picture of document.images) picture.loading = "eager";
    await Promise.all([...document.images].map(picture => picture.decode().catch(() => 0)));
    await document.fonts.ready;
}"""


UNSENT = """() => [...document.querySelectorAll("form[method=post]")]
    .filter(form => !form.elements.csrfmiddlewaretoken).map(form => form.action)"""


def faults_of(page, name, *, looks=LOOKS):
    """
    The page's breaches of WCAG and good practice in each width and scheme of `looks`, its forms
    that the portal would not take, what moves, and whether it scrolls sideways on the narrowest
    phone.

    SHOTS=<folder> in the environment keeps a picture of each, to look at.
    """
    faults = [f"{name}: a form that is refused: {form}" for form in page.evaluate(UNSENT)]
    page.evaluate(AXE_SCRIPT)
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(DRAWN)
        if page.evaluate(MOVING):
            faults.append(f"{name}, {scheme}, {width}: moves for who asked for less motion")
        for broken in page.evaluate(AXE)["violations"]:
            where = [" ".join(map(str, node["target"])) for node in broken["nodes"][:3]]
            faults.append(f"{name}, {scheme}, {width}: {broken['help']}: {'; '.join(where)}")
        if shots := os.environ.get("SHOTS"):
            page.evaluate(PICTURES)
            page.screenshot(
                path=Path(shots) / f"{name.replace(' ', '-')}-{width}-{scheme}.png",
                full_page=True,
            )
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    page.evaluate(DRAWN)
    if over := page.evaluate(OVERFLOW):
        faults.append(f"{name}: {over} px wider than a phone of {NARROWEST}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    return faults


class PhoneLook:
    """Collects the faults of pages as they are passed on a phone, under one name for them all."""

    def __init__(self, story):
        self.story, self.faults = story, []

    def at(self, page, name):
        self.faults += faults_of(page, f"{self.story} {name}", looks=PHONE)
        page.set_viewport_size({"width": 390, "height": 900})
