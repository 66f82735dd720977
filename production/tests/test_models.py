"""Who and what an event shows: once each, and seen by who sees both ends."""

import pytest
from django.core.exceptions import ValidationError

from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything
from industry.models import Collection, FashionModel
from production.models import EventCollection, EventDesigner, EventModel
from production.permissions import can_produce

from .factories import EventCollectionFactory, EventDesignerFactory, EventModelFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "end", "words"),
    [
        (EventDesignerFactory, "designer", "The designer shows at this event already."),
        (EventCollectionFactory, "collection", "The collection is shown at this event already."),
        (EventModelFactory, "fashion_model", "The model walks at this event already."),
    ],
)
def test_each_is_at_an_event_once(factory, end, words):
    one = factory()
    twin = type(one)(event=one.event, **{end: getattr(one, end)})

    with everything(), pytest.raises(ValidationError) as refused:
        twin.full_clean()

    assert refused.value.messages == [words]
    factory(**{end: getattr(one, end)})


def test_the_public_sees_a_link_whose_ends_it_sees(world):
    with acting_as(None):
        designers = set(EventDesigner.objects.values_list("event", "designer"))
        collections = set(EventCollection.objects.values_list("event", "collection"))
        models = set(EventModel.objects.values_list("event", "fashion_model"))

    assert designers == {
        (world.shown_a.pk, world.designer_a.pk), (world.shown_b.pk, world.designer_b.pk),
        (world.shown_p.pk, world.designer_a.pk), (world.shown_p.pk, world.designer_b.pk),
    }  # fmt: skip
    assert collections == {
        (world.shown_a.pk, world.published_collection_a.pk),
        (world.shown_b.pk, world.published_collection_b.pk),
    }
    assert models == {(world.shown_a.pk, world.model_a.pk)}


def test_who_produces_a_show_keeps_sight_of_what_was_put_away_since():
    event = EventFactory()
    looks = EventCollectionFactory(event=event, collection__status="archived").collection
    walks = EventModelFactory(event=event).fashion_model  # not listed
    producer = EventTeamMemberFactory(event=event, permissions=["production"]).user
    seller = EventTeamMemberFactory(event=event, permissions=["sell"]).user
    seen = {}

    for name, person in [
        ("organizer", event.organizer),
        ("producer", producer),
        ("seller", seller),
        ("rival", EventFactory().organizer),
    ]:
        with acting_as(person):
            seen[name] = (
                can_produce(person),
                Collection.objects.filter(pk=looks.pk).exists(),
                FashionModel.objects.filter(pk=walks.pk).exists(),
                EventModel.objects.filter(event=event).count(),
            )

    assert seen == {
        "organizer": (True, True, True, 1), "producer": (True, True, True, 1),
        "seller": (False, False, False, 0), "rival": (True, False, False, 0),
    }  # fmt: skip


def test_rows_are_told_apart():
    designer, collection, model = (
        EventDesignerFactory(), EventCollectionFactory(), EventModelFactory(),
    )  # fmt: skip

    assert str(designer) == f"designer {str(designer.designer_id)[:8]}"
    assert str(collection) == f"collection {str(collection.collection_id)[:8]}"
    assert str(model) == f"model {str(model.fashion_model_id)[:8]}"
