"""The first page of the desk, as those see it who come to it in the morning."""

import re

import pytest
from playwright.sync_api import expect

from .inspection import faults_of
from .visitors import SHOW

pytestmark = pytest.mark.browser


def test_an_organizer_reads_how_a_show_stands_and_goes_where_it_is_mended(visits, cookies):
    page = visits.open(cookies=cookies("organizer"))
    page.goto(f"/admin/?event={SHOW}")
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Tide Lines")
    sales = page.get_by_role("region", name="Sales over time")
    expect(sales.get_by_role("img", name="Tickets bought in all")).to_be_visible()
    expect(sales.get_by_role("img", name="Income in all")).to_be_visible()

    sales.get_by_text("See the numbers").click()
    expect(sales.get_by_role("table", name="Sales over time")).to_be_visible()
    faults = faults_of(page, "desk organizer")
    to_do = page.get_by_role("region", name="To do").get_by_role("listitem")
    sentence = to_do.first.get_by_role("link")
    sentence.click()
    expect(page).to_have_url(re.compile("/admin/|/production/"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Tide Lines")

    assert faults == []


def test_another_event_is_chosen_and_one_is_found_by_its_title(visits, cookies):
    page = visits.open(cookies=cookies("organizer"), scripts=False)
    page.goto("/admin/")
    title = page.get_by_role("heading", level=1)
    page.get_by_label("Event", exact=True).select_option(SHOW)
    page.get_by_role("button", name="Show it").click()
    expect(title).to_have_text("Tide Lines")

    page.get_by_text("Find another by its title").click()
    page.get_by_label("Title").fill("salt")
    page.locator(".chooser").get_by_role("button", name="Search").click()
    expect(title).to_have_text("Tide Lines")
    page.get_by_role("link", name="Salt").click()
    expect(title).to_have_text("Salt")
    page.goto("/admin/")
    expect(title).to_have_text("Salt")


def test_an_admin_reads_how_the_platform_does(visits, cookies, portal):
    portal.run("manage.py", "check_integrity")
    page = visits.open(cookies=cookies("admin"))
    page.goto("/admin/")

    platform = page.get_by_role("region", name="The platform")
    expect(platform).to_contain_text("The broker answers")
    expect(platform).to_contain_text("Every invariant holds")
    assert faults_of(page, "desk admin") == []


def test_who_shows_at_an_event_finds_their_lists(visits, cookies):
    page = visits.open(cookies=cookies("designer"))
    page.goto("/admin/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")
    assert faults_of(page, "desk designer") == []


def test_a_stroke_leads_to_the_box_that_finds_anything(visits, cookies):
    page = visits.open(cookies=cookies("organizer"))
    page.goto("/admin/")

    page.keyboard.press("/")
    page.keyboard.type("tide")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    faults = faults_of(page, "search")
    page.get_by_role("link", name="Tide Lines", exact=True).click()
    expect(page.get_by_role("textbox", name="Title:")).to_have_value("Tide Lines")
    assert faults == []
