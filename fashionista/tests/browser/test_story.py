"""One person's whole story: from a code somebody gave them to the credit note, on a phone."""

import io
import re
import uuid

import pypdfium2
import pytest
from playwright.sync_api import expect

from fashionista.launch.tests.portal import eventually
from ticketing.tests.fake_stripe import KEY, SECRET

from .inspection import PhoneLook
from .visitors import choose, enter_code, look_until, open_mail, scan, see

pytestmark = pytest.mark.browser
BUYER, FRIEND, WAITING = "ida@mail.example", "noor@mail.example", "bo@mail.example"


@pytest.fixture
def show(portal):
    slug = f"one-evening-{uuid.uuid4().hex[:6]}"
    portal.run("-m", "fashionista.tests.browser.stage", slug)
    return slug


@pytest.fixture
def paid_by_stripe(portal, stripe, visits, cookies):
    """The organizer's desk knows Stripe's keys meanwhile."""
    stripe.tells = f"{portal.address}/webhooks/payments/stripe/tidewater-atelier/"
    visits.also = stripe.url
    desk = visits.open(cookies=cookies("organizer"))
    desk.goto("/admin/ticketing/payment/ways/")
    desk.get_by_label("Stripe secret key").fill(KEY)
    desk.get_by_label("Stripe signing secret").fill(SECRET)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Kept. Buyers are offered these ways from now on.")).to_be_visible()
    yield desk
    desk.goto("/admin/ticketing/payment/ways/")
    desk.get_by_label("Take no more payments by Stripe").check()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Kept. Buyers are offered these ways from now on.")).to_be_visible()


