"""A day is planned from a template, offered, accepted, worked; a shift is handed on."""

import re
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from .inspection import faults_of
from .visitors import title_of

pytestmark = pytest.mark.browser
ZONE = re.compile(r"in ([\w/]+) time")


@pytest.fixture
def crew(portal, house):
    names = [f"{name}-{uuid.uuid4().hex[:6]}" for name in ("hand", "help")]
    for name in names:
        portal.run("-m", "fashionista.tests.browser.crew", name, house)
    return names


def open_event(desk, house):
    desk.goto(f"/admin/events/event/?q={house.rpartition('-')[2]}")
    desk.get_by_role("link", name=title_of(house)).click()


def on_the_wall(desk, minutes):
    zone = ZoneInfo(ZONE.search(desk.locator("legend").first.inner_text())[1])
    return f"{datetime.now(zone) + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"


def test_a_day_is_planned_worked_and_counted(visits, house, crew, cookies):
    hand, helper = crew
    faults = []
    desk = visits.open(width=390, cookies=cookies("organizer2"))
    open_event(desk, house)
    desk.get_by_role("link", name="Plan shifts").click()
    desk.get_by_role("link", name="Begin with a template").click()
    desk.get_by_label("Begin with").select_option(label="Workshop")
    desk.get_by_role("button", name="Use it").click()
    desk.get_by_label("The show begins").fill(on_the_wall(desk, 10))
    desk.get_by_label("It ends").fill(on_the_wall(desk, 130))
    last = desk.get_by_role("group", name="Shift 3")
    last.get_by_label("Starts").fill("+0:15")  # as the one before ends
    desk.get_by_role("button", name="What would it be?").click()
    expect(desk.get_by_role("heading", name="3 shifts would be made")).to_be_visible()
    faults += faults_of(desk, "planning template")
    desk.get_by_role("button", name="Make these shifts").click()
    expect(desk.get_by_text("3 shifts are made.")).to_be_visible()

    open_event(desk, house)
    desk.get_by_role("link", name="Plan shifts").click()
    expect(desk.get_by_text(re.compile("In all .* of work that nobody has"))).to_be_visible()
    faults += faults_of(desk, "planning coverage")
    desk.get_by_role("link", name=re.compile("^Help at the tables")).first.click()
    desk.get_by_role("checkbox", name=hand.title()).check()
    faults += faults_of(desk, "planning crew")
    desk.get_by_role("button", name="Send offers").click()
    expect(desk.get_by_text("1 offer is sent.")).to_be_visible()
    expect(desk.get_by_role("checkbox", name=hand.title())).to_have_count(0)

    staff = visits.open(width=390, cookies=cookies(hand))
    staff.goto("/staff/shifts/")
    staff.get_by_role("button", name="Accept").click()
    expect(staff.get_by_text("The shift is yours.")).to_be_visible()

    desk.get_by_role("link", name="Day board").click()
    late = desk.get_by_role("region", name="Late")
    expect(late).to_contain_text(hand.title())
    faults += faults_of(desk, "planning late")
    desk.get_by_role("button", name=f"Has come: {hand.title()}").click()
    expect(desk.get_by_role("region", name="At work")).to_contain_text("here since")
    desk.get_by_role("button", name=f"Goes: {hand.title()}").click()
    expect(desk.get_by_role("region", name="Done")).to_contain_text(hand.title())
    faults += faults_of(desk, "planning done")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Hours of this day as CSV").click()
    assert hand.title() in download.value.path().read_text()
    desk.get_by_role("button", name=f"Undo: {hand.title()}").click()
    expect(desk.get_by_role("region", name="At work")).to_contain_text(hand.title())

    desk.get_by_role("link", name="Coverage").click()
    desk.get_by_role("link", name=re.compile("^Clearing up")).first.click()
    desk.get_by_role("checkbox", name=helper.title()).check()
    desk.get_by_role("button", name="Send offers").click()
    giver = visits.open(width=390, cookies=cookies(helper))
    giver.goto("/staff/shifts/")
    giver.get_by_role("button", name="Accept").click()
    giver.get_by_role("link", name="Hand it on").click()
    faults += faults_of(giver, "planning hand on")
    giver.get_by_role("button", name="Ask").click()
    expect(giver.get_by_text("Nobody has taken it over yet")).to_be_visible()
    faults += faults_of(giver, "planning handed on")

    staff.goto("/staff/shifts/")
    faults += faults_of(staff, "planning to take over")
    staff.get_by_role("button", name="Take it over").click()
    expect(staff.get_by_text("once the organizer approves")).to_be_visible()
    desk.get_by_role("link", name="Swaps").click()
    faults += faults_of(desk, "planning swaps")
    desk.get_by_role("button", name=f"Approve the swap of {helper.title()}").click()
    expect(desk.get_by_text("The swap is approved.")).to_be_visible()
    giver.reload()
    expect(giver.get_by_text("No shift ahead")).to_be_visible()
    staff.reload()
    expect(staff.get_by_role("link", name="Hand it on")).to_be_visible()
    assert faults == []
