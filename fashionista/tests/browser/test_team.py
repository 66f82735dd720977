"""A colleague is asked in by mail, joins, sees what the rights say, and is let go."""

import re

import pytest
from playwright.sync_api import expect

from .visitors import PASSWORD, open_mail, title_of

pytestmark = pytest.mark.browser
TEAM = "/admin/events/eventteammember/"


def test_a_colleague_is_asked_in_works_and_is_let_go(visits, house, look, cookies):
    title = title_of(house)
    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto(f"{TEAM}invite/?preset=planning")
    look.at(desk, "invite")
    expect(desk.get_by_label("Programme: write and publish")).to_be_checked()
    desk.get_by_label("Email:").fill("attendee@fashionista.example")
    desk.get_by_label("Event:").select_option(label=title)
    desk.get_by_role("button", name="Send the invitation").click()
    invitation = desk.get_by_role("row").filter(has_text=title)
    expect(invitation).to_contain_text("attendee@fashionista.example")
    look.at(desk, "invitations")

    colleague = visits.open(width=390)
    open_mail(colleague, "attendee@fashionista.example", "asks you to join")
    colleague.locator(".mail-text").get_by_role("link").first.click()
    expect(colleague.get_by_role("heading", level=1)).to_have_text("Join the team")
    look.at(colleague, "link")
    colleague.get_by_role("link", name="Sign in").last.click()
    colleague.get_by_label("Email").fill("attendee@fashionista.example")
    colleague.get_by_label("Password").fill(PASSWORD)
    colleague.get_by_role("button", name="Sign in").click()
    look.at(colleague, "accept")
    colleague.get_by_role("button", name="Join").click()
    expect(colleague.get_by_text("You are on the team.")).to_be_visible()
    page_of_event = colleague.url
    expect(colleague.get_by_label("Title:")).to_have_value(title)

    colleague.goto("/admin/")
    expect(colleague.get_by_role("link", name="Shifts", exact=True)).to_be_visible()
    for money in ("Orders", "Payments"):
        expect(colleague.get_by_role("link", name=money, exact=True)).to_have_count(0)
    colleague.get_by_role("link", name="What has happened").click()
    kinds = colleague.get_by_label("What:").locator("option")
    expect(kinds.filter(has_text=re.compile("^Shifts$"))).to_have_count(1)
    expect(kinds.filter(has_text=re.compile("^Orders$"))).to_have_count(0)
    assert colleague.goto("/admin/ticketing/order/").status == 403

    desk.reload()
    expect(invitation).to_have_count(1)  # among the people now
    desk.get_by_role("row").filter(has_text=title).get_by_role("link").first.click()
    look.at(desk, "colleague")
    desk.get_by_role("link", name="Delete").click()
    desk.get_by_role("button", name="Delete").click()
    expect(desk.get_by_role("row").filter(has_text=title)).to_have_count(0)
    assert colleague.goto(page_of_event).status == 403

    desk.goto("/admin/activity/")
    expect(desk.get_by_role("row").filter(has_text="Deleted: Team member").first).to_be_visible()
    look.at(desk, "activity")
    desk.goto(page_of_event.replace("/change/", "/history/"))
    look.at(desk, "history")
