"""Assets in an order, to be shown together."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Admin, Agrees, Guarded, Through

from .assets import MediaAsset


class MediaGallery(Guarded):
    """Assets of one event in an order, to be shown together."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    MOVES = {
        "status": {
            Status.DRAFT: {Status.PUBLISHED},
            Status.PUBLISHED: {Status.ARCHIVED},
            Status.ARCHIVED: {Status.PUBLISHED},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="media_galleries", verbose_name=_("event")
    )
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)
    status = models.TextField(_("status"), choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    published_at = models.DateTimeField(_("published"), null=True)
    archived_at = models.DateTimeField(_("archived"), null=True)
    meta_data = models.JSONField(default=dict, blank=True)

    access = [
        Through("event", when=Q(status="published")),
        May("event", "media"),
        Admin(),
    ]

    class Meta:
        db_table = "media_galleries"
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None, archived_at=None)
                | Q(status="published", published_at__isnull=False, archived_at=None)
                | Q(status="archived", published_at__isnull=False, archived_at__isnull=False),
                name="media_galleries_status_is_stamped",
            ),
            models.UniqueConstraint(
                "event",
                Lower("name"),
                name="media_galleries_name_once",
                violation_error_message=_("This event has a gallery of this name already."),
            ),
            models.UniqueConstraint(fields=["id", "event"], name="media_galleries_id_event"),
        ]
        indexes = [models.Index(fields=["event", "status"], name="media_galleries_of_event")]

    def __str__(self):
        return self.name


class GalleryAsset(Guarded):
    """One asset in its place in one gallery of the same event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="gallery_assets", db_constraint=False
    )
    gallery = models.ForeignKey(
        MediaGallery,
        models.CASCADE,
        related_name="entries",
        verbose_name=_("gallery"),
        db_constraint=False,
    )
    asset = models.ForeignKey(
        MediaAsset,
        models.PROTECT,
        related_name="entries",
        verbose_name=_("asset"),
        db_constraint=False,
    )
    position = models.PositiveIntegerField(_("position"), default=0, db_column="order")
    caption = models.TextField(_("caption"), blank=True, validators=[MaxLengthValidator(500)])
    meta_data = models.JSONField(default=dict, blank=True)

    access = [
        Through("gallery"),
        May("event", "media"),
        Admin(),
        Agrees("gallery", "asset", on="event"),
    ]

    class Meta:
        db_table = "gallery_assets"
        verbose_name = _("entry of a gallery")
        verbose_name_plural = _("entries of galleries")
        constraints = [
            models.UniqueConstraint(
                fields=["gallery", "asset"],
                name="gallery_assets_once",
                violation_error_message=_("This asset is in the gallery already."),
            ),
            models.UniqueConstraint(
                fields=["gallery", "position"],
                name="gallery_assets_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return _("entry %(n)s") % {"n": self.position}

    def clean(self):
        """Say kindly what `Agrees` refuses."""
        if self.asset_id and self.gallery_id and self.asset.event_id != self.gallery.event_id:
            raise ValidationError({"asset": _("This asset is not of the gallery's event.")})

    def validate_constraints(self, exclude=None):
        """Positions are compared at the commit, so that two entries may change places."""
        super().validate_constraints(exclude={*(exclude or ()), "position"})