def pay_by_stripe(page):
    """From the filled-in checkout over the provider's page to the order."""
    page.get_by_label("Card and other ways, by Stripe").check()
    page.get_by_role("button", name=re.compile("^Pay £")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stripe")
    page.get_by_role("button", name="Pay").click()
    see(page, "See you there")


def text_of(page, link):
    """What stands in the PDF behind a link."""
    answer = page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    sheets = pypdfium2.PdfDocument(io.BytesIO(answer.body()))
    return " ".join(" ".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets)


def test_the_whole_story_of_one_order(portal, show, paid_by_stripe, visits, cookies):
    look, ida = PhoneLook("story"), visits.open(width=390)

    # A code opens what is hidden, and makes it cheaper.
    ida.goto(f"/events/{show}/")
    expect(ida.locator(".tier")).to_have_count(1)
    enter_code(ida, "bench")
    expect(ida.locator(".tier")).to_have_count(2)
    look.at(ida, "event with a code")
    choose(ida, "Stalls", 1)
    choose(ida, "Atelier bench", 1)
    expect(ida.locator("[data-total]")).to_have_text(re.compile("Total.*£100"))
    ida.get_by_role("button", name="Hold these for 10 minutes").click()

    # One of two tickets is asked something; Stripe is paid.
    expect(ida.get_by_role("heading", level=1)).to_have_text("Checkout")
    ida.get_by_label("Full name").fill("Ida Lindqvist")
    ida.get_by_label("Email", exact=True).fill(BUYER)
    expect(ida.get_by_label("Which shoe size do you wear?")).to_have_count(1)
    ida.get_by_label("Which shoe size do you wear?").fill("38")
    ida.get_by_label("I have read the refund terms").check()
    look.at(ida, "checkout")
    pay_by_stripe(ida)
    invoice = ida.get_by_role("link", name=re.compile("^Invoice "))
    look_until(ida, invoice)
    look.at(ida, "order")
    text = text_of(ida, invoice)
    for said in ("Ida Lindqvist", "Atelier bench", "Stalls", "20%", "£83.33", "£16.67", "£100.00"):
        assert said in text
    order = ida.url

    # A name is put right, and the ticket passed on: its first code is dead.
    ida.get_by_role("link", name="Atelier bench").click()
    old_code = ida.locator(".ticket .code").inner_text()
    look.at(ida, "ticket")
    ida.get_by_role("link", name="Correct the name or pass it on").click()
    ida.get_by_label("Name on the ticket").first.fill("Ida Lindquist")
    ida.get_by_role("button", name="Change the name").click()
    expect(ida.locator("main")).to_contain_text("Ida Lindquist")
    if not ida.get_by_role("button", name="Pass the ticket on").count():
        ida.get_by_role("link", name="Correct the name or pass it on").click()
    look.at(ida, "holder")
    ida.get_by_label("Name on the ticket").last.fill("Noor Haddad")
    ida.get_by_label("Their email").fill(FRIEND)
    ida.get_by_role("button", name="Pass the ticket on").click()
    noor = visits.open(width=390)
    open_mail(noor, FRIEND, "One Evening Only")
    noor.locator(".mail-text").get_by_role("link").first.click()
    expect(noor.locator(".ticket")).to_contain_text("Noor Haddad")
    new_code = noor.locator(".ticket .code").inner_text()
    look.at(noor, "ticket passed on")

    # Somebody waits for what is sold out.
    bo = visits.open(width=390)
    bo.goto(f"/events/{show}/")
    bo.get_by_role("link", name=re.compile("waiting list", re.IGNORECASE)).first.click()
    bo.get_by_label("Full name").fill("Bo Marchetti")
    bo.get_by_label("Email").fill(WAITING)
    look.at(bo, "joining the list")
    bo.get_by_role("button", name="Wait for places").click()
    expect(bo.get_by_role("status")).to_contain_text("You are on the list")
    open_mail(bo, WAITING, "You are on the waiting list")
    bo.locator(".mail-text").get_by_role("link").first.click()
    expect(bo.get_by_role("heading", level=1)).to_have_text("Place 1")
    look.at(bo, "waiting")
    entry = bo.url

    # The other ticket goes back, for what the policy gives, told before.
    ida.goto(order)
    ida.get_by_role("link", name="Return tickets").click()
    ida.get_by_label(re.compile("Stalls")).check()
    ida.get_by_role("button", name="See what you get back").click()
    expect(ida.locator(".total")).to_have_text(re.compile("Back to you.*£36.00"))
    look.at(ida, "return")
    ida.get_by_role("button", name="Return now").click()
    note = ida.get_by_role("link", name=re.compile("^Credit note "))
    look_until(ida, note)
    look.at(ida, "order with a credit note")
    text = text_of(ida, note)
    for said in ("Corrects invoice", "Stalls", "£36.00"):
        assert said in text

    # Its place is offered to who waits, and bought.
    title = bo.get_by_role("heading", level=1)
    bo.goto(entry)
    assert eventually(
        lambda: title.inner_text() == "Places for you" or (bo.reload() and False), within=60
    )
    look.at(bo, "offer")
    bo.get_by_role("link", name="Check out").click()
    if title.inner_text() != "Checkout":
        bo.get_by_role("link", name="To checkout").first.click()
    bo.get_by_label("Full name").fill("Bo Marchetti")
    bo.get_by_label("Email", exact=True).fill(WAITING)
    bo.get_by_label("I have read the refund terms").check()
    pay_by_stripe(bo)
    expect(bo.locator(".ticket-list > li")).to_have_count(1)

    # At the door the old code stops, the new one lets in.
    door = visits.open(width=390, cookies=cookies("organizer"))
    door.goto(f"/checkin/{show}/")
    scan(door, old_code)
    expect(door.get_by_role("heading", level=1)).to_have_text("Stop")
    look.at(door, "door, an old code")
    scan(door, new_code)
    expect(door.get_by_role("status")).to_have_text(re.compile(r"Admit\s+Noor Haddad"))
    look.at(door, "door, admitted")

    assert look.faults == []
    assert portal.run("manage.py", "check_integrity") == "Every invariant holds.\n"
