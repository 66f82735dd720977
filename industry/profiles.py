"""Designers and models say who they are and what they show."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fashionista.common.admin import save_changes
from fashionista.common.errors import DomainError


class AddressTaken(DomainError):
    message = _("This address is taken. Choose another.")


@transaction.atomic
def keep(form: Any, *, by: Any) -> Any:
    """
    Write what somebody said of themselves, or of a collection: a new row, or what has changed.

    Raises AddressTaken also where the address is that of a row the person cannot see, which no
    form can know.
    """
    try:
        with transaction.atomic():
            return form.save() if form.instance._state.adding else save_changes(form)
    except IntegrityError as error:
        if "slug" in str(error):
            raise AddressTaken from error
        raise
