"""A workshop asks who comes: on a phone, in light and dark, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from .inspection import faults_of
from .visitors import hold, see

pytestmark = pytest.mark.browser
WORKSHOP, PLACE = "flat-to-form", "Place at the table"
LOOKS = [(390, "light"), (390, "dark")]
ASKED = "Do you bring your own scissors?"


def sign_up_for(page, name, email):
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_label("I have read the refund terms").check()
    page.get_by_role("button", name=re.compile("^Pay €")).click()


def pay(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment")
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    see(page, "See you there")


def test_a_workshop_asks_each_ticket_and_hides_what_it_does_not_ask(visits, cookies):
    page = visits.open(width=390)
    faults = []
    hold(page, PLACE, 2, slug=WORKSHOP)
    first, second = (
        page.get_by_role("group", name=f"{PLACE}, ticket {number}") for number in (1, 2)
    )
    expect(first.get_by_label("Which?")).to_be_hidden()
    first.get_by_label("Garment size").select_option("M")
    first.get_by_label(ASKED).select_option("yes")
    expect(first.get_by_label("Which?")).to_be_visible()
    expect(second.get_by_label("Which?")).to_be_hidden()
    first.get_by_label("Which?").fill("Snips, left-handed")
    second.get_by_label(ASKED).select_option("no")
    faults += faults_of(page, "checkout with questions", looks=LOOKS)

    sign_up_for(page, "Quilla Vance", "quilla@mail.example")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(f"{PLACE}, ticket 2: please answer “Garment size”.")
    expect(first.get_by_label("Which?")).to_have_value("Snips, left-handed")
    faults += faults_of(page, "checkout with questions refused", looks=LOOKS)
    summary.get_by_role("link", name="Garment size").click()
    expect(second.get_by_label("Garment size")).to_be_focused()
    second.get_by_label("Garment size").select_option("XL")
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    pay(page)

    tickets = page.locator(".ticket-list > li")
    expect(tickets.nth(0)).to_contain_text("Snips, left-handed")
    expect(tickets.nth(1)).not_to_contain_text("Which?")
    faults += faults_of(page, "order with answers", looks=LOOKS)
    page.get_by_role("link", name=PLACE).first.click()
    faults += faults_of(page, "ticket with answers", looks=LOOKS)
    page.get_by_role("link", name="Change the answers").click()
    faults += faults_of(page, "answers", looks=LOOKS)
    page.get_by_label(ASKED).select_option("no")
    expect(page.get_by_label("Which?")).to_be_hidden()
    page.get_by_role("button", name="Keep these answers").click()
    expect(page.get_by_role("status")).to_have_text("Your answers are kept.")
    expect(page.locator(".ticket")).not_to_contain_text("Snips")

    organizer = visits.open(width=390, cookies=cookies("organizer2"))
    organizer.goto(f"/desk/answers/{WORKSHOP}/")
    row = organizer.get_by_role("row").filter(has_text="Quilla Vance").first
    expect(row).to_contain_text("M")
    faults += faults_of(organizer, "answers of an event", looks=LOOKS)
    with organizer.expect_download() as file:
        organizer.get_by_role("link", name="Download as CSV").click()
    assert file.value.suggested_filename == f"{WORKSHOP}-answers.csv"
    organizer.goto("/admin/ticketing/question/")
    organizer.get_by_role("link", name="Which?").click()
    faults += faults_of(organizer, "question", looks=LOOKS)

    assert faults == []


def test_questions_work_without_scripts(visits):
    page = visits.open(scripts=False)
    hold(page, PLACE, 1, slug=WORKSHOP)
    which = page.get_by_label("Which?")
    expect(which).to_be_visible()
    expect(page.get_by_text(f"Only if you answer “{ASKED}” with “Yes”.")).to_be_visible()

    page.get_by_label("Garment size").select_option("S")
    page.get_by_label(ASKED).select_option("no")
    which.fill("Never mind")
    sign_up_for(page, "Quiet Quin", "quin@mail.example")
    pay(page)

    expect(page.locator(".ticket-list")).to_contain_text("Garment size")
    expect(page.locator(".ticket-list")).not_to_contain_text("Never mind")
