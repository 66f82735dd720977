"""A ticket's name is corrected, or it is passed on to somebody else."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail

from accounts.tests.factories import UserFactory
from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from ticketing import issuing
from ticketing.admission import passed_on
from ticketing.claiming import claim_orders
from ticketing.exceptions import NotToHandOn
from ticketing.handing_on import correct_name, transfer_ticket
from ticketing.models import TicketChange

from .qr import read_png
from .sale import bought, counters, race, show, stored, tickets_of, while_uncommitted
from .test_admission import doorkeeper, scan, scans
from .test_issuing import body_of, draw_and_mail, sent

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)
IDA = {"name": "Ida Next", "email": "ida@example.org"}


def correct(ticket, name="Ove Right", *, by=None, at=LATER):
    with acting_as(by), order_in_scope(None if by else ticket.order_id):
        return correct_name(ticket, name=name, by=by, at=at)


def transfer(ticket, *, by=None, at=LATER, **to):
    with acting_as(by), order_in_scope(None if by else ticket.order_id):
        return transfer_ticket(ticket, by=by, at=at, **IDA | to)


def changes_of(ticket):
    with everything():
        rows = TicketChange.objects.filter(ticket=ticket).order_by("created_at")
        return list(rows.values_list("kind", "by", "created_at"))


def mailed_after(change):
    mail.outbox.clear()
    drain_outbox("ticketing.hand_over", "communications.deliver")
    return sent()


def one_ticket(**details):
    sale = show(1)
    order = bought(sale.event, {sale.type: 1}, **details)
    draw_and_mail()
    (ticket,) = tickets_of(order)
    return sale, order, ticket


def test_a_corrected_ticket_keeps_its_code_and_goes_out_again():
    buyer = UserFactory()
    sale, _order, ticket = one_ticket(buyer=buyer)

    correct(ticket, by=buyer)

    after = stored(ticket)
    assert (after.holder_name, after.code, after.user_id) == ("Ove Right", ticket.code, buyer.pk)
    assert after.qr_modules == ticket.qr_modules
    assert changes_of(ticket) == [("corrected", buyer.pk, LATER)]
    (message,) = mailed_after(after)
    assert message["To"] == "gwen@example.org"
    assert f"{ticket.code}  Type 1, Ove Right" in body_of(message).splitlines()
    assert scan(sale.event, ticket.code).result == "admitted"
    assert_integrity()


def test_a_ticket_passed_on_lets_in_by_its_new_code_only():
    buyer = UserFactory()
    sale, _order, ticket = one_ticket(buyer=buyer)
    before = counters(sale.event)  # sold out

    transfer(ticket, by=buyer)

    after = stored(ticket)
    assert (after.holder_name, after.holder_email) == ("Ida Next", "ida@example.org")
    assert (after.user_id, after.passed_on_at, after.order_id) == (None, LATER, ticket.order_id)
    assert after.code != ticket.code
    assert counters(sale.event) == before
    assert changes_of(ticket) == [("transferred", buyer.pk, LATER)]
    for old in (ticket.code, ticket.qr_code):
        answer = scan(sale.event, old, at=LATER + timedelta(minutes=1))
        assert (answer.result, answer.ticket) == ("not_valid", after)
        with everything():
            assert passed_on(answer).created_at == LATER
    assert stored(after).status == "valid"
    assert scan(sale.event, after.code, at=LATER + timedelta(minutes=2)).result == "admitted"
    assert_integrity()


def test_who_gets_it_gets_the_mail_and_a_link_of_its_own():
    _sale, order, ticket = one_ticket()

    transfer(ticket)

    (message,) = mailed_after(ticket)
    after = stored(ticket)
    lines = body_of(message).splitlines()
    assert message["To"] == "ida@example.org"
    assert f"{after.code}  Type 1, Ida Next" in lines
    assert issuing.ticket_link(after) in lines
    assert issuing.ticket_link(after) != issuing.ticket_link(ticket)
    whole = message.as_string() + body_of(message, "html")
    assert order.access_secret not in whole
    assert "Gwen" not in whole
    assert ticket.code not in whole
    (picture,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert read_png(picture.get_content()) == after.qr_code
    assert changes_of(ticket) == [("transferred", None, LATER)]


def test_the_buyer_gets_no_more_mail_of_what_was_passed_on():
    sale = show(3)
    order = bought(sale.event, {sale.type: 2}, attendees=["Ida", "Ove"])
    kept, gone = tickets_of(order)
    transfer(gone)

    drain_outbox("ticketing.hand_over", "ticketing.issue", "communications.deliver")

    by_address = {message["To"]: body_of(message) for message in sent()}
    kept, gone = tickets_of(order)
    assert by_address.keys() == {"gwen@example.org", "ida@example.org"}
    assert kept.code in by_address["gwen@example.org"]
    assert gone.code not in by_address["gwen@example.org"]
    assert gone.code in by_address["ida@example.org"]
    assert_integrity()


def test_what_was_passed_on_does_not_come_back_with_the_order():
    _sale, _order, ticket = one_ticket()
    transfer(ticket)

    buyer = UserFactory(email="gwen@example.org")
    with acting_as(buyer):
        assert claim_orders(buyer, at=LATER) == 1

    assert stored(ticket).user_id is None


@pytest.mark.parametrize("status", ["used", "cancelled", "refunded"])
@pytest.mark.parametrize("change", [correct, transfer])
def test_what_lets_nobody_in_any_more_stays(change, status):
    _sale, _order, ticket = one_ticket()
    with everything():
        advance(ticket, status, at=NOON, **({"used_at": NOON} if status == "used" else {}))
    before = stored(ticket)

    with pytest.raises(NotToHandOn):
        change(ticket)

    after = stored(ticket)
    assert (after.holder_name, after.code, after.passed_on_at) == ("Gwen Guest", before.code, None)
    assert changes_of(ticket) == []


@pytest.mark.parametrize("change", [correct, transfer])
def test_who_saw_the_ticket_before_it_was_passed_on_changes_nothing(change):
    _sale, _order, ticket = one_ticket()
    transfer(ticket)

    with pytest.raises(NotToHandOn):
        change(ticket, email="thief@example.org") if change is transfer else change(ticket)

    assert stored(ticket).holder_email == "ida@example.org"
    assert len(changes_of(ticket)) == 1


@pytest.mark.parametrize("_try", range(4))
@pytest.mark.django_db(transaction=True)
def test_of_a_scan_and_a_passing_on_at_once_exactly_one_wins(_try):
    sale = show(1)
    (ticket,) = tickets_of(bought(sale.event, {sale.type: 1}))
    keeper = doorkeeper(sale.event)

    answer, passed = race(
        lambda: scan(sale.event, ticket.code, by=keeper), lambda: transfer(ticket)
    )

    after = stored(ticket)
    if isinstance(passed, DomainError):
        assert (answer.result, after.status, after.code) == ("admitted", "used", ticket.code)
        assert changes_of(ticket) == []
    else:
        assert (answer.result, after.status) == ("not_valid", "valid")
        assert after.code != ticket.code
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_a_scan_that_comes_while_a_ticket_is_passed_on_waits_and_stops():
    sale = show(1)
    (ticket,) = tickets_of(bought(sale.event, {sale.type: 1}))
    keeper = doorkeeper(sale.event)

    answer = while_uncommitted(
        lambda: transfer(ticket), lambda: scan(sale.event, ticket.code, by=keeper)
    )

    assert (answer.result, stored(ticket).status) == ("not_valid", "valid")
    assert scans(sale.event) == [(ticket.pk, "not_valid")]


@pytest.mark.django_db(transaction=True)
def test_passed_on_to_many_at_once_it_goes_to_one():
    sale = show(1)
    (ticket,) = tickets_of(bought(sale.event, {sale.type: 1}))

    outcomes = race(*[lambda n=n: transfer(ticket, email=f"n{n}@example.org") for n in range(6)])

    won = [each for each in outcomes if not isinstance(each, NotToHandOn)]
    assert [each.holder_email for each in won] == [stored(ticket).holder_email]
    assert len(changes_of(ticket)) == 1


def test_a_nonce_sent_again_gets_the_same_answer_after_the_passing_on():
    sale, _order, ticket = one_ticket()
    transfer(ticket)
    nonce = uuid.uuid4()

    first, again = (scan(sale.event, ticket.code, nonce=nonce, at=LATER) for _ in range(2))

    assert (first.pk, first.result) == (again.pk, "not_valid")
