from datetime import timedelta

import factory

from events.tests.factories import EventFactory
from fashionista.common.testing import NOON, GuardedFactory
from industry.tests.factories import CollectionFactory, DesignerFactory, FashionModelFactory
from production.models import (
    EventCollection,
    EventDesigner,
    EventModel,
    LineupEntry,
    RehearsalSchedule,
    RunwaySegment,
    TechnicalRequirement,
)


class EventDesignerFactory(GuardedFactory):
    class Meta:
        model = EventDesigner

    event = factory.SubFactory(EventFactory)
    designer = factory.SubFactory(DesignerFactory)


class EventCollectionFactory(GuardedFactory):
    class Meta:
        model = EventCollection

    event = factory.SubFactory(EventFactory)
    collection = factory.SubFactory(CollectionFactory)


class EventModelFactory(GuardedFactory):
    class Meta:
        model = EventModel

    event = factory.SubFactory(EventFactory)
    fashion_model = factory.SubFactory(FashionModelFactory)


class RunwaySegmentFactory(GuardedFactory):
    class Meta:
        model = RunwaySegment

    event = factory.SubFactory(EventFactory)
    name = "Opening"
    duration = 600
    position = factory.Sequence(lambda n: n)


class LineupEntryFactory(GuardedFactory):
    """A look to be cast, of a collection that the event shows."""

    class Meta:
        model = LineupEntry

    segment = factory.SubFactory(RunwaySegmentFactory)
    event = factory.SelfAttribute("segment.event")
    collection = factory.LazyAttribute(
        lambda entry: EventCollectionFactory(event=entry.event).collection
    )
    position = factory.Sequence(lambda n: n)
    look_number = factory.Sequence(lambda n: n + 1)


class TechnicalRequirementFactory(GuardedFactory):
    """Pending; `confirmed=True` for one that is agreed."""

    class Meta:
        model = TechnicalRequirement

    class Params:
        confirmed = factory.Trait(status="confirmed", confirmed_at=NOON)

    event = factory.SubFactory(EventFactory)
    category = "lighting"
    title = factory.Sequence(lambda n: f"Follow spot {n}")


class RehearsalScheduleFactory(GuardedFactory):
    class Meta:
        model = RehearsalSchedule

    event = factory.SubFactory(EventFactory)
    start_time = NOON
    end_time = factory.LazyAttribute(lambda made: made.start_time + timedelta(hours=1))
    location = factory.Sequence(lambda n: f"Room {n}")
