"""Pictures, films and papers: whose they are, who may have them, which galleries show them."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import (
    Actor,
    Admin,
    Agrees,
    Guarded,
    Own,
    Public,
    Reserved,
    Through,
)
from fashionista.common.database_rules import Acyclic
from fashionista.common.encryption import EncryptedTextField
from fashionista.common.picture_fields import PrivateFileField
from fashionista.common.pictures import PRIVATE, widths_of

from .access import Follows, Keeps, Shared, ShownIn

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


class AssetCategory(Guarded):
    """What assets are sorted by; categories lie in categories. The platform keeps them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    meta_data = models.JSONField(default=dict, blank=True)

    access = [Public(), Admin(), Acyclic("parent")]

    class Meta:
        db_table = "asset_categories"
        verbose_name = _("asset category")
        verbose_name_plural = _("asset categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="asset_categories_not_within_itself",
                violation_error_message=_("A category is not part of its own parts."),
            ),
            models.UniqueConstraint(
                "parent",
                Lower("name"),
                name="asset_categories_name_once",
                nulls_distinct=False,
                violation_error_message=_("There is a category of this name already."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Say kindly what the database refuses: a branch that hangs on itself."""
        above, seen = self.parent, set()
        while above is not None and above.pk not in seen:
            if above.pk == self.pk:
                raise ValidationError({"parent": _("A category is not part of its own parts.")})
            seen.add(above.pk)
            above = above.parent


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
        return self.url

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


class AssetPermission(Guarded):
    """That one person may view, edit or delete one asset, for good or until a moment."""

    class PermissionType(models.TextChoices):
        VIEW = "view", _("view")
        EDIT = "edit", _("edit")
        DELETE = "delete", _("delete")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(
        MediaAsset,
        models.CASCADE,
        related_name="permissions",
        verbose_name=_("asset"),
        db_constraint=False,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="asset_permissions",
        verbose_name=_("person"),
    )
    permission_type = models.TextField(
        _("may"), choices=PermissionType, default=PermissionType.VIEW
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="granted_asset_permissions",
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(_("granted"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    meta_data = models.JSONField(default=dict, blank=True)

    access = [
        Own("user", may="view"),
        Keeps("asset", may="view change delete"),
        Keeps("asset", may="add", title="grant", when=Q(granted_by=Actor())),
        Admin(),
        Reserved("asset", "user", "permission_type", "granted_by", "granted_at", to=["admin"]),
        Follows("asset"),
    ]

    class Meta:
        db_table = "asset_permissions"
        verbose_name = _("permission for an asset")
        verbose_name_plural = _("permissions for assets")
        constraints = [
            models.CheckConstraint(
                condition=Q(permission_type__in=["view", "edit", "delete"]),
                name="asset_permissions_type_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("granted_at")),
                name="asset_permissions_end_after_start",
                violation_error_message=_("A permission ends after it was granted."),
            ),
            models.CheckConstraint(
                condition=~Q(user=F("granted_by")),
                name="asset_permissions_not_to_oneself",
                violation_error_message=_("Nobody grants a permission to themselves."),
            ),
            models.UniqueConstraint(
                fields=["asset", "user", "permission_type"],
                name="asset_permissions_once",
                violation_error_message=_("This person has this permission already."),
            ),
        ]
        indexes = [models.Index(fields=["user", "expires_at"], name="asset_permissions_of_person")]

    def __str__(self):
        return _("permission %(id)s") % {"id": str(self.pk)[:8]}

    def clean(self):
        """Asked here too: the form does not hold the moment it was granted."""
        if self.expires_at and self.expires_at <= self.granted_at:
            raise ValidationError({"expires_at": _("A permission ends after it was granted.")})


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
