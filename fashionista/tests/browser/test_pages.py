"""Every page there is, looked at as `faults_of` does."""

import uuid

import pytest
from playwright.sync_api import expect

from fashionista.launch.tests.portal import eventually

from .inspection import faults_of
from .visitors import SHOW, buy, fill_in, hold, let_run_out, open_mail, pay, see

pytestmark = pytest.mark.browser


@pytest.fixture
def inspect():
    """`inspect(page, name, heading)` looks at what is open; its faults come out at the end."""
    faults = []

    def look(page, name, heading=None):
        if heading:
            expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        faults.extend(faults_of(page, name))

    yield look
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("name", "address", "status", "words"),
    [
        ("home", "/", 200, "Coming up"),
        ("list", "/events/", 200, "Tide Lines"),
        ("list filtered", "/events/?type=workshop&city=Antwerp", 200, "Visible mending"),
        ("list empty", "/events/?type=workshop&city=London", 200, "Nothing matches"),
        ("month", "/calendar/", 200, "This month"),
        ("month empty", "/calendar/2001/6/", 200, "A quiet month"),
        ("event on sale", f"/events/{SHOW}/", 200, "Hold these for 10 minutes"),
        ("event free", "/events/second-air/", 200, "Hold these for 10 minutes"),
        ("event sold out", "/events/night-shift/", 200, "Every seat is taken."),
        ("event cancelled", "/events/frost-fair/", 200, "This event is cancelled."),
        ("event postponed", "/events/knit-one/", 200, "This event is postponed."),
        ("event past", "/events/salt/", 200, "This event has ended."),
        ("designers", "/designers/", 200, "Their collections, look by look"),
        ("models", "/models/", 200, "Those who chose to be found"),
        ("not found", "/no/such/page/", 404, "This look didn’t walk"),
        ("sign in", "/account/login/", 200, "Welcome back"),
        ("sign up", "/account/signup/", 200, "Join us"),
        ("reset", "/account/reset/", 200, "Email me a link"),
        ("verify failed", "/account/verify/worn-out/", 410, "That link is worn out"),
        ("reset failed", "/account/reset/worn-out/", 410, "That link is worn out"),
    ],
)
def test_public_page(page, inspect, name, address, status, words):
    answer = page.goto(address)

    assert answer.status == status
    expect(page.locator("body")).to_contain_text(words)
    inspect(page, name)


def test_pages_of_a_purchase(page, inspect, portal):
    order = hold(page, "Gallery", 2)
    inspect(page, "checkout", "Checkout")
    page.goto(f"/orders/{order}/")
    inspect(page, "order held", "Your tickets are held")
    page.goto(f"/events/{SHOW}/")
    expect(page.get_by_text("Your tickets are held.")).to_be_visible()
    inspect(page, "event with hold", "Tide Lines")
    page.get_by_role("button", name="Hold these for 10 minutes").click()
    expect(page.get_by_role("alert")).to_be_visible()
    inspect(page, "event refused", "Tide Lines")
    page.goto(f"/orders/{order}/checkout/")
    page.get_by_role("button", name="Pay £96.00").click()
    expect(page.get_by_role("alert")).to_contain_text("3 things to fix.")
    inspect(page, "checkout with errors", "Checkout")

    fill_in(page, "Ottoline Marsh", "ottoline@mail.example")
    provider = page.url
    inspect(page, "sandbox", "Payment")
    page.get_by_role("button", name="Decline the payment").click()
    see(page, "The payment was declined")
    inspect(page, "order declined", "The payment was declined")
    page.goto(provider)
    expect(page.get_by_text("already decided")).to_be_visible()
    inspect(page, "sandbox decided", "Payment")

    page.goto(f"/orders/{order}/checkout/")
    fill_in(page, "Ottoline Marsh", "ottoline@mail.example")
    pay(page)
    inspect(page, "order paid", "See you there")
    page.get_by_role("link", name="Gallery").first.click()
    inspect(page, "ticket", "Tide Lines")
    open_mail(page, "ottoline@mail.example", "Your tickets")
    inspect(page, "mail", "Your tickets: Tide Lines")
    page.get_by_role("link", name="All mail").click()
    inspect(page, "mail list", "Mail")


