"""A new organizer, who has read nothing, puts an event on; then once more, and later."""

import re

import pytest
from playwright.sync_api import expect

from .newcomers_way import Way, put_on_first_fitting

pytestmark = pytest.mark.browser


def test_an_empty_account_sells_tickets_after_few_pages_and_fields(visits, newcomer, cookies):
    page = visits.open(cookies=cookies(newcomer))
    way = Way(page)

    put_on_first_fitting(page, way)
    page.get_by_role("link", name="Public page").click()
    way.at("public")

    expect(page.get_by_role("heading", name="First Fitting", level=1)).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Admission")).to_be_visible()
    stranger = visits.open(width=390)
    stranger.goto(page.url)
    stranger.get_by_role("spinbutton", name="Admission").fill("1")
    stranger.get_by_role("button", name="Hold these for 10 minutes").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Checkout")
    assert (way.pages, way.fields) == (6, 12)
    assert way.faults == []


def test_an_event_is_put_on_once_more_and_its_draft_looked_at(visits, house, cookies):
    page = visits.open(cookies=cookies("organizer2"))
    way = Way(page)
    page.goto(f"/admin/events/event/?q={house.rpartition('-')[2]}")
    page.get_by_role("link", name=re.compile("^Open House")).click()
    way.to("duplicate", page.get_by_role("link", name="Duplicate"))
    way.fill("Title:", "Open House Again")
    way.fill("Starts:", "2099-06-01T19:00")
    way.to("duplicated", page.get_by_role("button", name="Make the draft"))
    expect(page.get_by_text("This is the new draft.")).to_be_visible()
    page.get_by_role("link", name="New dates").click()
    way.at("new dates")
    way.fill("New start:", "2099-06-02T19:00")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("It has its new dates.")).to_be_visible()

    page.get_by_role("link", name="Preview").click()

    expect(page.get_by_text("Draft: only your team sees this.")).to_be_visible()
    expect(page.get_by_text("Tue 2 Jun 2099")).to_be_visible()
    preview = page.url
    stranger = visits.open()
    assert stranger.goto(preview).status == 404
    assert way.faults == []


def names(page):
    fields = page.locator("#ticket_types-group tr.has_original .field-name input")
    return [field.input_value() for field in fields.all()]


def test_ticket_types_are_put_in_order_by_keyboard_and_by_hand(visits, house, cookies):
    page = visits.open(cookies=cookies("organizer2"))
    page.goto(f"/admin/events/event/?q={house.rpartition('-')[2]}")
    page.get_by_role("link", name=re.compile("^Open House")).click()
    rows = page.locator("#ticket_types-group tr.has_original")
    expect(rows).not_to_have_count(0)
    before = names(page)
    last = rows.nth(len(before) - 1)

    last.get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    moved = [*before[:-3], before[-1], *before[-3:-1]]
    assert names(page) == moved
    expect(page.locator("#ticket_types-group [role=status]")).to_have_text(
        f"Now number {len(before) - 2} of {len(before)}."
    )
    rows.nth(1).locator(".order-handle").drag_to(rows.nth(0), target_position={"x": 5, "y": 2})
    assert names(page) == [moved[1], moved[0], *moved[2:]]
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert names(page) == [moved[1], moved[0], *moved[2:]]

    rows.nth(0).get_by_role("button", name="Move down").click()
    page.get_by_role("button", name="Add another Ticket type").click()
    page.locator("#ticket_types-group .inline-deletelink").click()
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert names(page) == moved
