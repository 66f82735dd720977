"""Who was there says what they think, once; the public reads what was published."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as, is_refusal
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, everything, stored
from feedback.exceptions import AlreadySaid, NotBegun, NotThere
from feedback.models import EventFeedback
from feedback.moderation import hide_feedback, publish_feedback
from feedback.reviewing import submit_feedback
from feedback.tests.factories import EventFeedbackFactory
from ticketing.tests.factories import TicketFactory

LAST_WEEK = timezone.now() - timedelta(days=7)  # the policy asks the database's clock
TODAY = LAST_WEEK + timedelta(days=7)


def visit(*, start=LAST_WEEK, used=True, **fields):
    event = EventFactory(start_date=start, **fields)
    return TicketFactory(order__event=event, user=UserFactory(), used=used)


@pytest.fixture
def ticket(db):
    return visit()


def submit(ticket, **words):
    with acting_as(ticket.user):
        return submit_feedback(ticket.event, by=ticket.user, at=TODAY, **{"rating": 5} | words)


def written():
    with everything():
        return EventFeedback.objects.count()


def test_a_visitor_says_what_they_think(ticket):
    made = submit(ticket, rating=4, text="Fine coats.", display_name="A coat lover")

    now = stored(made)
    assert (now.event_id, now.user_id, now.rating) == (ticket.event_id, ticket.user_id, 4)
    assert (now.feedback, now.author, now.status) == ("Fine coats.", "A coat lover", "pending")
    assert (now.published_text, now.created_at) == ("", TODAY)
    assert str(now) == f"feedback {str(now.pk)[:8]}"


def test_nobody_says_it_twice(ticket):
    submit(ticket)

    with pytest.raises(AlreadySaid, match="already"):
        submit(ticket, rating=1)

    assert written() == 1


def test_nobody_speaks_before_the_beginning(db):
    ticket = visit(start=TODAY + timedelta(days=1))

    with pytest.raises(NotBegun, match="not begun yet"):
        submit(ticket)

    assert written() == 0


def test_nobody_speaks_who_was_not_let_in(ticket):
    stranger = UserFactory()

    with acting_as(stranger), pytest.raises(NotThere, match="let in with a ticket"):
        submit_feedback(ticket.event, by=stranger, at=TODAY, rating=1)
    with pytest.raises(NotThere):
        submit(visit(used=False))

    assert written() == 0


def insert(event, person, **fields):
    """Past the rule."""
    values = {"event": event, "user": person, "rating": 5, "created_at": TODAY} | fields
    try:
        with acting_as(person), transaction.atomic():
            EventFeedback.objects.create(**values)
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        return False
    return True


def test_the_database_asks_for_the_ticket_too(ticket):
    soon = visit(start=TODAY + timedelta(days=1))
    unused = visit(used=False)
    own = visit()
    with everything():
        own.event.organizer = own.user
        own.event.save()

    assert not insert(soon.event, soon.user)
    assert not insert(unused.event, unused.user)
    assert not insert(own.event, own.user)
    assert not insert(ticket.event, UserFactory())
    assert not insert(ticket.event, ticket.user, user=soon.user)
    assert not insert(ticket.event, ticket.user, status="hidden", moderated_at=TODAY)
    assert insert(ticket.event, ticket.user)


def public(feedback):
    with acting_as(None):
        rows = EventFeedback.objects.filter(pk=feedback.pk)
        return list(rows.values_list("rating", "published_text"))


def test_words_are_public_while_they_are_published(db):
    feedback = EventFeedbackFactory(feedback="Fine coats.")
    olga = feedback.event.organizer
    seen = [public(feedback)]

    for rule in (publish_feedback, hide_feedback, publish_feedback):
        with acting_as(olga):
            rule(feedback, by=olga, at=NOON)
        seen.append(public(feedback))

    assert seen == [[], [(4, "Fine coats.")], [], [(4, "Fine coats.")]]
    assert stored(feedback).moderated_at == NOON
    assert stored(feedback).author == "a visitor"


def test_what_was_not_published_may_be_hidden(db):
    feedback = EventFeedbackFactory(feedback="Rude words.")
    olga = feedback.event.organizer

    with acting_as(olga):
        hide_feedback(feedback, by=olga, at=NOON)

    assert (stored(feedback).status, stored(feedback).published_text) == ("hidden", "")


@pytest.mark.parametrize(
    ("rule", "before"),
    [(publish_feedback, {"published": True}), (hide_feedback, {"hidden": True})],
)
def test_nothing_is_moderated_twice(db, rule, before):
    feedback = EventFeedbackFactory(**before)
    olga = feedback.event.organizer

    with acting_as(olga), pytest.raises(NotFromHere):
        rule(feedback, by=olga, at=NOON)

    assert stored(feedback).status == next(iter(before))


def test_only_the_marketing_team_moderates(db):
    feedback = EventFeedbackFactory()
    marketer = EventTeamMemberFactory(event=feedback.event, permissions=["marketing"]).user
    seller = EventTeamMemberFactory(event=feedback.event, permissions=["sell"]).user

    for person in (feedback.user, seller, EventFactory().organizer, None):
        with acting_as(person):
            with pytest.raises((PermissionDenied, EventFeedback.DoesNotExist)):
                publish_feedback(feedback, by=person, at=NOON)
    assert stored(feedback).status == "pending"

    with acting_as(marketer):
        publish_feedback(feedback, by=marketer, at=NOON)
    assert stored(feedback).status == "published"


@pytest.mark.parametrize("rating", [0, 6])
def test_there_are_one_to_five_stars(db, rating):
    feedback = EventFeedbackFactory()
    feedback.rating = rating

    with everything(), pytest.raises(ValidationError) as refused:
        feedback.validate_constraints()

    assert refused.value.messages == ["One to five stars."]


def test_an_author_takes_their_words_back(db):
    feedback = EventFeedbackFactory(published=True)

    with acting_as(feedback.user):
        feedback.delete()

    assert written() == 0
