from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError


class AlreadyFirst(DomainError):
    message = _("This comes first already.")
