"""Tickets for a chosen time on a phone: chosen, bought, shown, and at the door too early."""

import re

import pytest
from playwright.sync_api import expect

from .inspection import LOOKS, faults_of
from .visitors import fill_in, see

pytestmark = pytest.mark.browser
PHONE = [look for look in LOOKS if look[0] == 390]
EXHIBITION, WORKSHOP = "/events/unruly-check/", "/events/bias-cut/"


def look_at(page, name, faults):
    faults += faults_of(page, name, looks=PHONE)
    page.set_viewport_size({"width": 390, "height": 900})


def choose(page, address, kind, number):
    page.goto(address)
    page.get_by_role("spinbutton", name=kind, exact=True).fill(str(number))


def times(page):
    return page.locator(".times label")


def test_a_time_is_chosen_bought_and_asked_for_at_the_door(visits, cookies):
    page, faults = visits.open(width=390), []
    choose(page, WORKSHOP, "Place at the table", 2)
    expect(times(page)).to_have_count(2)
    page.locator(".times summary").nth(1).click()
    look_at(page, "times of a workshop", faults)
    second = times(page).nth(1)
    begins = second.locator("b").inner_text()
    second.click()
    page.get_by_role("button", name="Hold these for 10 minutes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
    summary = page.get_by_role("region", name="Your order")
    expect(summary).to_contain_text(re.compile(rf"\d{{4}}, {begins} – \d\d:\d\d"))
    look_at(page, "checkout of a time", faults)

    fill_in(page, "Odile Serre", "odile@mail.example")
    page.get_by_role("button", name=re.compile("^Pay £")).click()
    see(page, "See you there")
    look_at(page, "order of a time", faults)
    code = page.locator(".ticket-list .code").first.inner_text()
    page.get_by_role("link", name="Place at the table").first.click()
    expect(page.locator(".ticket")).to_contain_text(re.compile(rf"Time\s*{begins} – "))
    look_at(page, "ticket of a time", faults)

    door = visits.open(width=390, cookies=cookies("organizer"))
    door.goto("/checkin/bias-cut/")
    door.get_by_label("Code on the ticket").fill(code)
    door.get_by_role("button", name="Check").click()
    expect(door.get_by_role("alert")).to_contain_text("Too early: this ticket is for")
    look_at(door, "door not now", faults)
    door.get_by_role("button", name="Let in anyway").click()
    expect(door.get_by_role("status")).to_have_text(re.compile(r"Admit\s+Odile Serre"))
    look_at(door, "door let in anyway", faults)
    assert not faults, "\n".join(faults)


def test_seventy_times_stay_usable_without_scripts_and_by_keyboard(visits):
    page = visits.open(width=390, scripts=False)
    choose(page, EXHIBITION, "Visit", 1)
    expect(times(page)).to_have_count(14 * 5)
    first = times(page).first
    expect(first).to_contain_text("Full")
    expect(first.get_by_role("radio")).to_be_disabled()
    expect(times(page).nth(20)).to_be_hidden()

    second_day = page.locator(".times summary").nth(1)
    second_day.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(times(page).nth(14).get_by_role("radio")).to_be_checked()
    page.keyboard.press("ArrowDown")
    page.get_by_role("spinbutton", name="Visit", exact=True).fill("0")
    page.get_by_role("button", name="Hold these for 10 minutes").click()

    expect(page.get_by_role("alert")).to_have_text("Choose at least one ticket.")
    expect(times(page).nth(15).get_by_role("radio")).to_be_checked()
    expect(times(page).nth(15)).to_be_visible()  # its day is open
    page.get_by_role("spinbutton", name="Visit", exact=True).fill("1")
    page.get_by_role("button", name="Hold these for 10 minutes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")


def test_the_box_with_times_has_no_faults_and_no_time_is_refused(visits):
    page, faults = visits.open(width=390), []
    choose(page, EXHIBITION, "Visit", 1)
    look_at(page, "times of an exhibition", faults)

    page.get_by_role("button", name="Hold these for 10 minutes").click()

    expect(page.get_by_role("alert")).to_contain_text("Choose a time for these tickets.")
    look_at(page, "times refused", faults)
    assert not faults, "\n".join(faults)


def test_an_organizer_makes_many_times_in_one_go(visits, cookies):
    page, faults = visits.open(width=390, cookies=cookies("organizer2")), []
    page.goto("/admin/events/event/?q=Unruly")
    page.get_by_role("link", name="The Unruly Check").first.click()
    page.get_by_role("link", name="Add times").click()
    page.get_by_label("Places in each").fill("5")
    page.get_by_label("Name").fill("Weavers at work")
    page.get_by_label("First begins at").fill("13:00")
    page.get_by_label("Last begins at").fill("13:00")
    page.get_by_role("button", name="How many would it be?").click()
    expect(page.get_by_text("5 times", exact=True)).to_be_visible()
    look_at(page, "many times", faults)

    page.get_by_role("button", name="Make these times").click()

    expect(page.get_by_text("5 times were made.")).to_be_visible()
    look_at(page, "list of times", faults)
    assert not faults, "\n".join(faults)
