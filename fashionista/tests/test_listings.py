"""The rows the public searches follow what they are made of, and nobody writes them by hand."""

from datetime import timedelta

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import ProgrammingError, connection

from events.models import Event, EventListing
from events.tests.factories import (
    EventCategoryFactory,
    EventFactory,
    EventTagAssignmentFactory,
    VenueFactory,
)
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from production.tests.factories import EventCollectionFactory, EventDesignerFactory
from ticketing.capacity import set_capacity
from ticketing.places import hold, release
from ticketing.tests.factories import TicketTypeFactory

pytestmark = pytest.mark.django_db


def listing(event):
    return EventListing.objects.get(pk=event.pk)


def found(word):
    rows = EventListing.objects.filter(words__document=SearchQuery(word, config="simple"))
    return list(rows.values_list("event__title", flat=True))


def on_sale(at):
    return EventListing.objects.filter(EventListing.has_places_at(at))


def test_an_event_is_listed_from_the_day_it_is_no_draft():
    event = EventFactory(status="draft")
    assert not EventListing.objects.exists()

    with everything():
        Event.objects.filter(pk=event.pk).update(status="published")

    assert (listing(event).status, listing(event).city) == ("published", event.venue.city)


def test_a_listing_goes_with_its_event():
    event = EventFactory()

    with everything():
        Event.objects.filter(pk=event.pk).update(status="draft")

    assert not EventListing.objects.exists()


def test_a_listing_follows_title_venue_tag_and_category():
    wide = EventCategoryFactory(slug="couture", name="Couture")
    narrow = EventCategoryFactory(slug="bridal", name="Bridal", parent=wide)
    venue = VenueFactory(name="Old Mill", city="Ghent")
    event = EventFactory(title="Tide", venue=venue, category=narrow)
    tagged = EventTagAssignmentFactory(event=event, tag__slug="linen", tag__name="Linen")

    with everything():
        Event.objects.filter(pk=event.pk).update(title="Ebb")
        venue.city = "Bruges"
        venue.save()
        wide.name, wide.slug = "Haute", "haute"
        wide.save()
        tagged.tag.name = "Flax"
        tagged.tag.save()

    row = listing(event)
    assert (row.city, row.categories, row.tags) == ("Bruges", ["bridal", "haute"], ["linen"])
    assert [found(word) for word in ("ebb", "bruges", "haute", "flax")] == [["Ebb"]] * 4
    assert [found(word) for word in ("tide", "ghent", "couture", "linen")] == [[]] * 4
    with everything():
        tagged.delete()
    assert listing(event).tags == []


def test_an_event_is_found_by_the_designers_and_published_collections_it_shows():
    event = EventFactory(title="Tide")
    shown = EventCollectionFactory(
        event=event,
        collection__name="Slack Water",
        collection__status="published",
        collection__designer__brand_name="Ferreira",
    )
    EventCollectionFactory(event=event, collection__name="Secret", collection__status="draft")
    guest = EventDesignerFactory(event=event, designer__brand_name="Marchetti")

    assert [found(word) for word in ("slack", "ferreira", "marchetti")] == [["Tide"]] * 3
    assert found("secret") == []

    with everything():
        guest.delete()
        shown.collection.designer.brand_name = "Brandt"
        shown.collection.designer.save()

    assert [found(word) for word in ("ferreira", "marchetti", "brandt")] == [[], [], ["Tide"]]


def test_a_listing_knows_its_price_and_whether_there_are_places():
    event = EventFactory(capacity=3)
    assert (listing(event).price_from, listing(event).has_places) == (None, False)

    TicketTypeFactory(event=event, price="30", quantity=5)
    dear = TicketTypeFactory(event=event, price="50", quantity=5, sale_end=NOON)
    off = TicketTypeFactory(event=event, price="10", quantity=5, status="inactive")
    assert (listing(event).price_from, listing(event).has_places) == (30, True)

    with everything():
        event.ticket_types.exclude(pk=dear.pk).delete()
        assert off.pk
    row = listing(event)
    assert (row.price_from, row.sale_end, row.has_places) == (50, NOON, True)
    assert list(on_sale(NOON - timedelta(1))) == [row]
    assert not on_sale(NOON + timedelta(1)).exists()


def test_the_last_place_and_one_given_back_turn_a_listing():
    event = EventFactory(capacity=2)
    kind = TicketTypeFactory(event=event, quantity=5)
    with everything():
        set_capacity(event)
    assert listing(event).has_places

    with acting_as("ticketing.checkout"):
        hold(event.pk, {(kind.pk, None): 2})
    assert not listing(event).has_places

    with acting_as("ticketing.sweep"):
        release(event.pk, {(kind.pk, None): 1})
    assert listing(event).has_places


@pytest.mark.parametrize(
    "table", ["event_listings", "event_documents", "event_words", "named_pages"]
)
def test_nobody_writes_what_is_searched(table):
    admin = EventFactory().organizer

    with acting_as(admin), pytest.raises(ProgrammingError, match="permission denied"):
        connection.cursor().execute(f"DELETE FROM {table}")
