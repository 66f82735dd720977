"""Invoices and credit notes: made once, numbered without a gap, to the cent."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory, OrganizerProfileFactory
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing import billing, issuing
from ticketing.calling_off import CALL_OFF
from ticketing.exceptions import NothingToInvoice
from ticketing.models import Invoice, InvoiceCounter
from ticketing.refunding import refund

from .sale import bought, ordered, race, refunds_of, settled, show, tickets_of
from .test_issuing import draw_and_mail, sent

pytestmark = pytest.mark.django_db


def taxed_show(*rates, price=25, **fields):
    """A show with a ticket type for each rate."""
    sale = show(*[100] * len(rates), price=price, **fields)
    with everything():
        for kind, rate in zip(sale.types, rates, strict=True):
            kind.vat_rate = rate
            kind.save()
    sale.profile = OrganizerProfileFactory(
        user=sale.event.organizer,
        public_name="House of Test",
        legal_name="Test Houses Ltd",
        address="1 Mill Lane\nLondon",
        vat_id="GB123456789",
        invoice_prefix="HT-27",
        invoice_note="Company no. 0123",
    )
    return sale


def documents_of(order):
    with everything():
        return list(Invoice.objects.filter(order=order).order_by("issued_at"))


def vat_of(document):
    return [
        tuple(D(share[name]) for name in ("rate", "net", "vat", "gross")) for share in document.vat
    ]


def lines_of(document):
    return [(line["name"], line["quantity"], D(line["amount"])) for line in document.lines]


def give_back(sale, order, **what):
    """The organizer refunds, the provider agrees, the buyer is told. Returns the credit note."""
    with acting_as(sale.event.organizer):
        owed = refund(order, by=sale.event.organizer, at=NOON, **what)
    assert settled(owed)
    drain_outbox("ticketing.tell_refunded", "communications.deliver")
    return documents_of(order)[-1]


def test_what_is_sold_is_invoiced_with_the_tickets():
    sale = taxed_show(22, 4)
    stalls, balcony = sale.types
    billing_to = {"company": "Cloth & Co", "vat_id": "IT12345670017", "address": "Via Po 1"}
    order = bought(sale.event, {stalls: 2, balcony: 1}, billing=billing_to)

    draw_and_mail()

    (invoice,) = documents_of(order)
    assert (invoice.kind, invoice.sequence, invoice.number) == ("invoice", 1, "HT-27-000001")
    assert (invoice.total, invoice.currency) == (D(75), "EUR")
    assert lines_of(invoice) == [("Type 1", 2, D(50)), ("Type 2", 1, D(25))]
    assert vat_of(invoice) == [
        (D(22), D("40.98"), D("9.02"), D(50)),  # 9.0164
        (D(4), D("24.04"), D("0.96"), D(25)),
    ]
    assert invoice.seller == {
        "name": "Test Houses Ltd", "address": "1 Mill Lane\nLondon", "vat_id": "GB123456789",
        "note": "Company no. 0123",
    }  # fmt: skip
    assert invoice.buyer == {"name": "Gwen Guest", "email": "gwen@example.org", **billing_to}
    assert (invoice.settled_at, invoice.settled_by) == (order.completed_at, "sandbox")
    (message,) = sent()
    assert "HT-27-000001.pdf" in [part.get_filename() for part in message.walk()]
    assert_integrity()


def test_an_organizer_without_a_profile_invoices_all_the_same():
    sale = show(10, title="Spring Show")
    order = bought(sale.event, {sale.type: 1})

    draw_and_mail()

    (invoice,) = documents_of(order)
    assert (invoice.number, invoice.seller) == ("000001", {"name": "Spring Show"})


def test_what_costs_nothing_is_not_invoiced():
    sale = show(10, price=0)
    order, payment = ordered(sale.event, {sale.type: 1})

    draw_and_mail()

    assert (payment, documents_of(order), len(sent())) == (None, [], 1)
    with pytest.raises(NothingToInvoice), acting_as(sale.event.organizer):
        billing.issue_invoice(order, by=sale.event.organizer, at=NOON)


def test_issuing_twice_invoices_once():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 1})
    draw_and_mail()

    with acting_as(None):
        issuing.issue_tickets(order.pk)
    with pytest.raises(NothingToInvoice), acting_as(sale.event.organizer):
        billing.issue_invoice(order, by=sale.event.organizer, at=NOON)

    assert len(documents_of(order)) == 1


def test_a_mail_that_fails_gives_the_number_back(monkeypatch):
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 1})
    with monkeypatch.context() as broken, acting_as(None):
        broken.setattr(issuing, "order_link", lambda order: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            issuing.issue_tickets(order.pk)
    assert documents_of(order) == []

    draw_and_mail()

    assert [each.sequence for each in documents_of(order)] == [1]
    assert_integrity()


def test_organizers_count_each_for_themselves():
    ours, theirs = taxed_show(22), taxed_show(22)

    numbers = []
    for sale in (ours, theirs, ours):
        order = bought(sale.event, {sale.type: 1})
        draw_and_mail()
        numbers += [each.number for each in documents_of(order)]

    assert numbers == ["HT-27-000001", "HT-27-000001", "HT-27-000002"]


def test_tickets_given_back_are_credited_by_name_and_rate():
    sale = taxed_show(22, 4)
    stalls, balcony = sale.types
    order = bought(sale.event, {stalls: 2, balcony: 1})
    draw_and_mail()

    note = give_back(sale, order, tickets=tickets_of(order)[:1])

    invoice, _ = documents_of(order)
    assert (note.kind, note.number, note.total) == ("credit_note", "HT-27-C000001", D(25))
    assert (note.corrects_id, note.refund_id) == (invoice.pk, refunds_of(order)[0].pk)
    assert lines_of(note) == [("Type 1", 1, D(25))]
    assert vat_of(note) == [(D(22), D("20.49"), D("4.51"), D(25))]
    assert "HT-27-C000001.pdf" in [part.get_filename() for part in sent()[-1].walk()]
    assert_integrity()


def test_a_free_sum_is_credited_over_the_rates():
    sale = taxed_show(22, 4)
    stalls, balcony = sale.types
    order = bought(sale.event, {stalls: 2, balcony: 1})
    draw_and_mail()

    note = give_back(sale, order, amount=D("10.00"))

    assert lines_of(note) == [
        ("Partial refund", 1, D("6.67")),
        ("Partial refund", 1, D("3.33")),
    ]
    assert vat_of(note) == [
        (D(22), D("5.47"), D("1.20"), D("6.67")),  # 1.2028
        (D(4), D("3.20"), D("0.13"), D("3.33")),  # 0.1281
    ]


def test_the_last_credit_note_leaves_nothing_of_any_rate():
    sale = taxed_show(22, 4)
    stalls, balcony = sale.types
    order = bought(sale.event, {stalls: 2, balcony: 1})
    draw_and_mail()
    give_back(sale, order, amount=D("10.00"))
    give_back(sale, order, tickets=tickets_of(order)[:1])

    last = give_back(sale, order)  # the rest: 40.00 for tickets that cost 50.00

    invoice, *notes = documents_of(order)
    assert [note.total for note in notes] == [D(10), D(25), D(40)]
    assert lines_of(last) == [
        ("Type 1", 1, D(25)),
        ("Type 2", 1, D(25)),
        ("Kept, or given back before", 1, D("-6.67")),
        ("Kept, or given back before", 1, D("-3.33")),
    ]
    for rate, net, vat, gross in vat_of(invoice):
        of_notes = [share for note in notes for share in vat_of(note) if share[0] == rate]
        assert [sum(column) for column in zip(*of_notes, strict=True)][1:] == [net, vat, gross]
    assert_integrity()


def test_a_credit_note_is_made_once_however_often_it_is_told():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 2})
    draw_and_mail()
    give_back(sale, order)

    with acting_as(None):
        issuing.tell_refunded(refunds_of(order)[0].pk)

    assert [each.kind for each in documents_of(order)] == ["invoice", "credit_note"]


def test_what_was_never_invoiced_is_not_credited():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 1})

    with acting_as(sale.event.organizer):
        owed = refund(order, by=sale.event.organizer, at=NOON)
    settled(owed)
    drain_outbox("ticketing.tell_refunded")

    assert documents_of(order) == []


def test_money_given_back_before_the_invoice_was_made_is_credited_with_it():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 1})
    with acting_as(sale.event.organizer):
        owed = refund(order, by=sale.event.organizer, at=NOON)
    settled(owed)

    draw_and_mail()

    assert sorted(each.kind for each in documents_of(order)) == ["credit_note", "invoice"]
    assert_integrity()


def test_the_organizer_has_missing_documents_made():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 2})
    with acting_as(sale.event.organizer):
        owed = refund(order, amount=D(5), by=sale.event.organizer, at=NOON)
    settled(owed)
    drain_outbox("ticketing.tell_refunded")

    with acting_as(sale.event.organizer):
        made = billing.issue_invoice(order, by=sale.event.organizer, at=NOON)

    assert [each.number for each in made] == ["HT-27-000001", "HT-27-C000001"]
    assert documents_of(order) == made


def test_nobody_else_has_documents_made():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 2})
    at_the_door = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user

    for person in (UserFactory(), show(5).event.organizer, at_the_door):
        with acting_as(person), pytest.raises(PermissionDenied):
            billing.issue_invoice(order, by=person, at=NOON)

    assert documents_of(order) == []


def test_an_order_that_is_not_paid_is_not_invoiced():
    sale = taxed_show(22)
    order, _payment = ordered(sale.event, {sale.type: 1})

    with acting_as(sale.event.organizer), pytest.raises(NothingToInvoice):
        billing.issue_invoice(order, by=sale.event.organizer, at=NOON)

    with everything():
        assert not InvoiceCounter.objects.exists()


def test_a_document_stays_as_it_was_when_its_organizer_changes():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 1})
    draw_and_mail()
    (before,) = documents_of(order)

    with everything():
        sale.profile.legal_name, sale.profile.invoice_prefix = "Other Ltd", "OT"
        sale.profile.save()
        sale.event.title = "Other Show"
        sale.event.save()
    again = bought(sale.event, {sale.type: 1})
    draw_and_mail()

    (after,) = documents_of(order)
    assert (after.seller, after.event_title) == (before.seller, before.event_title)
    assert [each.number for each in documents_of(again)] == ["OT-000002"]


def test_a_cancelled_event_is_invoiced_so_that_it_can_be_credited():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 1})
    with everything():
        advance(sale.event, "cancelled", at=NOON)

    drain_outbox("ticketing.issue", CALL_OFF)
    (owed,) = refunds_of(order)
    settled(owed)
    drain_outbox("ticketing.tell_refunded")

    assert [each.kind for each in documents_of(order)] == ["invoice", "credit_note"]


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_leave_no_gap_where_every_third_fails():
    sale = taxed_show(22)
    orders = [bought(sale.event, {sale.type: 1}) for _ in range(20)]
    organizer = sale.event.organizer

    class Failed(Exception):
        pass

    def issue(number, order):
        with acting_as(organizer), transaction.atomic():
            made = billing.issue_invoice(order, by=organizer, at=NOON)
            if number % 3 == 0:
                raise Failed
            return made

    outcomes = race(*[lambda each=each: issue(*each) for each in enumerate(orders)])

    failed = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
    assert (len(failed), sum(isinstance(each, list) for each in outcomes)) == (7, 13)
    with everything():
        numbers = list(Invoice.objects.order_by("sequence").values_list("sequence", "issued_at"))
        assert InvoiceCounter.objects.get().last == 13
    assert [number for number, _moment in numbers] == list(range(1, 14))
    assert [moment for _number, moment in numbers] == sorted(moment for _, moment in numbers)
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_invoice():
    sale = taxed_show(22)
    order = bought(sale.event, {sale.type: 1})

    def work():
        with acting_as(None):
            issuing.issue_tickets(order.pk)

    race(*[work] * 4)

    assert len(documents_of(order)) == 1
    with everything():
        assert InvoiceCounter.objects.get().last == 1


def test_the_buyer_in_scope_sees_their_documents_and_nobody_elses():
    sale = taxed_show(22)
    mine, theirs = (bought(sale.event, {sale.type: 1}) for _ in range(2))
    draw_and_mail()

    with acting_as(None), order_in_scope(mine.pk):
        seen = list(Invoice.objects.values_list("order", flat=True))

    assert seen == [mine.pk]
    with acting_as(show(5).event.organizer):
        assert not Invoice.objects.exists()
    with acting_as(None), order_in_scope(theirs.pk):
        assert Invoice.objects.count() == 1
