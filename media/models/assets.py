"""Files, and the categories they are in."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Actor, Admin, Guarded, Own, Reserved, Through
from fashionista.common.encryption import EncryptedTextField
from fashionista.common.picture_fields import PrivateFileField
from fashionista.common.pictures import PRIVATE, widths_of

from ..access import Follows, Keeps, Shared, ShownIn
from .categories import AssetCategory

# A path inside our own store: no scheme, no leading slash, no segment that climbs or hides.
SEGMENT = "[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*"
STORED_PATH = f"^{SEGMENT}(/{SEGMENT})*$"


def validate_dimensions(value):
    """Nothing, or {"width": 1600, "height": 900} in pixels."""
    if value == {}:
        return
    known = isinstance(value, dict) and value.keys() == {"width", "height"}
    if not known or not all(type(side) is int and side > 0 for side in value.values()):
        raise ValidationError(_("A width and a height in whole pixels, or nothing."))


class MediaAsset(Guarded):
    """One file: of an event, or of nobody but the person who uploaded it."""

    class Type(models.TextChoices):
        IMAGE = "image", _("image")
        VIDEO = "video", _("video")
        DOCUMENT = "document", _("document")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="media_assets",
        verbose_name=_("event"),
    )
    type = models.TextField(_("type"), choices=Type)
    url = PrivateFileField(
        _("place in the store"),
        max_length=300,
        unique=True,
        validators=[RegexValidator(STORED_PATH, _("A path inside the store, such as a/b.jpg."))],
    )
    filename = EncryptedTextField(
        _("file name"), blank=True, validators=[MaxLengthValidator(255)]
    )  # the uploader's: it may name people
    file_size = models.PositiveIntegerField(_("bytes"), validators=[MinValueValidator(1)])
    mime_type = models.CharField(_("content type"), max_length=100)
    dimensions = models.JSONField(
        _("width and height"), default=dict, blank=True, validators=[validate_dimensions]
    )
    duration = models.PositiveIntegerField(_("seconds"), null=True, blank=True)
    alt_text = models.CharField(_("described"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_column="uploaded_by",
        related_name="media_assets",
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    meta_data = models.JSONField(default=dict, blank=True)
    categories = models.ManyToManyField(
        AssetCategory, through="AssetCategoryAssignment", related_name="assets"
    )

    access = [
        Own("uploaded_by", may="view"),
        Own("uploaded_by", may="add change delete", title="private", when=Q(event=None)),
        May("event", "media", may="view change delete"),
        May("event", "media", may="add", title="upload", when=Q(uploaded_by=Actor())),
        Shared("id", "view", may="view"),
        Shared("id", "edit", may="change"),
        Shared("id", "delete", may="delete"),
        ShownIn(),
        Admin(),
        # Or a row could be pointed at a file, or moved to an event, that is not one's own.
        Reserved("url", "event", "uploaded_by", to=["admin"]),
    ]

    class Meta:
        db_table = "media_assets"
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        constraints = [
            models.CheckConstraint(
                condition=Q(url__regex=STORED_PATH),
                name="media_assets_url_in_store",
                violation_error_message=_("A path inside the store, such as a/b.jpg."),
            ),
            models.CheckConstraint(condition=Q(file_size__gt=0), name="media_assets_size_positive"),
            models.CheckConstraint(
                condition=Q(type="image", mime_type__regex="^image/")
                | Q(type="video", mime_type__regex="^video/")
                | (Q(type="document") & ~Q(mime_type__regex="^(image|video)/")),
                name="media_assets_type_is_content",
                violation_error_message=_("The type and the content type disagree."),
            ),
            models.CheckConstraint(
                condition=Q(dimensions={})
                | Q(
                    dimensions__has_keys=["width", "height"],
                    dimensions__width__gt=0,
                    dimensions__height__gt=0,
                ),
                name="media_assets_dimensions_positive",
                violation_error_message=_("A width and a height in whole pixels, or nothing."),
            ),
            models.CheckConstraint(
                condition=Q(type="video") | Q(duration=None),
                name="media_assets_only_films_last",
                violation_error_message=_("Only a video lasts."),
            ),
            models.UniqueConstraint(fields=["id", "event"], name="media_assets_id_event"),
        ]
        indexes = [
            models.Index(fields=["event", "-created_at"], name="media_assets_of_event"),
            models.Index(fields=["uploaded_by", "-created_at"], name="media_assets_of_uploader"),
        ]

    def __str__(self):
        return self.alt_text or self.url

    @property
    def picture(self):
        """As the tag `picture` draws it; None for what is no picture in our store."""
        if self.type != self.Type.IMAGE or not self.url.startswith(f"{PRIVATE}/"):
            return None
        widths = widths_of(self.dimensions["width"])
        place = f"{PRIVATE}/{self.pk}"
        return self.dimensions | {"place": place, "widths": widths, "alt": self.alt_text}

    def rendition(self, width):
        """The name of one of its files in the store."""
        return f"{self.url.rpartition('/')[0]}/{width}.webp"

    @property
    def is_described(self):
        """Whether those who cannot see it are told what is on it; papers speak for themselves."""
        return self.type == self.Type.DOCUMENT or bool(self.alt_text)


class AssetCategoryAssignment(Guarded):
    """One asset in one category."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(
        MediaAsset, models.CASCADE, related_name="category_assignments", db_constraint=False
    )
    category = models.ForeignKey(
        AssetCategory,
        models.PROTECT,
        related_name="asset_assignments",
        verbose_name=_("category"),
    )

    access = [Through("asset"), Keeps("asset", may="add delete"), Admin(), Follows("asset")]

    class Meta:
        db_table = "asset_category_assignments"
        verbose_name = _("category of an asset")
        verbose_name_plural = _("categories of assets")
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "category"], name="asset_category_assignments_once"
            )
        ]

    def __str__(self):
        return _("category %(id)s") % {"id": str(self.category_id)[:8]}
