"""A company buys on a phone, reads its invoice, and gets a credit note for what goes back."""

import io
import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from fashionista.launch.tests.portal import eventually

from .inspection import faults_of
from .visitors import PATIENCE, choose, hold_these, open_mail, see

pytestmark = pytest.mark.browser
TAXED = "unruly-check"  # Northlight's, with 22 % in its prices
PHONE = [(390, "light"), (390, "dark")]


def text_of(page, link):
    """What stands in the PDF behind a link."""
    answer = page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    sheets = pypdfium2.PdfDocument(io.BytesIO(answer.body()))
    return " ".join(" ".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets)


def look_until(page, link):
    """The worker makes documents a moment after the sale."""

    def there():
        return link.count() or (page.reload() and False)

    assert eventually(there, within=PATIENCE / 1000), "no document"


def test_a_company_has_its_invoice_and_its_credit_note(visits):
    page, faults = visits.open(width=390), []
    page.goto(f"/events/{TAXED}/")
    expect(page.locator(".tier").first).to_contain_text("incl. 22% VAT")
    faults += faults_of(page, "event with VAT", looks=PHONE)
    page.set_viewport_size({"width": 390, "height": 900})

    page.goto(f"/events/{TAXED}/")
    page.locator(".time").nth(3).click()
    choose(page, "Visit with catalogue", 1)
    hold_these(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout")
    expect(page.get_by_text("incl. €6.13 VAT")).to_be_visible()
    expect(page.get_by_label("VAT number")).to_be_hidden()
    page.get_by_text("Invoice to a company").click()
    page.get_by_label("Company").fill("Cloth & Co")
    page.get_by_label("Address", exact=False).last.fill("Via Po 1\n10123 Torino")
    page.get_by_label("VAT number").fill("no!")
    page.get_by_label("Full name").fill("Carla Cloth")
    page.get_by_label("Email", exact=True).fill("carla@mail.example")
    page.get_by_label("I have read the refund terms").check()
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    number = page.get_by_label("VAT number")
    expect(number).to_be_visible()  # the part with the mistake stays open
    expect(number).to_have_accessible_description(re.compile("^A VAT number has 4 to 20"))
    faults += faults_of(page, "checkout with company", looks=PHONE)
    page.set_viewport_size({"width": 390, "height": 900})

    number.fill("IT 123.456.70017")
    if page.locator("input[type=radio][value=sandbox]").count():
        page.locator("input[type=radio][value=sandbox]").check()
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payment")
    page.get_by_role("button", name=re.compile("^Pay €")).click()
    see(page, "See you there")
    invoice = page.get_by_role("link", name=re.compile(r"^Invoice NL-\d{6}, PDF$"))
    look_until(page, invoice)
    text = text_of(page, invoice)
    for said in (
        "Northlight Houses Ltd", "Cloth & Co", "Carla Cloth", "10123 Torino",
        "VAT number IT12345670017", "22% €27.87 €6.13 €34.00", "Total, paid €34.00",
    ):  # fmt: skip
        assert said in text
    faults += faults_of(page, "order with invoice", looks=PHONE)
    page.set_viewport_size({"width": 390, "height": 900})

    page.get_by_role("link", name="Return tickets").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="See what you get back").click()
    page.get_by_role("button", name="Return now").click()
    note = page.get_by_role("link", name=re.compile(r"^Credit note NL-C\d{6}, PDF$"))
    look_until(page, note)
    text = text_of(page, note)
    for said in ("Corrects invoice NL-", "Kept, or given back before", "Given back €30.60"):
        assert said in text
    faults += faults_of(page, "order with credit note", looks=PHONE)
    open_mail(page, "carla@mail.example", "Your money is on its way back")
    expect(page.locator(".mail-text")).to_contain_text("The credit note NL-C")

    assert faults == []


def test_an_organizer_finds_documents_at_the_desk(visits, cookies):
    page = visits.open(width=390, cookies=cookies("organizer2"))
    page.goto("/admin/ticketing/invoice/")
    first = page.locator("#result_list").get_by_role("link", name=re.compile("^NL-")).first
    look_until(page, first)

    faults = faults_of(page, "invoices at the desk", looks=PHONE)
    first.click()
    document = page.get_by_role("link", name=re.compile("View on site", re.IGNORECASE))
    assert "Northlight Houses Ltd" in text_of(page, document)

    assert faults == []
