"""The life of an event: shown, moved, called off, over."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from events.models import Event
from events.publishing import (
    IsOver,
    NoSeller,
    NotOver,
    NotReady,
    cancel_event,
    complete_event,
    postpone_event,
    publish_event,
)
from events.signals import event_cancelled
from events.tests.factories import EventFactory, OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, everything, stored

pytestmark = pytest.mark.django_db
WORDS = {"summary": "Two words.", "description": "More words."}
RULES = {
    "published": publish_event, "postponed": postpone_event,
    "cancelled": cancel_event, "completed": complete_event,
}  # fmt: skip
DAY = timedelta(days=1)
ALLOWED = {
    ("draft", "published"), ("published", "postponed"), ("published", "cancelled"),
    ("published", "completed"), ("postponed", "published"), ("postponed", "cancelled"),
}  # fmt: skip


def ready(status):
    """An event with all that publishing asks for."""
    event = EventFactory(status=status, **WORDS)
    OrganizerProfileFactory(user=event.organizer)
    return event


def as_organizer(rule, event, at=NOON):
    with acting_as(event.organizer):
        return rule(event, by=event.organizer, at=at)


@pytest.mark.parametrize("before", Event.Status.values)
@pytest.mark.parametrize("after", RULES)
def test_events_move_where_their_life_allows_and_nowhere_else(before, after):
    event = ready(before)
    at = event.end_date if after == "completed" else NOON

    if (before, after) in ALLOWED:
        moved = as_organizer(RULES[after], event, at)
        assert (moved.status, moved.updated_at) == (after, at)
        assert (stored(event).status, stored(event).updated_at) == (after, at)
    else:
        with pytest.raises(NotFromHere):
            as_organizer(RULES[after], event, at)
        assert (stored(event).status, stored(event).updated_at) == (before, event.updated_at)


@pytest.mark.parametrize("words", [{}, {"summary": "Only"}, {"description": "Only"}])
def test_publish_refuses_an_event_without_words(words):
    event = EventFactory(status="draft", **words)

    with pytest.raises(NotReady) as refused:
        as_organizer(publish_event, event)

    assert refused.value.sentence.startswith("Write a summary and a description first")
    assert stored(event).status == "draft"


def test_publish_refuses_an_event_nobody_is_named_to_sell():
    event = EventFactory(status="draft", **WORDS)

    with pytest.raises(NoSeller):
        as_organizer(publish_event, event)

    assert stored(event).status == "draft"


@pytest.mark.parametrize("status", ["draft", "postponed"])
def test_publish_refuses_an_event_that_is_over(status):
    event = ready(status)

    with pytest.raises(IsOver):
        as_organizer(publish_event, event, at=event.end_date)
    assert stored(event).status == status
    as_organizer(publish_event, event, at=event.end_date - timedelta(seconds=1))

    assert stored(event).status == "published"


def test_complete_refuses_an_event_that_still_runs():
    event = EventFactory()

    with pytest.raises(NotOver):
        as_organizer(complete_event, event, at=event.end_date - timedelta(seconds=1))

    assert stored(event).status == "published"


def test_cancel_tells_the_apps_above_who_and_when():
    event, told = EventFactory(), []

    def note(sender, event, by, at, **kwargs):
        told.append((event.pk, event.status, by, at))

    event_cancelled.connect(note)
    try:
        as_organizer(cancel_event, event)
        with pytest.raises(NotFromHere):
            as_organizer(cancel_event, event, at=NOON + DAY)
    finally:
        event_cancelled.disconnect(note)

    assert told == [(event.pk, "cancelled", event.organizer, NOON)]


def test_cancel_is_undone_when_an_app_above_fails():
    event = EventFactory()

    def fail(sender, **kwargs):
        raise ZeroDivisionError

    event_cancelled.connect(fail)
    try:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            as_organizer(cancel_event, event)
    finally:
        event_cancelled.disconnect(fail)

    assert stored(event).status == "published"


@pytest.mark.parametrize("after", RULES)
def test_rivals_and_colleagues_without_the_programme_move_nothing(world, after):
    event = world.draft_a if after == "published" else world.shown_a
    with everything():
        type(event).objects.filter(pk=event.pk).update(**WORDS)
    at = event.end_date - DAY if after == "published" else event.end_date

    for person in (world.boris, world.tess, world.stan, world.hal, world.ann, None):
        with acting_as(person):
            with pytest.raises((PermissionDenied, Event.DoesNotExist)):
                event_now = Event.objects.get(pk=event.pk)
                RULES[after](event_now, by=person, at=at)
    assert stored(event).status == event.status
    with acting_as(world.paul):  # on the team, for the programme
        RULES[after](Event.objects.get(pk=event.pk), by=world.paul, at=at)

    assert stored(event).status == after
