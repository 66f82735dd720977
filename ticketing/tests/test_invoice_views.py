"""Documents on paper and at the desk: what stands there, and whose they are."""

import csv
import io
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.models import Export
from fashionista.common.testing import NOON, everything
from ticketing import billing_pdf
from ticketing.models import Invoice, Order
from ticketing.refunding import refund

from .factories import InvoiceFactory
from .sale import bought, hold, ordered, settled, show, stored, tickets_of
from .test_billing import documents_of, give_back, taxed_show
from .test_issuing import body_of, draw_and_mail, sent
from .test_printing import text_of
from .visit import buyer, hold_by_http, mailed_link, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale():
    made = taxed_show(22, 4, title="Spring Show")
    made.order = bought(
        made.event, {made.types[0]: 2, made.types[1]: 1}, billing={"company": "Cloth & Co"}
    )
    draw_and_mail()
    made.note = give_back(made, made.order, tickets=tickets_of(made.order)[:1])
    made.invoice = documents_of(made.order)[0]
    return made


def paper_of(document):
    with everything():
        row = Invoice.objects.select_related("order__event__venue", "corrects").get(pk=document.pk)
        return text_of(billing_pdf.draw_pdf(billing_pdf.page_of(row)))


def test_an_invoice_says_who_what_and_how_much(sale):
    (text,) = paper_of(sale.invoice)

    for said in (
        "Invoice", "HT-27-000001", "Test Houses Ltd", "1 Mill Lane", "London",
        "VAT number GB123456789", "Cloth & Co", "Gwen Guest", "gwen@example.org",
        sale.order.number, "Spring Show", "Paid on 22 November 2099, by the sandbox",
        "Type 1 2 €25.00 22% €50.00", "Type 2 1 €25.00 4% €25.00",
        "22% €40.98 €9.02 €50.00", "4% €24.04 €0.96 €25.00", "Total, paid €75.00",
        "Company no. 0123",
    ):  # fmt: skip
        assert said in text


def test_a_credit_note_says_what_it_corrects(sale):
    (text,) = paper_of(sale.note)

    for said in (
        "Credit note", "HT-27-C000001", "Corrects invoice HT-27-000001", "Given back €25.00",
        "Type 1 1 €25.00 22% €25.00", "Given back on 22 November 2099",
    ):  # fmt: skip
        assert said in text


def test_a_document_speaks_the_language_of_its_order(sale):
    with everything():
        Order.objects.filter(pk=sale.order.pk).update(language="it")

    (text,) = paper_of(sale.invoice)

    assert "75,00" in text
    assert "novembre" in text
    assert translation.get_language() != "it"


def test_a_long_document_goes_on_under_the_same_heads():
    sale = show(10)
    order = bought(sale.event, {sale.type: 1})
    line = {"quantity": 1, "unit_price": "1.00", "amount": "1.00", "rate": "22"}
    rows = [{"name": f"Seat {n} " + "very long " * 9, **line} for n in range(60)]
    document = InvoiceFactory(order=order, event=sale.event, total=60, lines=rows)

    pages = paper_of(document)

    assert len(pages) > 2
    text = " ".join(pages)
    assert [f"Seat {n} " in text for n in range(60)] == [True] * 60
    assert "Each" in pages[1]
    assert "Total, paid €60.00" in pages[-1]
    assert pages[1].endswith(f"{document.number} · 2")


def test_the_buyer_finds_their_documents_on_the_order_page(sale):
    guest = visitor()
    guest.get(mailed_link(sale.order))
    page = guest.get(f"/orders/{sale.order.pk}/")

    assert "Invoice HT-27-000001, PDF" in words(page)
    assert "Credit note HT-27-C000001, PDF" in words(page)
    for document in (sale.invoice, sale.note):
        url = f"/orders/{sale.order.pk}/invoices/{document.number}.pdf"
        assert f'href="{url}"' in page.content.decode()
        answer = guest.get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{document.number}.pdf"'
        assert document.number in text_of(answer.content)[0]
        assert guest.post(url).status_code == 405


def test_documents_are_their_buyers_and_their_organizers_and_nobody_elses(sale):
    team = {
        name: EventTeamMemberFactory(event=sale.event, permissions=[name]).user
        for name in ("finance", "sell", "refund", "door", "programme")
    }
    rival = show(5).event.organizer
    of_order = f"/orders/{sale.order.pk}/invoices/{sale.invoice.number}.pdf"
    of_desk = f"/desk/invoices/{sale.invoice.pk}.pdf"

    for person in (None, UserFactory(), rival, sale.event.organizer, *team.values()):
        assert visitor(person).get(of_order).status_code == 404
    for person in (UserFactory(), rival, team["door"], team["programme"]):
        assert visitor(person).get(of_desk).status_code == 404
    for person in (sale.event.organizer, team["finance"], team["sell"], team["refund"]):
        answer = visitor(person).get(of_desk)
        assert "HT-27-000001" in text_of(answer.content)[0]
    assert visitor().get(of_desk).status_code == 302  # to log in


