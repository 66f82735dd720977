"""What a list at the desk has in its columns, for a file: words, numbers, moments."""

from html import unescape

from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .spreadsheets import Said


def head_of(page, columns):
    return [_head(page, name) for name in columns]


def cells_of(page, columns, row):
    return [_cell(page, name, row) for name in columns]


def _head(page, name):
    if name == "__str__":
        return capfirst(str(page.opts.verbose_name))
    return capfirst(str(label_for_field(name, page.model, page)))


def _cell(page, name, row):
    try:
        field, _attribute, value = lookup_field(name, row, page)
    except ObjectDoesNotExist:
        return ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field is None:
        return unescape(strip_tags(value)) if isinstance(value, SafeString) else value
    if isinstance(field, models.ForeignKey):
        return str(getattr(row, field.name))
    if isinstance(field, models.DateTimeField):
        local = timezone.localtime(value)
        return Said.of(date_format(local, "Y-m-d H:i"), local)
    if isinstance(field, models.DateField):
        return Said.of(display_for_field(value, field, ""), value)
    if field.flatchoices or not isinstance(field, models.DecimalField | models.IntegerField):
        return display_for_field(value, field, "")
    return value
