"""The ticket on paper."""

import re

import pytest
from playwright.sync_api import expect

from .visitors import buy

pytestmark = pytest.mark.browser


def test_ticket_prints_on_one_page_without_the_site_around_it(page):
    buy(page, "Paper Paulina", "paulina@mail.example", number=2)
    page.get_by_role("link", name="Gallery").first.click()
    expect(page.get_by_role("button", name="Print")).to_be_visible()

    page.emulate_media(media="print")
    paper = page.pdf(format="A4", prefer_css_page_size=True)

    assert _pages(paper) == 1
    expect(page.get_by_role("article", name="Ticket")).to_be_visible()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    expect(page.locator(".ticket .code")).to_be_visible()
    for around in (".masthead", ".foot", ".skip", ".btn", ".opener"):
        for part in page.locator(around).all():
            expect(part).to_be_hidden()


def _pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
