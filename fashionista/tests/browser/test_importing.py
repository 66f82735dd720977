"""Sponsors come in a file: not in order at first, mended, imported, undone; many by the worker."""

import uuid

import pytest
from playwright.sync_api import expect

from .inspection import faults_of

pytestmark = pytest.mark.browser


def choose(page, text):
    file = {"name": "sponsors.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("File, as CSV or XLSX:").set_input_files(file)
    page.get_by_role("button", name="Look it through").click()


def test_a_file_is_mended_looked_through_imported_and_undone(visits, cookies):
    page = visits.open(cookies=cookies("organizer"))
    name = f"Oltremare {uuid.uuid4().hex[:6]}"
    head = "name;industry;contact;email of the contact;website"
    row = f"{name};Perfume;Olga Mare;olga@oltremare.example;https://oltremare.example/"
    page.goto("/admin/")
    page.get_by_role("link", name="Import", exact=True).click()
    faults = faults_of(page, "import overview")
    page.get_by_role("link", name="Sponsors", exact=True).click()
    faults += faults_of(page, "import upload")
    choose(page, "colour\nred")
    expect(
        page.get_by_text("The first row has to name the columns, as in the sample.")
    ).to_be_visible()
    faults += faults_of(page, "import refused")

    choose(page, f"{head}\n{row}\n;Cloth;;nobody;\n{name};Wine;;;\n")

    expect(page.get_by_role("alert")).to_contain_text("2 rows are not in order.")
    expect(page.get_by_role("button", name="Import")).to_have_count(0)
    faults += faults_of(page, "import faults")
    page.get_by_role("link", name="Choose the mended file").click()
    choose(page, f"{head}\n{row}\n{name} Due;Wine;;;\n")
    faults += faults_of(page, "import preview")
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_text("2 rows are imported.")).to_be_visible()
    faults += faults_of(page, "import done")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_label("Name:", exact=True).first).to_have_value(name)
    page.go_back()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("The import is undone.")).to_be_visible()
    faults += faults_of(page, "import undone")
    page.get_by_role("link", name="Import", exact=True).click()
    expect(page.get_by_role("cell", name="undone").first).to_be_visible()
    faults += faults_of(page, "import list")
    assert faults == []


def test_a_large_file_is_worked_off_while_the_page_says_how_far_it_is(visits, cookies):
    page = visits.open(cookies=cookies("organizer"))
    name = f"Sotto {uuid.uuid4().hex[:6]}"
    page.route(
        "**/waiting.js", lambda route: route.abort()
    )  # the page stands still to be looked at
    page.goto("/admin/import/sponsors/")

    choose(page, "name\n" + "".join(f"{name} {number}\n" for number in range(300)))

    expect(page.get_by_role("progressbar", name="Rows done")).to_be_visible()
    faults = faults_of(page, "import waiting")
    page.unroute("**/waiting.js")
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("Every row is in order.")).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Import 300 rows").click()
    expect(page.get_by_role("button", name="Undo the import")).to_be_visible(timeout=90_000)
    expect(page.get_by_role("link", name=f"{name} 7", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("What it had made was taken back.")).to_be_visible(timeout=90_000)
    assert faults == []
