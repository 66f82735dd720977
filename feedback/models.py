"""What those who were there have to say."""

import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import May
from events.models import Event
from fashionista.common.access import Actor, Admin, Among, Guarded, Own, Reserved, Through
from fashionista.common.encryption import EncryptedTextField


class Attended(Among):
    """Events of others that have begun and that the person's ticket let them in to."""

    circle = "my_attended"


class EventFeedback(Guarded):
    """What one visitor says about one event, once. The public reads what was published of it."""

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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="feedback", verbose_name=_("event")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="event_feedback",
        verbose_name=_("visitor"),
    )
    rating = models.PositiveIntegerField(
        _("stars"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    feedback = EncryptedTextField(
        _("words"), blank=True, multiline=True, validators=[MaxLengthValidator(5000)]
    )
    display_name = models.CharField(_("name shown"), max_length=80, blank=True)
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    published_text = models.TextField(_("words published"), blank=True)
    created_at = models.DateTimeField(_("written"))
    moderated_at = models.DateTimeField(_("moderated"), null=True)
    meta_data = models.JSONField(default=dict, blank=True)

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
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5),
                name="event_feedback_stars",
                violation_error_message=_("One to five stars."),
            ),
            models.CheckConstraint(
                condition=Q(status="pending", moderated_at=None, published_text="")
                | Q(status="published", moderated_at__isnull=False)
                | Q(status="hidden", moderated_at__isnull=False, published_text=""),
                name="event_feedback_status_is_stamped",
            ),
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
    def author(self):
        """The name the visitor has chosen, never their own."""
        return self.display_name or _("a visitor")
