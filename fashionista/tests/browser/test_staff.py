"""Somebody is asked onto an organizer's books by mail, says yes, and is there."""

import pytest
from playwright.sync_api import expect

from .inspection import faults_of
from .visitors import PASSWORD

pytestmark = pytest.mark.browser
BOOKS = "/admin/staffing/staffmember/"
ADDRESS = "attendee@fashionista.example"


def test_somebody_is_asked_onto_the_books_and_says_yes(visits, cookies):
    desk = visits.open(cookies=cookies("organizer2"))
    desk.goto(BOOKS)
    desk.get_by_role("link", name="Invite staff").click()
    faults = faults_of(desk, "invite staff")
    desk.get_by_label("Email:").fill(ADDRESS)
    desk.get_by_label("Role:").select_option(index=1)
    desk.get_by_role("button", name="Send the invitation").click()
    invitation = desk.get_by_role("row").filter(has_text=ADDRESS)
    expect(invitation).to_have_count(1)
    faults += faults_of(desk, "staff invitations")
    invitation.get_by_role("button", name="Take back").click()
    expect(desk.get_by_text("Taken back: the link in the mail works no longer.")).to_be_visible()
    desk.get_by_role("link", name="Invite staff").click()
    desk.get_by_label("Email:").fill(ADDRESS)
    desk.get_by_label("Role:").select_option(index=1)
    desk.get_by_role("button", name="Send the invitation").click()

    asked = visits.open()
    asked.goto("/dev/mail/")
    mails = asked.get_by_role("row").filter(has_text=ADDRESS).filter(has_text="to work for them")
    for _again in range(60):
        if mails.count() == 2:
            break
        asked.wait_for_timeout(500)
        asked.reload()
    mails.first.get_by_role("link").click()
    asked.locator(".mail-text").get_by_role("link").first.click()
    expect(asked.get_by_role("heading", level=1)).to_have_text("Join the staff")
    faults += faults_of(asked, "join the staff")
    asked.get_by_role("link", name="Sign in").last.click()
    asked.get_by_label("Email").fill(ADDRESS)
    asked.get_by_label("Password").fill(PASSWORD)
    asked.get_by_role("button", name="Sign in").click()
    asked.get_by_role("button", name="Join").click()
    expect(asked.get_by_text("You are on the staff.")).to_be_visible()

    desk.goto(BOOKS)
    expect(desk.get_by_text("No invitation is open.")).to_be_visible()
    assert faults == []
