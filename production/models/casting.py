"""Who and what an event shows."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Guarded
from industry.models import Collection, Designer, FashionModel

from ..access import Between


class EventDesigner(Guarded):
    """One designer who shows at one event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="designer_links")
    designer = models.ForeignKey(
        Designer, models.PROTECT, related_name="event_links", verbose_name=_("designer")
    )

    access = [Between("event", "designer"), May("event", "production"), Admin()]

    class Meta:
        db_table = "event_designers"
        verbose_name = _("designer")
        verbose_name_plural = _("designers")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "designer"],
                name="event_designers_once",
                violation_error_message=_("The designer shows at this event already."),
            )
        ]

    def __str__(self):
        return _("designer %(id)s") % {"id": str(self.designer_id)[:8]}


class EventCollection(Guarded):
    """One collection that is shown at one event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="collection_links")
    collection = models.ForeignKey(
        Collection, models.PROTECT, related_name="event_links", verbose_name=_("collection")
    )

    access = [Between("event", "collection"), May("event", "production"), Admin()]

    class Meta:
        db_table = "event_collections"
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "collection"],
                name="event_collections_once",
                violation_error_message=_("The collection is shown at this event already."),
            )
        ]

    def __str__(self):
        return _("collection %(id)s") % {"id": str(self.collection_id)[:8]}


class EventModel(Guarded):
    """One model who walks at one event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="model_links")
    fashion_model = models.ForeignKey(
        FashionModel,
        models.PROTECT,
        related_name="event_links",
        verbose_name=_("model"),
        db_column="model_id",
    )

    access = [Between("event", "fashion_model"), May("event", "production"), Admin()]

    class Meta:
        db_table = "event_models"
        verbose_name = _("model")
        verbose_name_plural = _("models")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "fashion_model"],
                name="event_models_once",
                violation_error_message=_("The model walks at this event already."),
            )
        ]

    def __str__(self):
        return _("model %(id)s") % {"id": str(self.fashion_model_id)[:8]}
