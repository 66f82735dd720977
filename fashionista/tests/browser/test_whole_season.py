"""A whole season of one organizer, from an empty account to the next show."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from .inspection import faults_of
from .newcomers_way import Way, put_on_first_fitting
from .visitors import buy, open_mail, path_of

pytestmark = pytest.mark.browser


def open_event(desk, title):
    """By the box that finds anything."""
    desk.goto("/admin/")
    desk.keyboard.press("/")
    desk.keyboard.type(title)
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name=title, exact=True).click()


def test_created_published_sold_staffed_moved_counted_and_put_on_again(
    visits, portal, newcomer, cookies
):
    desk = visits.open(cookies=cookies(newcomer))
    way = Way(desk)
    put_on_first_fitting(desk, way)
    desk.get_by_role("link", name="Public page").click()
    slug = path_of(desk).strip("/").rpartition("/")[2]
    faults = way.faults

    buyer = visits.open(width=390)
    buy(buyer, "Bea Buyer", "bea@mail.example", kind="Admission", number=2, slug=slug)

    hand = f"hand-{uuid.uuid4().hex[:6]}"
    portal.run("-m", "fashionista.tests.browser.crew", hand, slug)
    open_event(desk, "First Fitting")
    desk.get_by_role("link", name="Plan shifts").click()
    desk.get_by_role("link", name="Begin with a template").click()
    desk.get_by_label("Begin with").select_option(label="Workshop")
    desk.get_by_role("button", name="Use it").click()
    desk.get_by_role("button", name="What would it be?").click()
    desk.get_by_role("button", name="Make these shifts").click()
    expect(desk.get_by_text("shifts are made.")).to_be_visible()
    open_event(desk, "First Fitting")
    desk.get_by_role("link", name="Plan shifts").click()
    desk.get_by_role("link", name=re.compile("^Help at the tables")).first.click()
    desk.get_by_role("checkbox", name=hand.title()).check()
    desk.get_by_role("button", name="Send offers").click()
    expect(desk.get_by_text("1 offer is sent.")).to_be_visible()
    staff = visits.open(width=390, cookies=cookies(hand))
    staff.goto("/staff/shifts/")
    staff.get_by_role("button", name="Accept").click()
    expect(staff.get_by_text("Fri 8 May")).to_be_visible()

    open_event(desk, "First Fitting")
    desk.get_by_role("link", name="New dates").click()
    desk.get_by_label("New start:", exact=True).fill("2099-05-15T19:00")
    desk.get_by_role("button", name="Move it").click()
    expect(desk.get_by_text("It has its new dates.")).to_be_visible()
    staff.reload()
    expect(staff.get_by_text("Fri 15 May")).to_be_visible()
    open_mail(buyer, "bea@mail.example", "New date: First Fitting")

    open_event(desk, "First Fitting")
    desk.get_by_role("link", name="Reports", exact=True).click()
    sold = desk.get_by_role("table", name="Sales by type: First Fitting")
    expect(sold.get_by_role("row", name=re.compile(r"^Admission 2\b"))).to_be_visible()
    faults += faults_of(desk, "season report")
    desk.goto("/admin/calendar/?day=2099-05-15")
    expect(desk.get_by_role("link", name="First Fitting")).to_be_visible()
    faults += faults_of(desk, "season calendar")

    open_event(desk, "First Fitting")
    desk.get_by_role("link", name="Duplicate").click()
    desk.get_by_label("Title:", exact=True).fill("Second Fitting")
    desk.get_by_label("Starts:", exact=True).fill("2099-06-12T19:00")
    desk.get_by_role("button", name="Make the draft").click()
    expect(desk.get_by_text("This is the new draft.")).to_be_visible()
    faults += faults_of(desk, "season duplicated")
    open_event(desk, "Second Fitting")
    desk.get_by_role("link", name="Plan shifts").click()
    expect(desk.get_by_role("link", name=re.compile("^Help at the tables")).first).to_be_visible()
    assert faults == []
