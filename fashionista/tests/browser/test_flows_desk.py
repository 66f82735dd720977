"""What an organizer sets up at the desk on a phone, and what a buyer makes of it."""

import re

import pytest
from playwright.sync_api import expect

from .visitors import choose, enter_code, hold, hold_these, open_mail, run_action, title_of

pytestmark = pytest.mark.browser
LAST = "Last stool"


def _wait_for(page, house, name, email):
    """Onto the list by the link in the mail; the page is that of the place then."""
    page.goto(f"/events/{house}/")
    page.get_by_role("link", name=re.compile(f"Join the waiting list.*{LAST}")).click()
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_role("button", name="Wait for places").click()
    open_mail(page, email, title_of(house))
    page.locator(".mail-text").get_by_role("link").first.click()


def test_the_waiting_list_is_seen_shortened_and_left(visits, house, look, cookies):
    hold(visits.open(width=390), LAST, 1, slug=house)
    ada, bea = visits.open(width=390), visits.open(width=390)
    _wait_for(ada, house, "Waiting Ada", "ada.waits@mail.example")
    _wait_for(bea, house, "Waiting Bea", "bea.waits@mail.example")
    title = bea.get_by_role("heading", level=1)
    expect(title).to_have_text("Place 2")
    look.at(bea, "place")
    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto("/admin/ticketing/waitingentry/?q=ada.waits@mail.example")
    expect(desk.get_by_role("row").filter(has_text="Waiting Ada")).to_have_count(1)
    expect(desk.get_by_role("row").filter(has_text="Waiting Bea")).to_have_count(0)
    desk.goto("/admin/ticketing/waitingentry/")
    expect(desk.get_by_role("row").filter(has_text="Waiting Bea")).to_have_count(1)
    look.at(desk, "list")

    run_action(desk, "Waiting Ada", "Take off the list")

    expect(desk.get_by_text("Take off the list: Done for 1 row.")).to_be_visible()
    ada.reload()
    expect(ada.get_by_role("heading", level=1)).to_have_text("You are not on the list any more")
    look.at(ada, "taken off")
    bea.reload()
    expect(title).to_have_text("Place 1")
    bea.get_by_role("button", name="Leave the list").click()
    expect(bea.get_by_role("status")).to_have_text("You have left the waiting list.")
    expect(title).to_have_text("You are not on the list any more")
    look.at(bea, "left")


def test_a_hidden_type_and_a_code_are_made_and_used(visits, house, look, cookies):
    title = title_of(house)
    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto("/admin/ticketing/tickettype/add/")
    look.at(desk, "new type")
    _pick(desk, "event", title)
    desk.get_by_label("Name").fill("Cutting table")
    desk.get_by_label("Price:").fill("50")
    desk.get_by_label("Pay what you can, from:").fill("30")
    desk.get_by_label("Places:").fill("6")
    desk.get_by_label("Hidden").check()
    _save(desk)
    look.at(desk, "types")

    desk.goto("/admin/ticketing/voucher/add/")
    _fill_in_code(desk, title, keep=7)
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("There are not so many places free to keep.")).to_be_visible()
    look.at(desk, "code refused")
    _fill_in_code(desk, title, keep=4)
    look.at(desk, "new code")
    _save(desk)
    row = desk.get_by_role("row").filter(has_text=title)
    expect(row.locator(".field-reserved")).to_have_text("4")
    look.at(desk, "codes")

    page = visits.open(width=390)
    page.goto(f"/events/{house}/")
    expect(page.get_by_text("Cutting table")).to_have_count(0)
    enter_code(page, "cuttters")
    refusal = page.get_by_text("This event has no such code, or it is not valid now.")
    expect(refusal).to_be_in_viewport()
    look.at(page, "no such code")
    enter_code(page, "CUTTERS")
    tier = page.locator(".tier").filter(has_text="Cutting table")
    expect(tier).to_contain_text("Pay what you can, from £30.")
    look.at(page, "opened")
    tier.get_by_label("Your price each, GBP").fill("32")
    choose(page, "Cutting table", 2)
    hold_these(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
    expect(page.get_by_role("region", name="Your order")).to_contain_text("£64.00")
    desk.reload()
    expect(row.locator(".field-held")).to_have_text("2")
    expect(row.locator(".field-reserved")).to_have_text("2")


def _fill_in_code(desk, title, *, keep):
    _pick(desk, "event", title)
    desk.get_by_label("Code:").fill("cutters")
    desk.get_by_label("What it does:").select_option(label="opens hidden tickets")
    _pick(desk, "ticket_type", "Cutting table", among=f"Cutting table {title}")
    desk.get_by_label("Places kept for it:").fill(str(keep))


def _pick(desk, field, words, *, among=""):
    """In Django's field that searches: the only one that is found."""
    desk.locator(f".field-{field} .select2-selection").click()
    desk.get_by_role("searchbox").last.fill(among or words)
    options = desk.locator(".select2-results__option:not(.loading-results)")
    expect(options).to_have_text([words])
    options.click()


def _save(desk):
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("was added successfully.")).to_be_visible()


def test_tickets_are_given_away_and_arrive(visits, portal, house, look, cookies):
    [(event,)] = portal.ask("SELECT id FROM events WHERE slug = %s", house)
    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto(f"/admin/events/event/{event}/change/")
    desk.get_by_role("link", name="Give tickets away").click()
    look.at(desk, "giving")

    desk.get_by_label("Ticket type").select_option(label=f"{LAST}, 1 left")
    desk.get_by_label("How many?").fill("2")
    desk.get_by_label("Full name").fill("Pia Press")
    desk.get_by_label("Email").fill("pia@paper.example")
    desk.get_by_label("Note for the door").fill("First row")
    desk.get_by_role("button", name="Give them").click()
    expect(desk.get_by_text("Nothing was held.")).to_be_visible()
    look.at(desk, "giving too many")
    desk.get_by_label("How many?").fill("1")
    desk.get_by_role("button", name="Give them").click()

    expect(desk.get_by_text("1 ticket is on its way to pia@paper.example.")).to_be_visible()
    pia = visits.open(width=390)
    open_mail(pia, "pia@paper.example", title_of(house))
    expect(pia.locator(".mail-text")).to_contain_text("Pia Press")
