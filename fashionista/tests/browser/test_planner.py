"""The calendar of the desk, as organizers look at it."""

import re

import pytest
from playwright.sync_api import expect

from .inspection import faults_of

pytestmark = pytest.mark.browser


def test_a_month_a_week_and_where_people_are(visits, cookies):
    page = visits.open(cookies=cookies("organizer"))
    page.goto("/admin/")
    page.get_by_role("link", name="Calendar").click()
    faults = faults_of(page, "calendar month")
    for kind in ("Venues", "People"):
        page.get_by_role("link", name=kind, exact=True).click()
        faults += faults_of(page, f"calendar month {kind}")
        page.get_by_role("link", name="Week", exact=True).click()
        faults += faults_of(page, f"calendar week {kind}")
        page.get_by_role("link", name="Month", exact=True).click()
    page.get_by_role("link", name="Later").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(re.compile(r"^\w+ \d{4}$"))

    page.get_by_role("button", name="Make the link").click()

    link = page.locator(".secret-link").inner_text()
    faults += faults_of(page, "calendar link")
    assert "BEGIN:VCALENDAR" in page.request.get(link).text()
    page.get_by_role("link", name="Back to the calendar").click()
    page.get_by_role("button", name="End the link").click()
    expect(page.get_by_text("The link to your calendar is off.")).to_be_visible()
    assert page.request.get(link).status == 404
    assert faults == []
