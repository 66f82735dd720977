"""What assets are sorted by."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from fashionista.common.access import Admin, Guarded, Public
from fashionista.common.database_rules import Acyclic


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
