import factory

from events.tests.factories import EventFactory
from fashionista.common.testing import GuardedFactory
from industry.tests.factories import CollectionFactory, DesignerFactory, FashionModelFactory
from production.models import EventCollection, EventDesigner, EventModel


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