def test_pages_of_an_order_that_came_to_nothing(page, inspect, portal):
    order = hold(page, "Gallery", 1)
    fill_in(page, "Late Lotte", "lotte@mail.example")
    page.get_by_role("button", name="Pay, but confirm late").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for the payment")
    # The page has looked again often enough: it stays as it is now.
    page.evaluate("sessionStorage.setItem(`waiting:${location.pathname}`, 99)")
    page.reload()
    inspect(page, "order waiting", "Waiting for the payment")

    order = hold(page, "Gallery", 1)
    page.get_by_role("button", name="Release tickets").first.click()
    page.goto(f"/orders/{order}/")
    inspect(page, "order cancelled", "Order cancelled")

    order = hold(page, "Gallery", 1)
    let_run_out(portal, order)
    answer = page.goto(f"/orders/{order}/checkout/")
    assert answer.status == 410
    inspect(page, "hold gone", "Not this time")
    page.goto(f"/orders/{order}/")
    inspect(page, "order expired", "The hold has run out")


def test_pages_of_money_that_goes_back(visits, inspect, portal):
    show = f"one-place-{uuid.uuid4().hex[:6]}"
    portal.run("-m", "bench.prepare", show, "1", "0")
    late, quick = visits.open(), visits.open()
    order = hold(late, "Seat", 1, slug=show)
    fill_in(late, "Late Lotte", "late@mail.example")
    let_run_out(portal, order)
    assert eventually(lambda: _status(portal, order) == "expired", within=30)
    buy(quick, "Quick Quentin", "quick@mail.example", "Seat", slug=show)

    late.get_by_role("button", name="Pay £20.00").click()

    see(late, "Refunded")
    inspect(late, "order refunded", "Refunded")
    late.goto(f"/events/{show}/")
    inspect(late, "event just sold out")


def _status(portal, order):
    [(status,)] = portal.ask("SELECT status FROM orders WHERE id = %s", order)
    return status


def test_pages_of_a_very_long_name(page, inspect, portal):
    name = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    slug = f"long-{uuid.uuid4().hex[:6]}"
    portal.run("-m", "bench.prepare", slug, "5", "0")
    [(venue,)] = portal.ask(
        "INSERT INTO venues SELECT (jsonb_populate_record(v, jsonb_build_object("
        "'id', gen_random_uuid(), 'name', %s::text, 'slug', %s::text))).* FROM venues v LIMIT 1"
        " RETURNING id",
        name, slug,
    )  # fmt: skip
    portal.ask(
        "UPDATE events SET title = %s, venue_id = %s WHERE slug = %s RETURNING id",
        name, venue, slug,
    )  # fmt: skip

    page.goto(f"/events/{slug}/")
    inspect(page, "event of a long name", name)
    page.goto(f"/venues/{slug}/")
    inspect(page, "venue of a long name", name)
    page.goto(f"/events/?q={name}")
    expect(page.get_by_role("link", name=name)).to_have_count(2)
    inspect(page, "list of a long name", "Events")
    hold(page, "Seat", 1, slug=slug)
    inspect(page, "checkout of a long name", "Checkout")


