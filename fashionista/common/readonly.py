"""What a form at the desk shows and does not let anybody change."""

from typing import Any

from django.contrib.admin import helpers
from django.core.exceptions import FieldDoesNotExist
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .picture_fields import FILE_KEYS
from .templatetags.portal import picture


class ReadonlyField(helpers.AdminReadonlyField):
    """A value as people read it: Django shows JSON as it is stored, and leads everybody on."""

    form: Any  # of PortalAdmin or PortalInline, which give it the request
    model_admin: Any

    def contents(self):
        value = self._structure()
        return in_words(value) if value else super().contents()

    def get_admin_url(self, remote_field, remote_obj):
        """A link for those whom the other row's page lets in."""
        site, model = self.model_admin.admin_site, remote_field.model
        if site.is_registered(model) and site.get_model_admin(model).has_view_permission(
            self.form.request, remote_obj
        ):
            return super().get_admin_url(remote_field, remote_obj)
        return str(remote_obj)

    def _structure(self):
        """The list or object that a column holds, or None where this is no such column."""
        row, name = self.form.instance, str(self.field["field"])
        try:
            row._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        value = getattr(row, name, None)
        return value if isinstance(value, list | dict) else None


def in_words(value):
    """A list line by line, an object with its names, a picture as a picture."""
    if isinstance(value, list):
        return format_html_join(mark_safe("<br>"), "{}", ((in_words(each),) for each in value))
    if not isinstance(value, dict):
        return value
    if value.keys() >= FILE_KEYS:
        return picture(value, sizes="6rem", css="thumb")
    return format_html_join(
        mark_safe("<br>"),
        "{}: {}",
        ((capfirst(_(name.replace("_", " "))), in_words(each)) for name, each in value.items()),
    )
