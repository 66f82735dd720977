"""Money at the desk, on a phone: transfers, refunds, an event called off, and the doctor."""

import re

import pytest
from playwright.sync_api import expect

from fashionista.launch.tests.portal import eventually

from .visitors import (
    buy,
    fill_in_who,
    hold,
    look_until,
    number_of,
    open_mail,
    order_of,
    run_action,
    see,
    title_of,
)  # fmt: skip

pytestmark = pytest.mark.browser
STATEMENTS, DOCTOR = "/admin/ticketing/payment/statements/", "/admin/ticketing/payment/doctor/"


def _owe(page, house, name, email, number=1):
    """A purchase by bank transfer, up to the account; returns the order's id."""
    hold(page, "Seat", number, slug=house)
    fill_in_who(page, name, email)
    page.get_by_label("Bank transfer (we hold your tickets for 24 hours)").check()
    page.get_by_role("button", name=re.compile("^Pay £")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Send the money, and the tickets are yours"
    )
    return order_of(page)


def test_a_transfer_is_confirmed_by_hand(visits, house, look, cookies, portal):
    page = visits.open(width=390)
    hold(page, "Seat", 2, slug=house)
    look.at(page, "checkout")
    order = _owe(page, house, "Transfer Tess", "tess@mail.example", 2)
    number = number_of(portal, order)
    account = page.get_by_role("region", name="Bank transfer")
    expect(account).to_contain_text("GB33 BUKB 2020 1555 5555 55")
    expect(account).to_contain_text(
        re.compile(r"Amount\s*£40.00\s*Reference\s*RF\d\d FP\w\w \w{4} \w\w")
    )
    expect(page.locator(".ticket-list")).to_have_count(0)
    look.at(page, "account")

    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto("/admin/ticketing/payment/")
    look.at(desk, "payments")
    run_action(desk, number, "Money has arrived")
    expect(desk.get_by_text("Money has arrived: Done for 1 row.")).to_be_visible()

    see(page, "See you there")
    expect(page.locator(".ticket-list > li")).to_have_count(2)
    look.at(page, "paid")
    open_mail(page, "tess@mail.example", f"Your tickets: {title_of(house)}")


def test_a_bank_statement_settles_an_order(visits, house, look, cookies, portal):
    page = visits.open(width=390)
    order = _owe(page, house, "Giro Gwen", "gwen@mail.example")
    number = number_of(portal, order)
    reference = page.locator(".code").last.inner_text()
    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto("/admin/ticketing/payment/")
    desk.get_by_role("link", name="Bank statements").click()
    look.at(desk, "statements")

    _import(desk, b"%PDF-1.7 a letter from the bank")
    expect(
        desk.get_by_text("This is no bank statement we can read: CSV with a heading, or CAMT.053.")
    ).to_be_visible()
    look.at(desk, "no statement")

    _import(
        desk,
        "date;name;text;amount;currency\n"
        f"2026-11-24;Gwen Giro;Tickets {reference};20.00;GBP\n"
        f"2026-11-24;Cloth Ltd;Bales for {house};99.00;GBP\n".encode(),
    )
    expect(desk.get_by_text("2 payments are new.")).to_be_visible()
    row = desk.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("reference and amount are right")
    other = desk.get_by_role("row").filter(has_text=house)
    expect(other).to_contain_text("no order of yours")
    expect(other.get_by_role("button", name="Confirm")).to_have_count(0)
    look.at(desk, "proposals")
    row.get_by_role("button", name="Confirm").click()
    expect(desk.get_by_text("Done.")).to_be_visible()
    expect(row).to_have_count(0)
    other.get_by_role("button", name="Not for tickets").click()
    expect(other).to_have_count(0)

    see(page, "See you there")
    expect(page.locator(".ticket-list > li")).to_have_count(1)


def _import(desk, body):
    file = {"name": "statement.csv", "mimeType": "text/csv", "buffer": body}
    desk.get_by_label("Statement, as CSV or CAMT.053").set_input_files(file)
    desk.get_by_role("button", name="Import").click()


