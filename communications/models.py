"""Words to people. The row is written with what caused it, the delivery follows the commit."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fashionista.common.access import Admin, Guarded, Own, System
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
    meta_data = EncryptedJSONField(default=dict, blank=True)

    access = [
        Own("user", may="view"),
        Admin(may="view"),
        System("communications.notify", may="view add", when=Q(status="pending")),
        System("communications.deliver", may="view change", columns=["status", "sent_at"]),
    ]

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
        indexes = [models.Index(fields=["user", "-created_at"], name="notifications_inbox")]

    def __str__(self):
        return _("notification %(id)s") % {"id": str(self.pk)[:8]}