def test_a_number_of_another_order_is_not_found_under_ones_own(sale):
    other = bought(sale.event, {sale.type: 1})
    draw_and_mail()
    guest = visitor()
    guest.get(mailed_link(other))
    (theirs,) = documents_of(other)

    assert guest.get(f"/orders/{other.pk}/invoices/{theirs.number}.pdf").status_code == 200
    assert guest.get(f"/orders/{other.pk}/invoices/{sale.invoice.number}.pdf").status_code == 404


def test_mails_say_the_vat_and_name_the_document(sale):
    tickets, refunded = sent()

    assert "incl. €9.98 VAT" in body_of(tickets)
    assert "Your invoice HT-27-000001 is attached." in body_of(tickets)
    assert "Your invoice HT-27-000001 is attached." in body_of(tickets, "html")
    assert "The credit note HT-27-C000001 is attached." in body_of(refunded)
    files = {part.get_filename(): part for part in tickets.walk() if part.get_filename()}
    assert "Total, paid €75.00" in text_of(files["HT-27-000001.pdf"].get_content())[0]


def test_the_holder_of_one_ticket_gets_no_invoice():
    sale = taxed_show(22)
    there = [{"name": "Ida", "email": "ida@example.org"}]
    bought(sale.event, {sale.type: 1}, attendees=there)

    draw_and_mail()

    files = {message["To"]: [part.get_filename() for part in message.walk()] for message in sent()}
    assert "HT-27-000001.pdf" in files["gwen@example.org"]
    assert "HT-27-000001.pdf" not in files["ida@example.org"]


COMPANY = {"company": "Cloth & Co", "address": "Via Po 1\n10123 Torino", "vat_id": "it 123.456-700"}