def test_one_ticket_and_then_a_sum_are_refunded(visits, house, look, cookies, portal):
    page = visits.open(width=390)
    order = buy(page, "Refund Rhea", "rhea@mail.example", "Seat", 2, slug=house)
    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto(f"/admin/ticketing/order/{order}/change/")
    look.at(desk, "order")
    desk.get_by_role("link", name="Refund", exact=True).click()
    look.at(desk, "choose")
    desk.get_by_role("button", name="See what goes back").click()
    expect(desk.get_by_role("alert")).to_contain_text("Choose tickets, or type an amount.")
    look.at(desk, "nothing chosen")

    desk.get_by_label(re.compile("^Seat, Refund Rhea")).first.check()
    desk.get_by_role("button", name="See what goes back").click()
    expect(desk.get_by_role("heading", name="£20.00 goes back")).to_be_visible()
    look.at(desk, "preview")
    desk.get_by_role("button", name="Refund now").click()
    expect(desk.get_by_text("Refunded. The buyer is told by email.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("£20.00 of what you paid goes back the way it came.")).to_be_visible()
    expect(page.locator(".ticket-list > li").filter(has_text="Refunded")).to_have_count(1)
    look.at(page, "one ticket back")
    desk.goto(f"/orders/{order}/refund/")
    desk.get_by_label("Amount").fill("5")
    desk.get_by_label("Reason").fill("The lift stood still")
    desk.get_by_role("button", name="See what goes back").click()
    expect(desk.get_by_text("All tickets stay valid.")).to_be_visible()
    look.at(desk, "preview of a sum")
    desk.get_by_role("button", name="Refund now").click()
    page.reload()
    expect(page.get_by_text("£25.00 of what you paid goes back the way it came.")).to_be_visible()
    assert eventually(lambda: _given_back(portal, order) == 25, within=60)


def _given_back(portal, order):
    [(given,)] = portal.ask(
        "SELECT sum(amount) FROM refunds WHERE order_id = %s AND status = 'successful'", order
    )
    return given


def test_a_refund_is_asked_for_and_approved(visits, house, look, cookies, portal):
    page = visits.open(width=390)
    order = buy(page, "Asking Asa", "asa@mail.example", "Seat", 2, slug=house)
    expect(page.get_by_text("The organizer decides.")).to_be_visible()
    page.get_by_role("link", name="Ask for a refund").click()
    look.at(page, "choose")
    page.get_by_label(re.compile("^Seat, Asking Asa")).first.check()
    page.get_by_label("Reason").fill("A fever, and doctor’s orders")
    page.get_by_role("button", name="See what you would get back").click()
    expect(page.locator(".total")).to_contain_text("£18.00")
    look.at(page, "preview")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("The organizer has your request. We have emailed you.")).to_be_visible()
    expect(page.get_by_role("button", name="Withdraw the request")).to_be_visible()
    look.at(page, "asked")
    page.goto(f"/orders/{order}/")
    expect(page.get_by_role("link", name="See your request")).to_be_visible()
    expect(page.locator(".ticket-list > li").filter(has_text="Refunded")).to_have_count(0)

    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto("/admin/ticketing/refundrequest/?status__exact=open")
    look.at(desk, "requests")
    number = number_of(portal, order)
    run_action(desk, number, "Decline")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Decline refund requests")
    look.at(desk, "decline")
    desk.go_back()
    desk.get_by_role("link", name=number).click()
    expect(desk.get_by_text("A fever, and doctor’s orders")).to_be_visible()
    expect(desk.get_by_text("£2.00 is kept")).to_be_visible()
    look.at(desk, "request")
    desk.get_by_role("button", name="Decline").click()
    expect(desk.get_by_text("Say why, in a sentence to the buyer.")).to_be_visible()
    desk.get_by_label("To the buyer").fill("Get well soon")
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Approved. The buyer is told by email.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("£18.00 of what you paid goes back the way it came.")).to_be_visible()
    expect(page.locator(".ticket-list > li").filter(has_text="Refunded")).to_have_count(1)
    page.goto(f"/orders/{order}/ask/")
    expect(page.get_by_text("Get well soon")).to_be_visible()
    look.at(page, "answered")
    open_mail(page, "asa@mail.example", f"Your refund is approved: {title_of(house)}")
    look.at(page, "mail")
    assert eventually(lambda: _given_back(portal, order) == 18, within=60)


def test_an_event_is_called_off_and_all_its_orders_go_back(visits, house, look, cookies):
    buyers = [visits.open(width=390), visits.open(width=390)]
    buy(buyers[0], "Sorry Sam", "sam@mail.example", "Seat", 2, slug=house)
    buy(buyers[1], "Sorry Sol", "sol@mail.example", "Day pass", slug=house)
    title = title_of(house)
    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto(f"/admin/events/event/?q={title}")
    look.at(desk, "events")
    run_action(desk, title, "Cancel")
    expect(desk.get_by_text("Cancel: Done for 1 row.")).to_be_visible()
    look.at(desk, "events after")

    desk.get_by_role("link", name=title).click()
    desk.get_by_role("link", name=re.compile(r"^Refunds: \d+%$")).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Refunds")
    look_until(desk, desk.get_by_text("2 of 2 orders given back."))
    expect(desk.get_by_role("progressbar")).to_have_attribute("value", "100")
    expect(desk.get_by_role("heading", name="Not given back")).to_have_count(0)
    look.at(desk, "refunds")

    for page, sum_of_it in zip(buyers, ("£40.00", "£10.00"), strict=True):
        see(page, "Refunded")
        expect(page.get_by_text(f"{sum_of_it} went back the way it came.")).to_be_visible()
    look.at(buyers[0], "order")
    buyers[0].goto(f"/events/{house}/")
    expect(buyers[0].get_by_text("This event is cancelled.")).to_be_visible()
    expect(buyers[0].get_by_text(re.compile(r"\d+ left"))).to_have_count(0)  # nothing is sold
    look.at(buyers[0], "event")


def test_the_doctor_finds_money_without_tickets_and_mends_it(visits, house, look, cookies, portal):
    page = visits.open(width=390)
    order = _owe(page, house, "Lost Lou", "lou@mail.example")
    number = number_of(portal, order)
    # No code of ours does this: a payment is marked by hand, in the database.
    assert portal.ask(
        "UPDATE payments SET status = 'successful' WHERE order_id = %s RETURNING id", order
    )
    desk = visits.open(width=390, cookies=cookies("organizer2"))
    desk.goto("/admin/ticketing/payment/")
    desk.get_by_role("link", name="Payment doctor").click()
    expect(desk.get_by_role("heading", name="Paid, and no tickets")).to_be_visible()
    row = desk.get_by_role("row").filter(has_text=number)
    expect(row).to_contain_text("£20.00")
    look.at(desk, "finding")

    row.get_by_role("button", name="Take the places, or give the money back").click()

    expect(desk.get_by_text("Done.")).to_be_visible()
    expect(row).to_have_count(0)
    look.at(desk, "mended")
    see(page, "See you there")
    expect(page.locator(".ticket-list > li")).to_have_count(1)
