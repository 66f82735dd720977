"""The people and houses whose work is shown, and what they make."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from fashionista.common.access import Admin, Among, Own, Public
from fashionista.common.addresses import Addressed
from fashionista.common.encryption import EncryptedDecimalField, EncryptedJSONField
from fashionista.common.picture_fields import PictureField, PicturesField

from .shapes import (
    validate_achievements,
    validate_availability,
    validate_images,  # noqa: F401  migration 0001 names it here
    validate_measurements,
)

NOT_ON_THE_WEB = _("An address that starts with https://.")
ON_THE_WEB = [URLValidator(schemes=["https"], message=NOT_ON_THE_WEB)]


class MyDesigner(Among):
    """The designer's row that the person is."""

    circle = "my_designers"


def on_the_web(table):
    return models.CheckConstraint(
        condition=Q(portfolio_url="") | Q(portfolio_url__startswith="https://"),
        name=f"{table}_portfolio_is_https",
        violation_error_message=NOT_ON_THE_WEB,
    )


class Designer(Addressed):
    """A person who shows collections under a brand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="designer",
        verbose_name=_("person"),
    )
    brand_name = models.CharField(_("brand"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    based_in = models.CharField(_("based in"), max_length=120, blank=True)
    biography = models.TextField(_("about"), blank=True)
    portrait = PictureField(_("portrait"))
    portfolio_url = models.CharField(
        _("portfolio"), max_length=300, blank=True, validators=ON_THE_WEB
    )
    specialties = ArrayField(
        models.TextField(), verbose_name=_("specialties"), default=list, blank=True
    )
    experience_level = models.CharField(_("experience"), max_length=60, blank=True)
    achievements = EncryptedJSONField(
        _("achievements"), default=list, blank=True, validators=[validate_achievements]
    )
    shows_achievements = models.BooleanField(
        _("achievements shown"),
        default=False,
        help_text=_("Whether anybody may read the achievements."),
    )
    meta_data = models.JSONField(default=dict, blank=True)

    access = [
        Public(),  # what is not for the public is ciphertext
        Own("user", may="change"),
        Own("user", may="add", role="designer", title="join"),
        Admin(),
    ]

    class Meta:
        db_table = "designers"
        verbose_name = _("designer")
        verbose_name_plural = _("designers")
        constraints = [
            models.UniqueConstraint(
                Lower("brand_name"),
                name="designers_brand_once",
                violation_error_message=_("There is a designer of this brand already."),
            ),
            on_the_web("designers"),
        ]

    def __str__(self):
        return self.brand_name


class CollectionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Collection.Status.PUBLISHED)


class Collection(Addressed):
    """What a designer shows together: the looks of one season."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    class Season(models.TextChoices):
        SPRING_SUMMER = "SS", _("Spring/Summer")
        AUTUMN_WINTER = "AW", _("Autumn/Winter")
        RESORT = "RESORT", _("Resort")
        PRE_FALL = "PREFALL", _("Pre-Fall")
        COUTURE = "COUTURE", _("Couture")
        OTHER = "OTHER", _("Other")

    MOVES = {
        "status": {
            Status.DRAFT: {Status.PUBLISHED},
            Status.PUBLISHED: {Status.ARCHIVED},
            Status.ARCHIVED: {Status.PUBLISHED},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    designer = models.ForeignKey(
        Designer, models.PROTECT, related_name="collections", verbose_name=_("designer")
    )
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    season = models.TextField(_("season"), choices=Season)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    status = models.TextField(_("status"), choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    images = PicturesField(
        _("looks"), words={"caption": _("name of the look"), "detail": _("cloth")}
    )
    meta_data = models.JSONField(default=dict, blank=True)

    objects = CollectionQuerySet.as_manager()

    access = [
        Public(status="published"),
        MyDesigner("designer", may="view add"),
        MyDesigner(
            "designer",
            may="change",
            title="living",  # an archive is opened again by an admin only
            when=~Q(status="archived"),
            then=Q(status__in=["draft", "published", "archived"]),
        ),
        MyDesigner("designer", may="delete", title="draft", when=Q(status="draft")),
        Admin(),
    ]

    class Meta:
        db_table = "collections"
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "archived"]),
                name="collections_status_known",
            ),
            models.CheckConstraint(
                condition=Q(season__in=["SS", "AW", "RESORT", "PREFALL", "COUTURE", "OTHER"]),
                name="collections_season_known",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1900, year__lte=2100), name="collections_year_plausible"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at=None)
                | ~Q(status="draft") & Q(published_at__isnull=False),
                name="collections_published_is_stamped",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                name="collections_slug_once",
                violation_error_message=_("Another collection has this address."),
            ),
            models.UniqueConstraint(
                "designer",
                Lower("name"),
                "season",
                "year",
                name="collections_name_once_a_season",
                violation_error_message=_("This season has a collection of this name already."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at"], name="collections_listing"),
            models.Index(fields=["designer", "-year"], name="collections_of_designer"),
        ]

    def __str__(self):
        return _("%(name)s, %(season)s %(year)s") % {
            "name": self.name,
            "season": self.get_season_display(),
            "year": self.year,
        }


class FashionModelQuerySet(models.QuerySet):
    def listed(self):
        """Those who chose to be found, by what they chose to show."""
        return self.filter(is_listed=True).only(
            "display_name",
            "slug",
            "former_slugs",
            "based_in",
            "biography",
            "portrait",
            "images",
            "portfolio_url",
            "experience_level",
        )


class FashionModel(Addressed):
    """A person who walks in shows, under the name they chose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="fashion_model",
        verbose_name=_("person"),
    )
    display_name = models.CharField(_("public name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    based_in = models.CharField(_("based in"), max_length=120, blank=True)
    biography = models.TextField(_("about"), blank=True)
    portrait = PictureField(_("portrait"))
    images = PicturesField(_("pictures"))
    is_listed = models.BooleanField(
        _("listed"),
        default=False,
        help_text=_("Whether anybody may find the model. Figures and days stay private."),
    )
    height = EncryptedDecimalField(
        _("height, cm"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(50), MaxValueValidator(250)],
    )
    measurements = EncryptedJSONField(
        _("measurements"), default=dict, blank=True, validators=[validate_measurements]
    )
    portfolio_url = models.CharField(
        _("portfolio"), max_length=300, blank=True, validators=ON_THE_WEB
    )
    experience_level = models.CharField(_("experience"), max_length=60, blank=True)
    availability = EncryptedJSONField(
        _("availability"), default=list, blank=True, validators=[validate_availability]
    )
    meta_data = EncryptedJSONField(default=dict, blank=True)

    objects = FashionModelQuerySet.as_manager()

    access = [
        Public(is_listed=True),  # figures and days are ciphertext: permissions.can_see_figures
        Own("user", may="view change"),
        Own("user", may="add", role="model", title="join"),
        Admin(),
    ]

    class Meta:
        db_table = "models"
        verbose_name = _("model")
        verbose_name_plural = _("models")
        constraints = [on_the_web("models")]
        indexes = [models.Index(fields=["is_listed", "display_name"], name="models_listing")]

    def __str__(self):
        return self.display_name
