"""The one door through which a state changes."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from events.models import Event
from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere, advance
from fashionista.common.testing import NOON, everything
from ticketing.models import Order, Payment, Ticket


def test_a_move_writes_the_state_its_stamps_and_when(world):
    with acting_as(world.olga):
        event = advance(world.draft_a, Event.Status.PUBLISHED, at=NOON)
        stored = Event.objects.get(pk=event.pk)

    assert event is world.draft_a
    for row in (event, stored):
        assert (row.status, row.updated_at) == ("published", NOON)


def test_stamps_are_written_with_the_move_sealed_where_they_must_be(world):
    with everything():
        payment = advance(
            world.held_payment_a, Payment.Status.SUCCESSFUL, at=NOON, transaction_id="tx-1"
        )
        ticket = advance(world.ticket_a, Ticket.Status.USED, at=NOON, used_at=NOON)
        stored = Payment.objects.get(pk=payment.pk)

        assert (payment.transaction_id, stored.transaction_id) == ("tx-1", "tx-1")
        assert Ticket.objects.get(pk=ticket.pk).used_at == NOON


def test_two_fields_move_together_or_not_at_all(world):
    both = {"status": Order.Status.COMPLETED, "payment_status": Order.PaymentStatus.PAID}

    with everything():
        advance(world.held_a, both, at=NOON, completed_at=NOON)
        with pytest.raises(NotFromHere):
            advance(world.late_a, both, at=NOON, completed_at=NOON)
        stored = Order.objects.get(pk=world.late_a.pk)

    assert (world.held_a.status, world.held_a.payment_status) == ("completed", "paid")
    assert (stored.status, stored.payment_status) == ("refunded", "refunded")


def test_a_move_nobody_may_make_changes_nothing(world):
    with everything():
        for row, to in [
            (world.used_a, Ticket.Status.CANCELLED),
            (world.used_a, Ticket.Status.USED),
            (world.shown_a, Event.Status.PUBLISHED),
        ]:
            before = row.status
            with pytest.raises(NotFromHere) as refused:
                advance(row, to, at=NOON)
            row.refresh_from_db()
            assert row.status == before
    assert refused.value.sentence == "This has moved on meanwhile, so nothing was changed."


def test_what_moved_on_meanwhile_is_asked_in_the_database(world):
    with everything():
        stale = Event.objects.get(pk=world.shown_a.pk)
        advance(world.shown_a, Event.Status.CANCELLED, at=NOON)

        with pytest.raises(NotFromHere):
            advance(stale, Event.Status.POSTPONED, at=NOON)


def test_a_row_one_may_see_but_not_change_and_one_that_is_hidden(world):
    with acting_as(world.boris):
        with pytest.raises(PermissionDenied):
            advance(world.shown_a, Event.Status.CANCELLED, at=NOON)
        with pytest.raises(Event.DoesNotExist):
            advance(world.draft_a, Event.Status.PUBLISHED, at=NOON)
    with everything():
        assert Event.objects.get(pk=world.shown_a.pk).status == "published"


def test_a_row_that_is_gone_is_no_row(world):
    event = EventFactory(organizer=world.olga, status="draft")
    gone = Event(pk=event.pk, status="draft")

    with acting_as(world.olga):
        event.delete()
        with pytest.raises(Event.DoesNotExist):
            advance(gone, Event.Status.PUBLISHED, at=NOON)


def test_a_move_is_undone_with_its_transaction(world):
    with acting_as(world.admin):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            advance(world.pat, User.Status.ACTIVE, at=NOON)
            raise ZeroDivisionError
        assert User.objects.get(pk=world.pat.pk).status == "pending"
