"""Visitors review designers, producers their models: once each, nobody themselves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as, is_refusal
from fashionista.common.testing import NOON, everything, stored
from feedback.exceptions import AboutOneself, AlreadyRated, NotBegun, NotShown, NotThere
from feedback.models import DesignerReview, ModelReview
from feedback.moderation import hide_feedback, publish_feedback
from feedback.reviewing import review_designer, review_model
from feedback.tests.factories import DesignerReviewFactory, ModelReviewFactory
from production.tests.factories import EventDesignerFactory, EventModelFactory
from ticketing.tests.factories import TicketFactory

pytestmark = pytest.mark.django_db
LAST_WEEK = timezone.now() - timedelta(days=7)  # the policy asks the database's clock
TODAY = LAST_WEEK + timedelta(days=7)


@pytest.fixture
def event():
    return EventFactory(start_date=LAST_WEEK)


def visitor(event, *, user=None, used=True):
    return TicketFactory(order__event=event, user=user or UserFactory(), used=used).user


def review(designer, event, by, **said):
    with acting_as(by):
        return review_designer(designer, event=event, by=by, at=TODAY, **{"rating": 5} | said)


def nothing_written():
    with everything():
        return not (DesignerReview.objects.exists() or ModelReview.objects.exists())


def test_a_visitor_reviews_a_designer_they_saw(event):
    designer = EventDesignerFactory(event=event).designer
    ann = visitor(event)

    made = stored(review(designer, event, ann, rating=4, text="Fine coats.", display_name="A"))

    assert (made.designer_id, made.event_id, made.reviewer_id) == (designer.pk, event.pk, ann.pk)
    assert (made.rating, made.review, made.author, made.status) == (
        4, "Fine coats.", "A", "pending",
    )  # fmt: skip
    assert str(made) == f"review {str(made.pk)[:8]}"


def test_a_designer_is_reviewed_once_a_visitor_and_event(event):
    designer = EventDesignerFactory(event=event).designer
    ann = visitor(event)
    first = review(designer, event, ann)

    with pytest.raises(AlreadyRated, match="already"):
        review(designer, event, ann, rating=1)

    assert stored(first).rating == 5
    review(designer, event, visitor(event))


def test_who_was_not_let_in_or_comes_too_early_reviews_nobody(event):
    designer = EventDesignerFactory(event=event).designer
    soon = EventFactory(start_date=TODAY + timedelta(days=1))

    with pytest.raises(NotThere):
        review(designer, event, visitor(event, used=False))
    with pytest.raises(NotThere):
        review(designer, event, UserFactory())
    with pytest.raises(NotBegun):
        review(EventDesignerFactory(event=soon).designer, soon, visitor(soon))

    assert nothing_written()


def test_nobody_is_reviewed_who_did_not_show(event):
    with pytest.raises(NotShown, match="do not take part"):
        review(EventDesignerFactory().designer, event, visitor(event))

    assert nothing_written()


def test_no_designer_reviews_themselves(event):
    designer = EventDesignerFactory(event=event).designer
    visitor(event, user=designer.user)

    with pytest.raises(AboutOneself, match="Nobody reviews themselves"):
        review(designer, event, designer.user)

    assert nothing_written()


def public(row):
    with acting_as(None):
        return list(DesignerReview.objects.filter(pk=row.pk).values_list("published_text"))


def test_the_words_are_public_while_they_are_published():
    row = DesignerReviewFactory(review="Fine coats.")
    olga = row.event.organizer
    seen = [public(row)]

    for rule in (publish_feedback, hide_feedback):
        with acting_as(olga):
            rule(row, by=olga, at=NOON)
        seen.append(public(row))

    assert seen == [[], [("Fine coats.",)], []]


def test_a_producer_reviews_a_model_who_walked(event):
    walker = EventModelFactory(event=event).fashion_model
    producer = EventTeamMemberFactory(event=event, permissions=["production"]).user

    with acting_as(producer):
        made = review_model(
            walker, event=event, by=producer, at=TODAY, rating=5, text="Always on time."
        )
        with pytest.raises(AlreadyRated):
            review_model(walker, event=event, by=producer, at=TODAY, rating=1)

    now = stored(made)
    assert (now.fashion_model_id, now.event_id, now.reviewer_id) == (
        walker.pk, event.pk, producer.pk,
    )  # fmt: skip
    assert (now.rating, now.review) == (5, "Always on time.")
    assert str(now) == f"review {str(now.pk)[:8]}"
    with acting_as(event.organizer):
        assert ModelReview.objects.count() == 1
    for person in (walker.user, EventFactory().organizer, None):
        with acting_as(person):
            assert ModelReview.objects.count() == 0


def test_what_a_producer_cannot_say(event):
    olga = event.organizer
    walker = EventModelFactory(event=event).fashion_model
    soon = EventFactory(organizer=olga, start_date=TODAY + timedelta(days=1))
    seller = EventTeamMemberFactory(event=event, permissions=["sell"]).user
    itself = EventTeamMemberFactory(event=event, user=walker.user, permissions=["production"]).user

    for model, at_event, by, refusal in [
        (EventModelFactory().fashion_model, event, olga, NotShown),
        (EventModelFactory(event=soon).fashion_model, soon, olga, NotBegun),
        (walker, event, seller, PermissionDenied),
        (walker, event, itself, AboutOneself),
    ]:
        with acting_as(by), pytest.raises(refusal):
            review_model(model, event=at_event, by=by, at=TODAY, rating=5)

    assert nothing_written()


def inserted(kind, by, **values):
    """Past the rules."""
    try:
        with acting_as(by), transaction.atomic():
            kind.objects.create(rating=5, created_at=TODAY, reviewer=by, **values)
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        return False
    return True


def test_the_database_lets_nobody_speak_of_themselves(event):
    designer = EventDesignerFactory(event=event).designer
    visitor(event, user=designer.user)
    walker = EventModelFactory(event=event).fashion_model
    EventTeamMemberFactory(event=event, user=walker.user, permissions=["production"])

    assert not inserted(DesignerReview, designer.user, designer=designer, event=event)
    assert inserted(DesignerReview, visitor(event), designer=designer, event=event)
    assert not inserted(ModelReview, walker.user, fashion_model=walker, event=event)
    assert inserted(ModelReview, event.organizer, fashion_model=walker, event=event)


def test_an_author_takes_back_what_they_said():
    rows = [DesignerReviewFactory(published=True), ModelReviewFactory()]

    for row in rows:
        with acting_as(row.reviewer):
            row.delete()

    assert nothing_written()
