"""Who else may have an asset."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fashionista.common.access import Actor, Admin, Guarded, Own, Reserved

from ..access import Follows, Keeps
from .assets import MediaAsset


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
