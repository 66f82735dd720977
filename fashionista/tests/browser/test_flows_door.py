"""The door of an event with gates, on a phone: where one stands, who it is, and what was wrong."""

import re

import pytest
from playwright.sync_api import expect

from .visitors import buy, number_of, scan

pytestmark = pytest.mark.browser
ZOE, DOT = "Zoë Ångström", "Dot Passmore"


def _stand(door, gate, way):
    """Choose the gate and the way, from the door."""
    door.locator(".door-bar").get_by_role("link").last.click()
    door.get_by_label("Gate").select_option(label=gate)
    door.get_by_label(way, exact=True).check()
    door.get_by_role("button", name="To the door").click()
    expect(door.locator(".door-bar").get_by_role("link", name=f"{gate}, {way}")).to_be_visible()


def _search(door, words):
    door.get_by_role("link", name="Search by name or order number").click()
    door.get_by_label("Name or order number").fill(words)
    door.get_by_role("button", name="Search").click()


def test_the_whole_door(visits, house, look, cookies, portal):
    page = visits.open(width=390)
    buy(page, ZOE, "zoe@mail.example", "Seat", slug=house)
    code = page.locator(".ticket-list .code").inner_text()
    order = buy(page, DOT, "dot@mail.example", "Day pass", slug=house)
    day_code = page.locator(".ticket-list .code").inner_text()
    door = visits.open(width=390, cookies=cookies("organizer2"))
    door.goto(f"/checkin/{house}/")
    title = door.get_by_role("heading", level=1)
    expect(title).to_have_text("Ready")
    expect(door.locator(".tally")).to_have_text(re.compile(r"0\s*of 2 in"))
    look.at(door, "ready")
    door.get_by_role("link", name="Choose a gate").click()
    look.at(door, "where")
    door.get_by_role("link", name="Back").click()
    _stand(door, "Quay", "in")
    look.at(door, "ready at a gate")

    # Found by name, as it can be typed, and let in from the list.
    _search(door, "nobody at all")
    expect(door.get_by_role("status")).to_have_text("Nobody of that name or number.")
    look.at(door, "nobody")
    door.get_by_label("Name or order number").fill("zoe angstrom")
    door.get_by_role("button", name="Search").click()
    expect(door.locator(".ticket-list > li")).to_have_count(1)
    look.at(door, "found")
    door.get_by_role("button", name=f"Admit {ZOE}").click()
    expect(door.get_by_role("status")).to_have_text(re.compile(rf"Admit\s+{ZOE}"))
    expect(door.locator(".tally")).to_have_text(re.compile(r"1\s*of 2 in"))
    look.at(door, "admitted")

    # The same code at another gate: when and where, and what to do about it.
    _stand(door, "Lift", "in")
    scan(door, code)
    expect(door.get_by_role("alert")).to_contain_text(
        re.compile(r"Already let in at \d\d:\d\d, at Quay\.")
    )
    look.at(door, "used")
    door.get_by_text("Undo the admission").click()
    look.at(door, "undo")
    door.get_by_label("Why?").fill("Took the wrong queue")
    door.get_by_role("button", name="Undo", exact=True).click()
    expect(door.get_by_text("The admission is undone. The ticket lets in again.")).to_be_visible()
    expect(door.locator(".tally")).to_have_text(re.compile(r"0\s*of 2 in"))
    look.at(door, "undone")
    scan(door, code)
    expect(title).to_have_text("Admit")

    # Found by number; goes in, out and in again.
    _search(door, number_of(portal, order))
    expect(door.locator(".ticket-list > li")).to_have_count(1)
    door.get_by_role("button", name=f"Admit {DOT}").click()
    expect(door.locator(".tally")).to_have_text(re.compile(r"2\s*of 2 in"))
    _stand(door, "Lift", "out")
    scan(door, day_code)
    expect(door.get_by_role("status")).to_have_text(re.compile(rf"Out\s+{DOT}"))
    expect(door.locator(".tally")).to_have_text(re.compile(r"1\s*of 2 in"))
    look.at(door, "out")
    scan(door, day_code)
    expect(door.get_by_role("alert")).to_contain_text("Nobody is in on this ticket.")
    look.at(door, "not in")
    _stand(door, "Lift", "in")
    scan(door, day_code)
    expect(door.get_by_role("status")).to_have_text(re.compile(rf"Admit\s+{DOT}"))
    expect(door.locator(".tally")).to_have_text(re.compile(r"2\s*of 2 in"))
