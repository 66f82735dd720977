"""A real Chromium before a portal that runs as `make run` starts it."""

import os
import shutil
import uuid

import pytest
from playwright.sync_api import sync_playwright

from .inspection import PhoneLook
from .visitors import PASSWORD, Visits

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
MISSING = "there is no chromium on this machine (apt-get install chromium)"


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI has to drive a browser, but {MISSING}.")
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.stats.get("skipped", [])
    if any(MISSING in str(report.longrepr) for report in skipped):
        words = f"NO PAGE WAS TRIED IN A BROWSER: {MISSING}"
        terminalreporter.write_line(words, red=True, bold=True)


@pytest.fixture
def visits(chromium, portal):
    """
    Opens browsers: `visits.open()` is the page of a new visitor with cookies of their own.

    Fails at the end over whatever went wrong unseen in any of them: see `Visits`.
    """
    visits = Visits(chromium, portal.address)
    yield visits
    assert visits.close() == []


@pytest.fixture
def page(visits):
    return visits.open()


@pytest.fixture(scope="session")
def cookies(chromium, portal):
    """`cookies(name)` are those of name@fashionista.example, who has signed in once."""
    kept = {}

    def of(name):
        if name not in kept:
            visits = Visits(chromium, portal.address)
            page = visits.open()
            page.goto("/account/login/")
            page.get_by_label("Email").fill(f"{name}@fashionista.example")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/account/")
            kept[name] = page.context.storage_state()
            assert visits.close() == []
        return kept[name]

    return of


@pytest.fixture
def house(portal):
    """The address of an event of this test's own, Northlight's: see `stage`."""
    slug = f"open-house-{uuid.uuid4().hex[:6]}"
    portal.run("-m", "fashionista.tests.browser.stage", slug, "house")
    return slug


@pytest.fixture
def look(request):
    """`look.at(page, name)` looks at what is open on a phone; its faults come out at the end."""
    look = PhoneLook(request.node.name.removeprefix("test_").replace("_", " "))
    yield look
    assert not look.faults, "\n".join(look.faults)


@pytest.fixture
def newcomer(portal):
    name = f"new-{uuid.uuid4().hex[:6]}"
    portal.run("-m", "fashionista.tests.browser.newcomer", name)
    return name
