"""Visitors with browsers of their own, and what they do on the way to a ticket."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from fashionista.launch.tests.portal import eventually

PASSWORD = "runway-demo-2027"
SHOW = "tide-lines"  # the demo's show whose door staff@ keeps
PAY = re.compile(r"^Pay \D*\d")
PATIENCE = 15_000  # ms a step may take
ORDER = re.compile(r"/orders/([0-9a-f-]{36})/")


class Visits:
    """
    All browsers of one test.

    Notes what a person would not see: errors and warnings in the console (breaches of the content
    policy among them), scripts that fail, parts of a page that do not load, answers of 500, and
    requests to any machine but ours.
    """

    def __init__(self, chromium, address):
        self.chromium, self.address = chromium, address
        self.also = address  # where else a browser may go
        self.contexts, self.problems = [], []

    def open(self, *, width=1280, cookies=None, scripts=True):
        context = self.chromium.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 900},
            locale="en-GB",
            reduced_motion="reduce",
            java_script_enabled=scripts,
            storage_state=cookies,
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note("script", error.error))
        context.on("requestfailed", self._request_failed)
        context.on("response", self._response)
        self.contexts.append(context)
        return context.new_page()

    def close(self):
        """Ends all browsers; returns what went wrong in them."""
        for context in self.contexts:
            context.close()
        return self.problems

    def _note(self, *words):
        self.problems.append(" ".join(map(str, words)))

    def _console(self, message):
        # A page that says 404 or 409 is an answer too; Chromium writes it down all the same.
        if message.text.startswith("Failed to load resource: the server responded with"):
            return
        if message.type in ("error", "warning"):
            self._note("console", message.location.get("url"), message.text)

    def _request_failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # left for the next page
            self._note("not loaded", request.url, request.failure)

    def _response(self, response):
        if response.status >= 500 or (
            response.status >= 400 and not response.request.is_navigation_request()
        ):
            self._note("answered", response.status, response.url)
        if not response.url.startswith((f"{self.address}/", f"{self.also}/")):
            self._note("went out to", response.url)


def hold(page, kind, number, *, slug=SHOW):
    """From the event's page to the checkout."""
    page.goto(f"/events/{slug}/")
    choose(page, kind, number)
    hold_these(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
    return order_of(page)


def choose(page, kind, number):
    page.get_by_role("spinbutton", name=kind).fill(str(number))


def hold_these(page):
    page.get_by_role("button", name="Hold these for 10 minutes").click()


def fill_in(page, name, email):
    """From the checkout to the provider's page."""
    fill_in_who(page, name, email)
    page.get_by_role("button", name=PAY).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment")


def fill_in_who(page, name, email):
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_label("I have read the refund terms").check()


def pay(page):
    """From the provider's page to the order with its tickets."""
    page.get_by_role("button", name=PAY).click()
    see(page, "See you there")


def buy(page, name, email, kind="Gallery", number=1, *, slug=SHOW):
    """A whole purchase as a guest; the page is that of the order then. Returns the order's id."""
    order = hold(page, kind, number, slug=slug)
    fill_in(page, name, email)
    pay(page)
    return order


def let_run_out(portal, order, *, after="0 seconds"):
    """Bring the end of an order's hold to now, or soon."""
    portal.ask(
        "UPDATE orders SET hold_expires_at = now() + %s::interval WHERE id = %s RETURNING id",
        after,
        order,
    )


def see(page, heading):
    """Look again until this is what the page is about: the provider's news takes a moment."""
    title = page.get_by_role("heading", level=1)
    expect(title).to_be_visible()

    def there():
        return title.inner_text() == heading or (page.reload() and False)

    assert eventually(there, within=PATIENCE / 1000), f"{title.inner_text()!r}, not {heading!r}"


def look_until(page, there):
    """Look again until this is on the page: the worker does its part a moment later."""
    assert eventually(lambda: there.count() or (page.reload() and False), within=60)


def scan(door, code):
    """At the door, with the code typed."""
    door.get_by_label("Code on the ticket").fill(code)
    with door.expect_navigation():
        door.keyboard.press("Enter")


def number_of(portal, order):
    [(number,)] = portal.ask("SELECT number FROM orders WHERE id = %s", order)
    return number


def order_of(page):
    return ORDER.search(page.url)[1]


def enter_code(page, code):
    page.get_by_text("I have a code").click()
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Use it").click()


def run_action(desk, row, action):
    """On a list at the desk, for the row with these words."""
    desk.get_by_role("row").filter(has_text=row).get_by_role("checkbox").check()
    desk.get_by_label("Action:").select_option(label=action)
    desk.get_by_role("button", name="Go", exact=True).click()


def open_mail(page, to, subject):
    """The mail to this address at /dev/mail/, as soon as it is there."""

    def there():
        page.goto("/dev/mail/")
        return row.count()

    row = page.get_by_role("row").filter(has_text=to).filter(has_text=subject)
    assert eventually(there, within=PATIENCE / 1000), f"no mail to {to}"
    assert row.count() == 1
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(subject)


def title_of(house):
    """What an event made by the fixture of that name is called."""
    return f"Open House {house.rpartition('-')[2]}"


def path_of(page):
    return urlsplit(page.url).path
