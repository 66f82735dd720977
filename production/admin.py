from events.models import Event
from fashionista.common.admin import PortalInline, extend

from .models import EventCollection, EventDesigner, EventModel
from .permissions import can_produce


class ShowInline(PortalInline):
    view_if = staticmethod(can_produce)


class DesignerInline(ShowInline):
    model = EventDesigner
    fields = autocomplete_fields = ["designer"]
    ordering = ["designer__brand_name"]


class CollectionInline(ShowInline):
    model = EventCollection
    fields = autocomplete_fields = ["collection"]
    ordering = ["collection__name"]


class ModelInline(ShowInline):
    model = EventModel
    fields = autocomplete_fields = ["fashion_model"]
    ordering = ["fashion_model__display_name"]


extend(Event, DesignerInline, CollectionInline, ModelInline)
