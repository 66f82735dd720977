"""From the home page to the ticket, as a guest."""

import io
import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from ticketing.codes import typed_code

from .visitors import SHOW, buy, fill_in, hold, open_mail, order_of, path_of, pay, see

pytestmark = pytest.mark.browser
NOT_THERE = "This look didn’t walk"


def test_guest_finds_a_show_buys_two_tickets_and_gets_them_by_mail(page):
    title = page.get_by_role("heading", level=1)
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Events").click()
    page.get_by_role("link", name="Tide Lines").click()
    expect(title).to_have_text("Tide Lines")

    for _ in range(3):
        page.get_by_role("button", name="One more: Gallery").click()
    page.get_by_role("button", name="One fewer: Gallery").click()
    expect(page.locator("[data-total]")).to_have_text(re.compile("Total.*£96"))
    page.get_by_role("button", name="Hold these for 10 minutes").click()
    expect(title).to_have_text("Checkout")
    expect(page.locator(".hold .clock")).to_have_text(re.compile(r"^(10:00|9:5\d)$"))

    page.get_by_label("Full name").fill("Wren Achterberg")
    page.get_by_label("Email", exact=True).fill("wren.at.nowhere")
    page.get_by_label("Gallery, ticket 2").fill("Ilse Achterberg")
    page.get_by_label("I have read the refund terms").check()
    page.get_by_role("button", name="Pay £96.00").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("One thing to fix.")
    summary.get_by_role("link", name="Email").click()
    email = page.get_by_label("Email", exact=True)
    expect(email).to_be_focused()
    expect(email).to_have_value("wren.at.nowhere")
    expect(email).to_have_accessible_description("Enter the full address, like name@example.com.")
    expect(page.get_by_label("Full name")).to_have_value("Wren Achterberg")
    expect(page.get_by_label("Gallery, ticket 2")).to_have_value("Ilse Achterberg")
    expect(page.get_by_label("I have read the refund terms")).to_be_checked()

    email.fill("wren@mail.example")
    page.get_by_role("button", name="Pay £96.00").click()
    expect(title).to_have_text("Payment")
    page.get_by_role("button", name="Pay £96.00").click()
    expect(title).to_have_text("See you there")  # the page looks again by itself
    tickets = page.locator(".ticket-list > li")
    expect(tickets).to_have_count(2)
    holders = [tickets.nth(place).locator(".meta").inner_text() for place in range(2)]
    codes = [tickets.nth(place).locator(".code").inner_text() for place in range(2)]
    assert holders == ["Wren Achterberg", "Ilse Achterberg"]

    open_mail(page, "wren@mail.example", "Your tickets: Tide Lines")
    text = page.locator(".mail-text")
    expect(text).to_contain_text(f"{codes[0]} Gallery, Wren Achterberg")
    expect(text).to_contain_text(f"{codes[1]} Gallery, Ilse Achterberg")
    expect(text).to_contain_text("2 × Gallery £96.00")
    assert [_read(picture) for picture in page.locator(".attachments img").all()] == codes
    text.get_by_role("link").click()
    expect(title).to_have_text("See you there")

    page.get_by_role("link", name="Gallery").first.click()
    expect(page.locator(".ticket .code")).to_have_text(codes[0])
    assert _read(page.get_by_role("img", name=f"QR code of ticket {codes[0]}")) == codes[0]
    page.get_by_role("link", name="Next ticket").click()
    assert _read(page.get_by_role("img", name=f"QR code of ticket {codes[1]}")) == codes[1]


def _read(picture):
    """What a scanner reads off the screen, as the code that can be typed."""
    picture.scroll_into_view_if_needed()
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    return typed_code(found.text)


def test_order_opens_by_the_link_in_its_mail_and_to_no_other_guest(visits):
    buyer, friend, rival = visits.open(), visits.open(), visits.open()
    order = buy(buyer, "Maud Hartigan", "maud@mail.example")
    others = buy(rival, "Rafe Tolliver", "rafe@mail.example")
    ticket = buyer.get_by_role("link", name="Gallery").get_attribute("href")
    open_mail(buyer, "maud@mail.example", "Your tickets")
    link = buyer.locator(".mail-text").get_by_role("link").get_attribute("href")

    friend.goto(link)

    expect(friend.get_by_role("heading", level=1)).to_have_text("See you there")
    assert path_of(friend) == f"/orders/{order}/"
    assert "key" not in friend.url
    friend.goto(ticket)
    expect(friend.get_by_text("Maud Hartigan")).to_be_visible()
    for stranger, theirs in [(rival, order), (buyer, others), (friend, others)]:
        assert stranger.goto(f"/orders/{theirs}/").status == 404
        expect(stranger.get_by_role("heading", level=1)).to_have_text(NOT_THERE)
        assert stranger.goto(f"/orders/{theirs}/?key=guessed").status == 404
        assert stranger.goto(f"/orders/{theirs}/checkout/").status == 404
    for address in (ticket, f"{ticket}qr.svg", f"{ticket}qr.png"):
        assert rival.goto(address).status == 404


def test_sale_works_without_scripts(visits):
    page = visits.open(scripts=False)

    order = hold(page, "Gallery", 2)
    page.get_by_role("button", name="Pay £96.00").click()
    expect(page.get_by_role("alert")).to_contain_text("3 things to fix.")
    fill_in(page, "Noscript Nell", "nell@mail.example")
    pay(page)

    assert order_of(page) == order
    expect(page.locator(".ticket-list > li")).to_have_count(2)
    page.get_by_role("link", name="Gallery").first.click()
    assert (
        _read(page.get_by_role("img", name="QR code")) == page.locator(".ticket .code").inner_text()
    )


def test_held_tickets_can_be_left_and_found_again_and_released(page):
    hold(page, "Gallery", 1)

    page.goto(f"/events/{SHOW}/")
    page.get_by_role("link", name="To checkout").click()
    see(page, "Checkout")
    page.get_by_role("button", name="Release tickets").first.click()

    see(page, "Tide Lines")
    expect(page.get_by_role("status")).to_have_text("Your places are open to others again.")
    expect(page.get_by_role("link", name="To checkout")).to_have_count(0)


def test_refused_ticket_box_comes_into_view_on_a_phone(visits):
    page = visits.open(width=390)
    page.goto(f"/events/{SHOW}/")

    page.get_by_role("button", name="Hold these for 10 minutes").click()

    refusal = page.get_by_role("alert")
    expect(refusal).to_have_text("Choose at least one ticket.")
    expect(refusal).to_be_focused()
    expect(refusal).to_be_in_viewport()