def test_a_company_is_asked_at_the_checkout_and_kept_with_the_order():
    sale = taxed_show(22)
    client = visitor()
    order = hold_by_http(client, sale)

    answer = client.post(f"{order}checkout/", buyer(**COMPANY))

    assert answer.status_code == 302
    with everything():
        assert Order.objects.get().billing == {
            "company": "Cloth & Co", "address": "Via Po 1\n10123 Torino",
            "vat_id": "IT123456700",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"vat_id": "IT!"}, "A VAT number has 4 to 20 letters and digits"),
        ({"vat_id": "ÄÖÜ1234"}, "A VAT number has 4 to 20 letters and digits"),
        ({"vat_id": "1" * 21}, "A VAT number has 4 to 20 letters and digits"),
        ({"company": "x" * 201}, "at most 200 characters"),
        ({"address": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_cannot_stand_on_an_invoice_is_told_and_nothing_kept(wrong, says):
    sale = taxed_show(22)
    client = visitor()
    order = hold_by_http(client, sale)

    answer = client.post(f"{order}checkout/", buyer(**COMPANY | wrong))

    assert answer.status_code == 422
    assert says in words(answer)
    assert '<details class="filter" open>' in answer.content.decode()
    with everything():
        kept = Order.objects.get()
    assert (kept.billing, kept.buyer_name) == (None, "")


def test_an_order_without_a_company_keeps_nothing():
    sale = show(10)
    order, _payment = ordered(sale.event, {sale.type: 1})

    assert stored(order).billing is None


def test_what_costs_nothing_asks_for_no_company():
    sale = show(10, price=0)
    client = visitor()
    order = hold_by_http(client, sale)

    assert "Invoice to a company" not in words(client.get(f"{order}checkout/"))


# at the desk


def test_organizers_find_their_documents_and_no_rivals(sale):
    rival = taxed_show(22)
    bought(rival.event, {rival.type: 1})
    draw_and_mail()
    client = visitor(sale.event.organizer)

    def found(query=""):
        page = words(client.get(f"/admin/ticketing/invoice/?{query}"))
        return [each.number in page for each in (sale.invoice, sale.note)]

    assert found() == [True, True]
    assert found("kind__exact=invoice") == [True, False]
    assert found("q=C000001") == [False, True]
    assert found(f"q={sale.order.number}") == [True, True]
    assert found("issued_at__year=1999") == [False, False]
    assert found(f"event={sale.event.pk}") == [True, True]
    assert found(f"event={rival.event.pk}") == [False, False]
    with acting_as(sale.event.organizer):
        assert Invoice.objects.count() == 2


def test_an_order_at_the_desk_names_its_documents(sale):
    page = visitor(sale.event.organizer).get(f"/admin/ticketing/order/{sale.order.pk}/change/")

    for document in (sale.invoice, sale.note):
        assert f"/admin/ticketing/invoice/{document.pk}/change/" in page.content.decode()


def test_documents_are_read_and_never_written_at_the_desk(sale):
    client = visitor(sale.event.organizer)
    url = f"/admin/ticketing/invoice/{sale.invoice.pk}/"

    page = client.get(f"{url}change/")

    assert f"/desk/invoices/{sale.invoice.pk}.pdf" in page.content.decode()
    told = client.post(f"{url}change/", {"number": "X"}, follow=True)
    assert "You may not do this, so nothing was changed." in words(told)
    client.post(f"{url}delete/", {"post": "yes"})
    assert stored(sale.invoice).number == "HT-27-000001"


def test_the_list_asks_as_often_for_one_as_for_three(sale):
    client = visitor(sale.event.organizer)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/ticketing/invoice/").status_code == 200
        return len(queries)

    asked()
    with_two = asked()
    for _ in range(2):
        bought(sale.event, {sale.type: 1})
    draw_and_mail()

    assert asked() == with_two


def as_csv(person, *documents):
    answer = visitor(person).post(
        "/admin/ticketing/invoice/",
        {"action": "as_csv", "_selected_action": [each.pk for each in documents]},
    )
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_books_get_a_row_for_each_document_and_rate(sale):
    rows = as_csv(sale.event.organizer, sale.invoice, sale.note)
    with everything():
        taken = Export.objects.get(person=sale.event.organizer)
    assert (taken.what, taken.rows) == ("invoices", 2)

    assert [(row["number"], row["rate"], row["net"], row["vat"], row["gross"]) for row in rows] == [
        ("HT-27-000001", "22.00", "40.98", "9.02", "50.00"),
        ("HT-27-000001", "4.00", "24.04", "0.96", "25.00"),
        ("HT-27-C000001", "22.00", "-20.49", "-4.51", "-25.00"),
    ]
    assert {row["order"] for row in rows} == {sale.order.number}
    assert [row["corrects"] for row in rows] == ["", "", "HT-27-000001"]


def test_a_title_that_spreadsheets_would_reckon_is_words():
    sale = taxed_show(22, title="=1+1")
    order = bought(sale.event, {sale.type: 1})
    draw_and_mail()

    (row,) = as_csv(sale.event.organizer, *documents_of(order))

    assert row["event"] == "'=1+1"


def test_the_organizer_issues_what_is_missing_from_the_list_of_orders():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 1})
    held = hold(sale.event, {sale.type: 1})

    page = visitor(sale.event.organizer).post(
        "/admin/ticketing/order/",
        {"action": "issue_invoice", "_selected_action": [order.pk, held.pk]},
        follow=True,
    )

    assert "Issue invoice: Done for 1 row." in words(page)
    assert f"{held.number}: This order is not paid, cost nothing" in words(page)
    assert [each.number for each in documents_of(order)] == ["HT-27-000001"]
    assert documents_of(held) == []


def test_an_organizer_says_what_stands_on_their_invoices(sale):
    client = visitor(sale.event.organizer)
    url = f"/admin/events/organizerprofile/{sale.profile.pk}/change/"
    form = {
        "public_name": "House of Test", "slug": sale.profile.slug, "legal_name": "New Ltd",
        "address": "2 Mill Lane", "vat_id": "", "default_tax_rate": "22", "invoice_note": "",
    }  # fmt: skip

    refused = client.post(url, form | {"invoice_prefix": "ht 27"})
    before = stored(sale.profile).invoice_prefix
    kept = client.post(url, form | {"invoice_prefix": "NT-1"})

    assert "Capital letters and digits, parted by single dashes" in words(refused)
    assert (before, kept.status_code) == ("HT-27", 302)
    assert (stored(sale.profile).invoice_prefix, stored(sale.profile).legal_name) == (
        "NT-1", "New Ltd",
    )  # fmt: skip


def test_refunding_twice_paid_money_credits_nothing():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 1})
    draw_and_mail()
    with acting_as(sale.event.organizer):
        owed = refund(order, amount=D(5), by=sale.event.organizer, at=NOON)
    with everything():
        owed.reason = "twice"
        owed.save(update_fields=["reason"])
    settled(owed)

    draw_and_mail()

    assert [each.kind for each in documents_of(order)] == ["invoice"]
