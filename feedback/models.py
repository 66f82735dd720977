"""What those who were there have to say, and what houses say of those they worked with."""

import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import (
    Actor,
    Admin,
    Among,
    Guarded,
    Own,
    Reserved,
    System,
    Through,
)
from fashionista.common.encryption import EncryptedTextField
from industry.models import Designer, FashionModel
from production.access import TakesPart
from vendors.access import RATING
from vendors.models import Vendor

UNSAID, MINE = Q(status="pending"), Q(reviewer=Actor())


class Attended(Among):
    """Events of others that have begun and that the person's ticket let them in to."""

    circle = "my_attended"


class OfOthers:
    """Nobody speaks of themselves: not of what is in this circle of their own."""

    subject = own = ""

    def rows(self, names):
        return (
            f"{super().rows(names)} AND {names.column(self.subject)}"
            f" <> ALL ((SELECT authz.{self.own}())::uuid[])"
        )


class SawOthersShow(OfOthers, Attended):
    subject, own = "designer", "my_designers"


class WorkedWithOthers(OfOthers, May):
    subject, own = "fashion_model", "my_models"


class Hired(May):
    """The row's vendor has a booking for its event that was confirmed, and not called off."""

    def rows(self, names):
        return (
            f"{super().rows(names)} AND EXISTS (SELECT FROM event_vendors b"
            f" WHERE b.event_id = {names.table}.{names.column('event')}"
            f" AND b.vendor_id = {names.table}.{names.column('vendor')}"
            " AND b.status IN ('confirmed', 'completed'))"
        )


def stars(table):
    return models.CheckConstraint(
        condition=Q(rating__gte=1, rating__lte=5),
        name=f"{table}_stars",
        violation_error_message=_("One to five stars."),
    )


def status_is_stamped(table):
    return models.CheckConstraint(
        condition=Q(status="pending", moderated_at=None, published_text="")
        | Q(status="published", moderated_at__isnull=False)
        | Q(status="hidden", moderated_at__isnull=False, published_text=""),
        name=f"{table}_status_is_stamped",
    )


def words(label):
    return EncryptedTextField(
        label, blank=True, multiline=True, validators=[MaxLengthValidator(5000)]
    )


class Rated(Guarded):
    """Stars, given by one person at one event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rating = models.PositiveIntegerField(
        _("stars"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    created_at = models.DateTimeField(_("written"))
    meta_data = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class Moderated(Rated):
    """Words that the public reads once somebody has published them. Sealed until then."""

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        PUBLISHED = "published", _("published")
        HIDDEN = "hidden", _("hidden")

    MOVES = {
        "status": {
            Status.PENDING: {Status.PUBLISHED, Status.HIDDEN},
            Status.PUBLISHED: {Status.HIDDEN},
            Status.HIDDEN: {Status.PUBLISHED},
        }
    }

    display_name = models.CharField(_("name shown"), max_length=80, blank=True)
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    published_text = models.TextField(_("words published"), blank=True)
    moderated_at = models.DateTimeField(_("moderated"), null=True)

    class Meta:
        abstract = True

    @property
    def words(self):
        """What the author wrote."""
        raise NotImplementedError

    @property
    def author(self):
        """The name the author has chosen, never their own."""
        return self.display_name or _("a visitor")


class EventFeedback(Moderated):
    """What one visitor says about one event, once. The public reads what was published of it."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="feedback", verbose_name=_("event")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="event_feedback",
        verbose_name=_("visitor"),
    )
    feedback = words(_("words"))

    access = [
        Through("event", when=Q(status="published")),
        Own("user", may="view delete"),
        Attended("event", may="add", when=Q(user=Actor(), status="pending")),
        May("event", "marketing", may="view change"),
        Admin(may="view change delete"),
        # Nobody puts words into somebody else's mouth.
        Reserved("event", "user", "rating", "feedback", "display_name", "created_at", to=[]),
    ]

    class Meta:
        db_table = "event_feedback"
        verbose_name = _("feedback on an event")
        verbose_name_plural = _("feedback on events")
        constraints = [
            stars("event_feedback"),
            status_is_stamped("event_feedback"),
            models.UniqueConstraint(
                fields=["event", "user"],
                name="event_feedback_once",
                violation_error_message=_("You have said what you think of this event already."),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "status", "-created_at"], name="event_feedback_of_event")
        ]

    def __str__(self):
        return _("feedback %(id)s") % {"id": str(self.pk)[:8]}

    @property
    def words(self):
        return self.feedback


