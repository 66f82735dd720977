"""Reports, as an organizer reads them: on screen, beside an earlier show, on paper, as a file."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .inspection import faults_of
from .visitors import SHOW

pytestmark = pytest.mark.browser


def test_an_organizer_reads_compares_prints_and_takes_away(visits, cookies):
    page = visits.open(cookies=cookies("organizer"))
    page.goto(f"/admin/?event={SHOW}")
    page.get_by_role("link", name="Reports", exact=True).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Sales by type")
    table = page.get_by_role("table", name="Sales by type: Tide Lines")
    expect(table.get_by_role("row", name=re.compile("In all"))).to_be_visible()
    faults = faults_of(page, "report types")

    page.get_by_role("link", name="Sales by day").click()
    expect(page.get_by_role("img", name="Tickets sold in all")).to_be_visible()
    page.get_by_label("Compare with").select_option("salt")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("columnheader", name="Tickets, Salt")).to_be_visible()
    faults += faults_of(page, "report days compared")

    page.get_by_role("link", name="VAT by rate").click()
    expect(title).to_have_text("VAT by rate")
    page.get_by_label("First day").fill("2020-01-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("From 1 Jan 2020 to ….")).to_be_visible()
    with page.expect_download() as told:
        page.get_by_role("link", name="CSV").click()
    with Path(told.value.path()).open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert (head[0], rows[-1][0]) == ("Rate", "In all")

    page.emulate_media(media="print")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    for around in ("#header", ".breadcrumbs", ".report-tabs", ".asked"):
        expect(page.locator(around)).to_be_hidden()
    expect(page.get_by_role("table", name="VAT by rate: Tide Lines")).to_be_visible()
    assert faults == []


def test_the_door_in_a_curve_and_all_events_in_a_list(visits, cookies):
    page = visits.open(cookies=cookies("organizer"))
    page.goto("/admin/reports/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reports of all events")
    faults = faults_of(page, "reports of all")
    page.get_by_role("link", name="Low Water").click()
    page.get_by_role("link", name="Attendance").click()
    expect(page.get_by_role("img", name="Entered by the quarter hour")).to_be_visible()
    faults += faults_of(page, "report attendance")
    for name in ("No-shows", "Staff by person", "Sponsors", "Vendors"):
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        faults += faults_of(page, f"report {name.lower()}")

    assert faults == []
