"""An account from sign-up to sign-out."""

import pytest
from playwright.sync_api import expect

from .visitors import buy, open_mail

pytestmark = pytest.mark.browser


def test_account_is_opened_used_and_left(page, visits):
    title = page.get_by_role("heading", level=1)
    page.goto("/account/signup/")
    page.get_by_label("Full name").fill("Tamsin Ardent")
    page.get_by_label("Email").fill("tamsin@mail.example")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing to fix.")
    expect(page.get_by_label("Email")).to_have_value("tamsin@mail.example")
    page.get_by_label("Password").fill("a selvedge of silk")
    page.get_by_role("button", name="Create account").click()
    expect(title).to_have_text("Look in your inbox")

    _sign_in(page, "tamsin@mail.example", "a selvedge of silk")
    expect(page.get_by_role("alert")).to_contain_text("Address and password do not fit.")

    open_mail(page, "tamsin@mail.example", "Confirm")
    page.locator(".mail-text").get_by_role("link").click()
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("status")).to_contain_text("Your address is confirmed.")
    _sign_in(page, "tamsin@mail.example", "a selvedge of silk")
    expect(title).to_have_text("Your account")

    page.get_by_role("link", name="Name and contact").click()
    expect(page.get_by_label("Full name")).to_have_value("Tamsin Ardent")
    page.get_by_label("Phone number").fill("+44 20 7946 0000")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    page.reload()
    expect(page.get_by_label("Phone number")).to_have_value("+44 20 7946 0000")

    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("navigation", name="Main")).to_contain_text("Sign in")
    page.goto("/account/profile/")
    assert page.url.endswith("/account/login/?next=/account/profile/")

    page.get_by_role("link", name="Forgotten password").click()
    page.get_by_label("Email").fill("tamsin@mail.example")
    page.get_by_role("button", name="Email me a link").click()
    expect(title).to_have_text("Look in your inbox")
    open_mail(page, "tamsin@mail.example", "password")
    reset = page.locator(".mail-text").get_by_role("link").get_attribute("href")
    page.goto(reset)
    page.get_by_label("Password").fill("another length of it")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("status")).to_contain_text("Your new password is set.")
    page.goto(reset)
    expect(title).to_have_text("That link is worn out")
    _sign_in(page, "tamsin@mail.example", "a selvedge of silk")
    expect(page.get_by_role("alert")).to_contain_text("Address and password do not fit.")
    _sign_in(page, "tamsin@mail.example", "another length of it")
    expect(title).to_have_text("Your account")


def _sign_in(page, email, password):
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_signed_in_buyer_finds_the_order_under_my_tickets(visits, cookies):
    page = visits.open(cookies=cookies("attendee"))

    order = buy(page, "Mireille Oduya", "attendee@fashionista.example")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My tickets").click()

    expect(page.locator(f"h2 a[href='/orders/{order}/']")).to_have_text("Tide Lines")


def test_sign_up_with_a_known_address_says_the_same(page):
    page.goto("/account/signup/")
    page.get_by_label("Full name").fill("Not Mireille")
    page.get_by_label("Email").fill("attendee@fashionista.example")
    page.get_by_label("Password").fill("a selvedge of silk")
    page.get_by_role("button", name="Create account").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your inbox")
    open_mail(page, "attendee@fashionista.example", "You already have an account")