def test_pages_of_an_account(page, visits, inspect, cookies):
    page.goto("/account/signup/")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_contain_text("3 things to fix.")
    inspect(page, "sign up with errors", "Join us")
    page.get_by_label("Full name").fill("Newcomer Nora")
    page.get_by_label("Email").fill("nora@mail.example")
    page.get_by_label("Password").fill("plenty of cloth")
    page.get_by_role("button", name="Create account").click()
    inspect(page, "check mail", "Look in your inbox")
    open_mail(page, "nora@mail.example", "Confirm")
    link = page.locator(".mail-text").get_by_role("link").get_attribute("href")
    other = visits.open()
    other.goto(link)
    inspect(other, "verify elsewhere", "One click left")
    page.goto(link)
    inspect(page, "verify", "One click left")

    page.goto("/account/login/")
    page.get_by_label("Email").fill("nora@mail.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    inspect(page, "sign in refused", "Welcome back")

    page.goto("/account/reset/")
    page.get_by_label("Email").fill("attendee@fashionista.example")
    page.get_by_role("button", name="Email me a link").click()
    open_mail(page, "attendee@fashionista.example", "password")
    page.locator(".mail-text").get_by_role("link").click()
    inspect(page, "reset confirm", "New password")

    attendee = visits.open(cookies=cookies("attendee"))
    for name, address, heading in [
        ("account", "/account/", "Your account"),
        ("profile", "/account/profile/", "Name and contact"),
        ("tickets", "/account/tickets/", "My tickets"),
        ("doors none", "/checkin/", "Doors"),
        ("shifts none", "/staff/shifts/", "My shifts"),
    ]:
        attendee.goto(address)
        inspect(attendee, name, heading)
    staff = visits.open(cookies=cookies("staff"))
    for name, address, heading in [
        ("tickets none", "/account/tickets/", "My tickets"),
        ("shifts", "/staff/shifts/", "My shifts"),
        ("notifications", "/account/notifications/", "Notifications"),
        ("preferences", "/account/notifications/preferences/", "What comes by mail"),
    ]:
        staff.goto(address)
        inspect(staff, name, heading)
    staff.goto("/staff/shifts/")
    staff.get_by_role("button", name="Make a link").click()
    inspect(staff, "calendar link", "Your calendar link")


def test_pages_of_the_door(page, visits, inspect, cookies):
    buy(page, "Doorstep Dora", "dora@mail.example")
    code = page.locator(".ticket-list .code").inner_text()
    ticket = page.get_by_role("link", name="Gallery").get_attribute("href")
    staff = visits.open(cookies=cookies("staff"))
    staff.goto("/checkin/")
    inspect(staff, "doors", "Doors")
    staff.goto(f"/checkin/{SHOW}/")
    inspect(staff, "door ready", "Ready")

    for name, typed, verdict in [
        ("door ok", code, "Admit"),
        ("door used", code, "Used"),
        ("door no", "0000-0000-0000", "Stop"),
    ]:
        staff.get_by_label("Code on the ticket").fill(typed)
        staff.get_by_role("button", name="Check").click()
        inspect(staff, name, verdict)
    staff.get_by_role("button", name="Check").click()
    expect(staff.get_by_text("Type the code on the ticket.")).to_be_visible()
    inspect(staff, "door nothing typed")
    page.goto(ticket)
    expect(page.get_by_text("its holder is in")).to_be_visible()
    inspect(page, "ticket used", "Tide Lines")


def test_pages_of_the_desk(page, visits, inspect, cookies, portal):
    order = buy(page, "Deskside Dilip", "dilip@mail.example")
    [(event,)] = portal.ask("SELECT id FROM events WHERE slug = %s", SHOW)
    desk = visits.open(cookies=cookies("organizer"))
    for name, address in [
        ("desk", "/admin/"),
        ("desk orders", "/admin/ticketing/order/"),
        ("desk order", f"/admin/ticketing/order/{order}/change/"),
        ("desk order history", f"/admin/ticketing/order/{order}/history/"),
        ("desk events", "/admin/events/event/"),
        ("desk event", f"/admin/events/event/{event}/change/"),
        ("desk event new", "/admin/events/event/add/"),
        ("desk event delete", f"/admin/events/event/{event}/delete/"),
        ("desk ticket types", "/admin/ticketing/tickettype/"),
        ("desk shifts", "/admin/staffing/shift/"),
    ]:
        assert desk.goto(address).status == 200
        inspect(desk, name)
    desk.goto("/admin/events/event/add/")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("Please correct the errors below.")).to_be_visible()
    inspect(desk, "desk event refused")
