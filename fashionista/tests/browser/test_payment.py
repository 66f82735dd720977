"""Payments that do not go through at once, and holds that run out."""

import pytest
from playwright.sync_api import expect

from .visitors import SHOW, fill_in, hold, let_run_out, open_mail, pay, see

pytestmark = pytest.mark.browser
NOW_DUE = """
    UPDATE outbox SET due_at = now() WHERE kind = 'sandbox.tell_portal' AND due_at > now()
    RETURNING id
"""


def test_declined_payment_keeps_the_hold_and_can_be_tried_again(page):
    order = hold(page, "Gallery", 2)
    fill_in(page, "Odile Brandt", "odile@mail.example")

    page.get_by_role("button", name="Decline the payment").click()

    see(page, "The payment was declined")
    expect(page.get_by_text("Nothing was taken. Your tickets are still held")).to_be_visible()
    expect(page.locator(".hold .clock")).to_be_visible()
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
    fill_in(page, "Odile Brandt", "odile@mail.example")
    pay(page)
    expect(page.locator(".ticket-list > li")).to_have_count(2)
    assert f"/orders/{order}/" in page.url
    open_mail(page, "odile@mail.example", "Your tickets: Tide Lines")


def test_payment_confirmed_late_is_waited_for(page, portal):
    hold(page, "Gallery", 1)
    fill_in(page, "Late Leonie", "leonie@mail.example")

    page.get_by_role("button", name="Pay, but confirm late").click()

    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Waiting for the payment")
    expect(page.locator(".ticket-list")).to_have_count(0)
    assert portal.ask(NOW_DUE) != []  # the provider's minute is over
    expect(title).to_have_text("See you there", timeout=30_000)  # the page looks again by itself
    expect(page.locator(".ticket-list > li")).to_have_count(1)


def test_hold_that_ran_out_says_so_and_offers_the_way_on(page, portal):
    order = hold(page, "Gallery", 1)
    page.get_by_label("Full name").fill("Slow Salome")
    page.get_by_label("Email", exact=True).fill("salome@mail.example")
    page.get_by_label("I have read the refund terms").check()
    let_run_out(portal, order)

    page.get_by_role("button", name="Pay £48.00").click()

    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Not this time")
    expect(page.get_by_text("Nothing was taken.")).to_be_visible()
    page.goto(f"/orders/{order}/")
    expect(title).to_have_text("The hold has run out")
    page.get_by_role("link", name="Choose tickets again").click()
    expect(title).to_have_text("Tide Lines")
    assert hold(page, "Gallery", 1, slug=SHOW) != order


def test_hold_counts_down_and_tells_when_it_is_over(page, portal):
    order = hold(page, "Gallery", 1)
    let_run_out(portal, order, after="3 seconds")
    page.reload()

    expect(page.get_by_text("The hold has run out.")).to_be_visible()
    page.get_by_role("link", name="Choose tickets again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tide Lines")
