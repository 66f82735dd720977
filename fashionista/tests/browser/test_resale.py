"""A buyer who cannot come offers a ticket to the waiting list, and thinks better of it."""

import pytest
from playwright.sync_api import expect

from .inspection import faults_of
from .visitors import buy

pytestmark = pytest.mark.browser
LOOKS = [(390, "light"), (390, "dark")]


def test_a_ticket_is_offered_to_the_waiting_list_and_withdrawn(visits):
    page = visits.open(width=390)
    faults = []
    buy(page, "Absent Abel", "abel@mail.example", number=2)
    expect(page.get_by_text("offered to the waiting list, on its own page")).to_be_visible()
    page.get_by_role("link", name="Gallery").first.click()
    faults += faults_of(page, "ticket to offer", looks=LOOKS)

    page.get_by_role("button", name="Offer it to the waiting list").click()

    expect(page.get_by_role("status")).to_have_text("Your ticket is offered to the waiting list.")
    expect(page.get_by_text("Offered to the waiting list since")).to_be_visible()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    expect(page.get_by_role("link", name="Correct the name or pass it on")).to_have_count(0)
    faults += faults_of(page, "ticket on offer", looks=LOOKS)
    page.get_by_role("link", name="The whole order").click()
    expect(page.locator(".ticket-list > li").first).to_contain_text("Offered to the waiting list")
    faults += faults_of(page, "order with a ticket on offer", looks=LOOKS)

    page.get_by_role("link", name="Gallery").first.click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("button", name="Offer it to the waiting list")).to_be_visible()
    assert faults == []
