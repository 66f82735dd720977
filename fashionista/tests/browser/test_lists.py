"""A list at the desk: narrowed, saved under a name, and taken away once."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from .inspection import faults_of
from .visitors import title_of

pytestmark = pytest.mark.browser
TYPES = "/admin/ticketing/tickettype/"


def taken_by(desk, press):
    """The rows of the workbook that comes when `press` is done."""
    with desk.expect_download() as download:
        press()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    return list(sheet.iter_rows(values_only=True))


def test_a_list_is_narrowed_saved_and_taken_away_once(visits, house, portal, cookies):
    title = title_of(house)
    desk, faults = visits.open(cookies=cookies("organizer2")), []
    desk.goto(TYPES)
    desk.get_by_label("Part of the title").fill(title.rpartition(" ")[2])
    desk.get_by_role("button", name="Find").click()
    faults += faults_of(desk, "list, events found")
    desk.locator("#changelist-filter").get_by_role("link", name=title).click()
    expect(desk.get_by_role("row").filter(has_text=title)).to_have_count(6)

    desk.get_by_text("Save this view").click()
    desk.get_by_label("Name", exact=True).fill("Mine, by type")
    faults += faults_of(desk, "list, a view saved")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("“Mine, by type” is saved.")).to_be_visible()
    desk.goto(TYPES)
    desk.get_by_role("link", name="Mine, by type").click()
    expect(desk.get_by_role("row").filter(has_text=title)).to_have_count(6)
    faults += faults_of(desk, "list, a saved view")

    desk.get_by_label("Select all objects on this page for an action").check()
    desk.get_by_label("Action:").select_option(label="Export as XLSX")
    rows = taken_by(desk, desk.get_by_role("button", name="Go", exact=True).click)
    assert [row[1] for row in rows] == ["Event", *[title] * 6]
    assert {type(row[2]) for row in rows[1:]} <= {int, float}

    desk.get_by_role("link", name="Rename or delete").click()
    faults += faults_of(desk, "saved view")
    desk.get_by_role("button", name="Delete").click()
    expect(desk.get_by_text("“Mine, by type” is deleted.")).to_be_visible()
    assert faults == []


def test_a_large_file_is_waited_for_and_fetched_once(visits, house, portal, cookies):
    key = portal.run("-m", "fashionista.tests.browser.promised").strip()
    desk, faults = visits.open(cookies=cookies("organizer2")), []
    address = f"/admin/exports/{key}/"
    desk.goto(address)
    fetch = desk.get_by_role("button", name="Fetch the XLSX file")
    expect(fetch).to_be_visible(timeout=60_000)  # the page looks again by itself
    faults += faults_of(desk, "export ready")
    again = visits.open(cookies=cookies("organizer2"))
    again.goto(address)

    rows = taken_by(desk, fetch.click)

    assert rows[0][:2] == ("Name", "Event")
    assert title_of(house) in {row[1] for row in rows}
    again.get_by_role("button", name="Fetch the XLSX file").click()
    expect(again.get_by_text("each can be fetched once, within a day.")).to_be_visible()
    faults += faults_of(again, "export fetched")
    again.goto("/admin/exports/")
    faults += faults_of(again, "exports")
    assert faults == []