class DesignerReview(Moderated):
    """What one visitor says about a designer's show at one event, once."""

    designer = models.ForeignKey(
        Designer,
        models.CASCADE,
        related_name="reviews",
        verbose_name=_("designer"),
        db_constraint=False,
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="designer_reviews",
        verbose_name=_("visitor"),
    )
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="designer_reviews", verbose_name=_("event")
    )
    review = words(_("words"))

    access = [
        Through("event", when=Q(status="published")),
        Own("reviewer", may="view delete"),
        SawOthersShow("event", may="add", when=MINE & UNSAID),
        May("event", "marketing", may="view change"),
        Admin(may="view change delete"),
        TakesPart("designer", by="event_designers"),
        Reserved(
            "event", "designer", "reviewer", "rating", "review", "display_name", "created_at", to=[]
        ),
    ]

    class Meta:
        db_table = "designer_reviews"
        verbose_name = _("review of a designer")
        verbose_name_plural = _("reviews of designers")
        constraints = [
            stars("designer_reviews"),
            status_is_stamped("designer_reviews"),
            models.UniqueConstraint(
                fields=["designer", "reviewer", "event"], name="designer_reviews_once"
            ),
        ]
        indexes = [
            models.Index(fields=["designer", "status", "-created_at"], name="designer_reviews_list")
        ]

    def __str__(self):
        return _("review %(id)s") % {"id": str(self.pk)[:8]}

    @property
    def words(self):
        return self.review


class ModelReview(Rated):
    """What a member of an event's production team says about a model. Never public."""

    fashion_model = models.ForeignKey(
        FashionModel,
        models.CASCADE,
        related_name="reviews",
        verbose_name=_("model"),
        db_column="model_id",
        db_constraint=False,
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="model_reviews",
        verbose_name=_("written by"),
        editable=False,
    )
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="model_reviews", verbose_name=_("event")
    )
    review = words(_("words"))

    access = [
        May("event", "production", may="view"),
        WorkedWithOthers("event", "production", may="add", title="new", when=MINE),
        May("event", "production", may="delete", title="own", when=MINE),
        Admin(may="view delete"),
        TakesPart("fashion_model", by="event_models"),
    ]

    class Meta:
        db_table = "model_reviews"
        verbose_name = _("review of a model")
        verbose_name_plural = _("reviews of models")
        constraints = [
            stars("model_reviews"),
            models.UniqueConstraint(
                fields=["fashion_model", "reviewer", "event"], name="model_reviews_once"
            ),
        ]

    def __str__(self):
        return _("review %(id)s") % {"id": str(self.pk)[:8]}


class VendorRating(Rated):
    """What one member of an organizer's team says about a vendor they had at an event."""

    vendor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="ratings", verbose_name=_("vendor")
    )
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="vendor_ratings", verbose_name=_("event")
    )
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="vendor_ratings",
        verbose_name=_("rated by"),
        db_column="rated_by",
        editable=False,
    )
    review = words(_("words"))

    # A vendor's score is the mean of all of these: it moves with them, by the rules in `rating`.
    access = [
        May("event", "vendors", may="view"),
        Hired("event", "vendors", may="add", title="new", when=Q(rated_by=Actor())),
        May("event", "vendors", may="delete", title="own", when=Q(rated_by=Actor())),
        Admin(may="view delete"),
        System(RATING, may="view"),
    ]

    class Meta:
        db_table = "vendor_ratings"
        verbose_name = _("rating of a vendor")
        verbose_name_plural = _("ratings of vendors")
        constraints = [
            stars("vendor_ratings"),
            models.UniqueConstraint(
                fields=["vendor", "rated_by", "event"], name="vendor_ratings_once"
            ),
        ]

    def __str__(self):
        return _("rating %(id)s") % {"id": str(self.pk)[:8]}
