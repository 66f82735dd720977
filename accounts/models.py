"""People. What is personal is ciphertext; what decides about rights is plain and guarded."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fashionista.common.access import Actor, Admin, Guarded, Own, Reserved, System
from fashionista.common.encryption import BlindIndexField, EncryptedJSONField, EncryptedTextField


def validate_preferences(value):
    """
    `{"no_mail": [kinds of messages that do not come by mail], "language": "it"}`.

    Any of it may be missing.
    """
    is_shaped = isinstance(value, dict) and value.keys() <= {"no_mail", "language"}
    kinds = value.get("no_mail", []) if is_shaped else None
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise ValidationError(_("Preferences are the kinds of messages that do not come by mail."))
    if value.get("language", settings.LANGUAGE_CODE) not in dict(settings.LANGUAGES):
        raise ValidationError(_("The portal does not speak this language."))


class User(Guarded, AbstractBaseUser):
    """A person with a login. Pending means that the address is not confirmed yet."""

    class UserType(models.TextChoices):
        ADMIN = "admin", _("admin")
        ORGANIZER = "organizer", _("organizer")
        DESIGNER = "designer", _("designer")
        MODEL = "model", _("model")
        ATTENDEE = "attendee", _("attendee")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        INACTIVE = "inactive", _("inactive")
        PENDING = "pending", _("pending")

    MOVES = {
        "status": {
            Status.PENDING: {Status.ACTIVE, Status.INACTIVE},
            Status.ACTIVE: {Status.INACTIVE},
            Status.INACTIVE: {Status.ACTIVE},
        }
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField(_("email"), validators=[validate_email, MaxLengthValidator(254)])
    email_index = BlindIndexField("email", unique=True)
    password = models.CharField(_("password"), max_length=128, db_column="password_hash")
    password.secret = True
    full_name = EncryptedTextField(_("full name"), blank=True, validators=[MaxLengthValidator(200)])
    phone_number = EncryptedTextField(
        _("phone number"), blank=True, validators=[MaxLengthValidator(40)]
    )
    user_type = models.TextField(_("type"), choices=UserType, default=UserType.ATTENDEE)
    status = models.TextField(_("status"), choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    profile_image_url = models.TextField(_("profile image"), blank=True)
    preferences = EncryptedJSONField(
        _("preferences"), default=dict, blank=True, validators=[validate_preferences]
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = BaseUserManager()

    access = [
        Own("id", may="view change"),
        Admin(may="view add change"),
        System("accounts.login", may="view change", columns=["password", "last_login"]),
        System("accounts.signup", may="view add", when=Q(status="pending", user_type="attendee")),
        System("accounts.verify", may="view change", columns=["status", "updated_at"],
               when=Q(status__in=["pending", "active"])),
        System("accounts.reset", may="view change", columns=["password", "updated_at"]),
        System("communications.notify", may="view"),
        System("ticketing.checkout", may="view", when=Q(id=Actor())),
        Reserved("user_type", to=["admin"]),
        Reserved("status", to=["admin", "accounts.verify"]),
    ]  # fmt: skip

    class Meta:
        db_table = "users"
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(user_type__in=["admin", "organizer", "designer", "model", "attendee"]),
                name="users_user_type_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "inactive", "pending"]),
                name="users_status_known",
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="users_newest")]

    def __str__(self):
        return _("person %(id)s") % {"id": str(self.pk)[:8]}

    @property
    def is_active(self):
        return self.status == self.Status.ACTIVE

    @property
    def is_staff(self):
        """Whether Django's admin opens at all; unrelated to the table `staff`."""
        return self.user_type in (self.UserType.ADMIN, self.UserType.ORGANIZER)

    @property
    def language(self):
        """The one they have chosen, if any."""
        return self.preferences.get("language", "")

    def has_perm(self, perm, obj=None):
        """Django's permission tables are not used: see each app's `permissions`."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label):
        return self.is_active and self.is_staff

    def get_short_name(self):
        return self.full_name.split(" ", 1)[0] or self.email.partition("@")[0]


class UserProfile(Guarded):
    """What a person tells about themselves beyond what the portal needs. Made with its user."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="profile")
    bio = EncryptedTextField(_("about you"), blank=True, multiline=True)
    social_links = EncryptedJSONField(_("links"), default=dict, blank=True)
    company = EncryptedTextField(_("company"), blank=True)
    position = EncryptedTextField(_("position"), blank=True)
    location = EncryptedTextField(_("location"), blank=True)
    preferences = EncryptedJSONField(_("display preferences"), default=dict, blank=True)

    access = [
        Own("user", may="view change"),
        Admin(may="view add change"),
        System("accounts.signup", may="add"),
    ]

    class Meta:
        db_table = "user_profiles"
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self):
        return _("profile of person %(id)s") % {"id": str(self.user_id)[:8]}
