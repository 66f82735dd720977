"""Who may be asked: kinds of work, and the people on an organizer's books."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.access import PERMISSIONS, MayFor
from fashionista.common.access import Actor, Admin, Among, Guarded, Own, Public, Reserved, System
from fashionista.common.encryption import EncryptedJSONField
from fashionista.common.shapes import validate_lines

from ..shapes import validate_availability, validate_certifications


class MyCrew(Among):
    """People on the books of an organizer at one of whose events one plans staff."""

    circle = "my_crew"


class MyBookings(Among):
    """Organizers at one of whose events, at least, the person plans staff."""

    circle = "my_bookings"


def validate_permissions(value):
    if not isinstance(value, list) or not set(value) <= set(PERMISSIONS):
        raise ValidationError(
            _("A list of permissions out of: %(all)s.") % {"all": ", ".join(PERMISSIONS)}
        )


class StaffRole(Guarded):
    """A kind of work, and what those who do it may do while assigned. The platform keeps them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100, unique=True)
    description = models.TextField(_("description"), blank=True)
    permissions = models.JSONField(
        _("permissions"), default=list, blank=True, validators=[validate_permissions]
    )
    requirements = models.JSONField(
        _("requirements"), default=list, blank=True, validators=[validate_lines]
    )
    meta_data = models.JSONField(default=dict, blank=True)

    access = [Public(), Admin()]

    class Meta:
        db_table = "staff_roles"
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")

    def __str__(self):
        return self.name


class StaffMember(Guarded):
    """A person who works for an organizer. The same person may be on several organizers' books."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        INACTIVE = "inactive", _("inactive")

    MOVES = {
        "status": {Status.ACTIVE: {Status.INACTIVE}, Status.INACTIVE: {Status.ACTIVE}},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="crew", verbose_name=_("organizer")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="staff_rows",
        verbose_name=_("person"),
    )
    role = models.ForeignKey(
        StaffRole, models.PROTECT, related_name="staff", verbose_name=_("role")
    )
    status = models.TextField(_("status"), choices=Status, default=Status.ACTIVE)
    skills = EncryptedJSONField(_("skills"), default=list, blank=True)
    certifications = EncryptedJSONField(
        _("certifications"), default=dict, blank=True, validators=[validate_certifications]
    )
    availability = EncryptedJSONField(
        _("availability"), default=dict, blank=True, validators=[validate_availability]
    )
    meta_data = EncryptedJSONField(default=dict, blank=True)

    access = [
        Own("user", may="view"),
        MayFor("organizer", "staff"),
        MyBookings("organizer", may="view"),
        Admin(),
        System("staffing.swap", may="view"),
        System("staffing.joining", may="view add", when=Q(user=Actor())),
        Reserved("organizer", "user", to=["admin"]),
    ]

    class Meta:
        db_table = "staff"
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["active", "inactive"]), name="staff_status_known"
            ),
            models.UniqueConstraint(fields=["organizer", "user"], name="staff_once_an_organizer"),
            models.UniqueConstraint(fields=["id", "user"], name="staff_id_user"),
            models.UniqueConstraint(fields=["id", "organizer"], name="staff_id_organizer"),
        ]

    def __str__(self):
        return _("staff %(id)s") % {"id": str(self.pk)[:8]}
