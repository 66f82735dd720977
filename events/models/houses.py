"""What an organizer's books have in common: whose a row is, and that all it names is theirs too."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def house_key(related_name, **options):
    """The organizer on whose books a row is. Nobody is deleted while there are any."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name=related_name,
        verbose_name=_("organizer"),
        **options,
    )


def enter_books(row, *, of, naming=()):
    """
    Put a row on the books its parent is on, and say kindly what the policies refuse: that other
    things it names are another organizer's. For `clean`.
    """
    if not getattr(row, f"{of}_id"):
        return
    row.organizer_id = getattr(row, of).organizer_id
    wrong = {
        name: _("This belongs to another organizer than the event.")
        for name in naming
        if getattr(row, f"{name}_id") and getattr(row, name).organizer_id != row.organizer_id
    }
    if wrong:
        raise ValidationError(wrong)
