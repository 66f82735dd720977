"""What a buyer does besides buying, on a phone: choose again, ask for time, fetch the files."""

import re

import pytest
from playwright.sync_api import expect

from .visitors import buy, choose, fill_in, hold, hold_these, look_until, open_mail, pay, title_of

pytestmark = pytest.mark.browser
LAST = "Last stool"


def test_a_hold_is_exchanged_extended_once_and_released(visits, house, look, portal):
    page = visits.open(width=390)
    first = hold(page, LAST, 1, slug=house)
    page.goto(f"/events/{house}/")
    expect(page.get_by_text("Your tickets are held.")).to_be_visible()
    look.at(page, "event with a hold")
    second = hold(page, "Seat", 2, slug=house)
    assert second != first
    page.goto(f"/orders/{first}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Order cancelled")
    look.at(page, "order exchanged")

    page.goto(f"/orders/{second}/checkout/")
    twin = page.context.new_page()  # the same checkout in a second tab
    twin.goto(page.url)
    page.get_by_role("button", name="Ten minutes more").click()
    expect(page.get_by_role("status").first).to_have_text(
        "Your tickets are held for ten minutes more."
    )
    expect(page.locator(".hold .clock")).to_have_text(re.compile(r"^(20:00|19:\d\d)$"))
    expect(page.get_by_role("button", name="Ten minutes more")).to_have_count(0)
    look.at(page, "checkout extended")
    twin.get_by_role("button", name="Ten minutes more").click()
    expect(twin.get_by_text("A hold can be made longer once, and this one was.")).to_be_visible()
    look.at(twin, "extended twice")

    page.get_by_role("button", name="Release tickets").first.click()
    expect(page.get_by_role("status")).to_have_text("Your places are open to others again.")
    look.at(page, "released")
    page.goto(f"/orders/{second}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Order cancelled")
    assert _counted(portal, house) == [(0, 0)] * 6


def _counted(portal, slug):
    return portal.ask(
        "SELECT t.held, t.sold FROM ticket_types t JOIN events e ON e.id = t.event_id"
        " WHERE e.slug = %s",
        slug,
    )


def test_who_comes_too_late_is_told_that_it_is_sold_out(visits, house, look):
    quick, late = visits.open(width=390), visits.open(width=390)
    late.goto(f"/events/{house}/")
    choose(late, LAST, 1)
    hold(quick, LAST, 1, slug=house)

    hold_these(late)

    expect(late.get_by_role("alert")).to_have_text(
        "The last of these places have just gone. Nothing was held."
    )
    tier = late.locator(".tier").filter(has_text=LAST)
    expect(tier).to_contain_text("Sold out")
    expect(tier.get_by_role("spinbutton")).to_have_count(0)
    look.at(late, "event")


def test_a_price_too_low_is_refused_and_a_fair_one_is_paid(visits, house, look):
    page, friend = visits.open(width=390), "Friend of the house"
    page.goto(f"/events/{house}/")
    choose(page, friend, 2)
    price = page.get_by_label("Your price each, GBP")
    expect(price).to_have_value("15.00")
    price.fill("4.99")
    hold_these(page)
    expect(page.get_by_role("alert")).to_have_text(
        "That price is not between the lowest and the highest. Nothing was held."
    )
    expect(price).to_have_value("4.99")
    look.at(page, "refused")

    price.fill("7.50")
    expect(page.locator("[data-total]")).to_have_text(re.compile("Total.*£15"))
    hold_these(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
    expect(page.get_by_role("region", name="Your order")).to_contain_text("£15.00")
    look.at(page, "checkout")
    fill_in(page, "Fair Fatima", "fatima@mail.example")
    look.at(page, "provider")
    pay(page)
    expect(page.locator(".ticket-list > li")).to_have_count(2)


def test_a_companion_alone_is_refused_and_with_whom_they_come_is_held(visits, house, look):
    page = visits.open(width=390)
    page.goto(f"/events/{house}/")
    choose(page, "Companion", 1)
    hold_these(page)
    expect(page.get_by_role("alert")).to_have_text(
        "A companion’s ticket goes with a ticket it is for. Nothing was held."
    )
    look.at(page, "alone")

    choose(page, "Wheelchair place", 1)
    hold_these(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
    summary = page.get_by_role("region", name="Your order")
    expect(summary).to_contain_text("1 × Companion")
    expect(summary).to_contain_text("1 × Wheelchair place")
    look.at(page, "together")


def test_tickets_are_mailed_again_and_every_file_opens(visits, house, look):
    page = visits.open(width=390)
    order = buy(page, "Filing Fay", "fay@mail.example", "Seat", 2, slug=house)
    open_mail(page, "fay@mail.example", f"Your tickets: {title_of(house)}")
    page.goto(f"/orders/{order}/")

    page.get_by_role("button", name="Email the tickets again").click()

    expect(page.get_by_role("status")).to_have_text("The tickets are on their way by email.")
    look.at(page, "order mailed again")
    page.goto("/dev/mail/")
    rows = page.get_by_role("row").filter(has_text="fay@mail.example")
    rows = rows.filter(has_text=title_of(house))
    look_until(page, rows.nth(1))
    page.goto(f"/orders/{order}/")
    calendar = page.get_by_role("link", name="Add to calendar")
    _opens(page, calendar, "text/calendar", b"BEGIN:VCALENDAR")
    _opens(page, page.get_by_role("link", name="All tickets as PDF"), "application/pdf", b"%PDF-")
    page.get_by_role("link", name="Seat").first.click()
    look.at(page, "ticket")
    _opens(page, page.get_by_role("link", name="PDF", exact=True), "application/pdf", b"%PDF-")
    calendar = page.get_by_role("link", name="Add to calendar")
    _opens(page, calendar, "text/calendar", b"BEGIN:VCALENDAR")


def _opens(page, link, kind, begins):
    answer = page.request.get(link.get_attribute("href"))
    assert answer.status == 200
    assert answer.headers["content-type"].split(";")[0] == kind
    assert answer.body().startswith(begins)
