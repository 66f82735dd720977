"""Words to people. The row is written with what caused it, the delivery follows the commit."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fashionista.common.access import Actor, Admin, Among, Guarded, Own, Reserved, System
from fashionista.common.encryption import EncryptedJSONField, EncryptedTextField


class Notification(Guarded):
    """One message to one person or, for a guest, to one address."""

    class Type(models.TextChoices):
        EMAIL = "email", _("email")
        SMS = "sms", _("text message")
        PUSH = "push", _("push")

    class Status(models.TextChoices):
        PENDING = "pending", _("pending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    MOVES = {
        "status": {
            Status.PENDING: {Status.SENT, Status.FAILED},
            Status.FAILED: {Status.PENDING},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="notifications"
    )
    address = EncryptedTextField(_("address"))
    type = models.TextField(_("type"), choices=Type, default=Type.EMAIL)
    title = EncryptedTextField(_("title"))
    content = EncryptedTextField(_("content"), multiline=True)
    content_html = EncryptedTextField(_("formatted content"), blank=True, multiline=True)
    attachments = EncryptedJSONField(_("attachments"), default=list)  # [[kind, [part, …]], …]
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    read_at = models.DateTimeField(_("read"), null=True)
    meta_data = EncryptedJSONField(default=dict, blank=True)  # {"page": path of what it is about}

    access = [
        Own("user", may="view"),
        Admin(may="view"),
        System("communications.notify", may="view add", when=Q(status="pending")),
        System("communications.read", may="view change", when=Q(user=Actor()),
               columns=["read_at"]),
        System("communications.deliver", may="view change", columns=["status", "sent_at"]),
    ]  # fmt: skip

    class Meta:
        db_table = "notifications"
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=["email", "sms", "push"]), name="notifications_type_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "failed"])
                | Q(status="sent", sent_at__isnull=False),
                name="notifications_sent_is_stamped",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notifications_inbox"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notifications_unread"),
        ]

    def __str__(self):
        return _("notification %(id)s") % {"id": str(self.pk)[:8]}

    @property
    def page(self):
        return self.meta_data.get("page", "")


class Markets(Among):
    """Those who may do this for the row's organizer, as events and their teams have it."""

    circle = "my_organizers"


class Campaign(Guarded):
    """What an organizer wants to tell many people, by one road, during some time."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ACTIVE = "active", _("active")
        COMPLETED = "completed", _("completed")

    class Type(models.TextChoices):
        EMAIL = "email", _("email")
        SOCIAL = "social", _("social media")
        PUSH = "push", _("push")

    MOVES = {
        "status": {Status.DRAFT: {Status.ACTIVE}, Status.ACTIVE: {Status.COMPLETED}},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="campaigns",
        verbose_name=_("organizer"),
    )
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    start_date = models.DateTimeField(_("starts"))
    end_date = models.DateTimeField(_("ends"))
    status = models.TextField(_("status"), choices=Status, default=Status.DRAFT)
    type = models.TextField(_("by"), choices=Type)
    activated_at = models.DateTimeField(_("activated"), null=True)
    completed_at = models.DateTimeField(_("completed"), null=True)
    meta_data = models.JSONField(default=dict, blank=True)

    access = [
        Markets("organizer", "marketing"),
        Admin(),
        Reserved("organizer", to=["admin"]),
    ]

    class Meta:
        db_table = "campaigns"
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=["email", "social", "push"]), name="campaigns_type_known"
            ),
            models.CheckConstraint(
                condition=Q(end_date__gt=F("start_date")),
                name="campaigns_end_after_start",
                violation_error_message=_("A campaign ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft", activated_at=None, completed_at=None)
                | Q(status="active", activated_at__isnull=False, completed_at=None)
                | Q(status="completed", activated_at__isnull=False, completed_at__isnull=False),
                name="campaigns_status_is_stamped",
            ),
        ]
        indexes = [
            models.Index(fields=["organizer", "-start_date"], name="campaigns_of_organizer"),
            models.Index(fields=["status", "start_date"], name="campaigns_listing"),
        ]

    def __str__(self):
        return self.name
