"""The rows a list at the desk shows, with its columns, as a file; and who took it, written down."""

from html import unescape

from django.contrib import admin, messages
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Export
from .spreadsheets import csv_answer

MOST = 5_000  # rows of one file, which is made while somebody waits


@admin.action(description=gettext_lazy("Export as CSV"))
def export_csv(page, request, queryset):
    """An action of every list. What is more than MOST rows is refused, in words."""
    rows = list(queryset[: MOST + 1])
    if len(rows) > MOST:
        refusal = ngettext(
            "A file has %(n)s row at most: search or filter the list first.",
            "A file has %(n)s rows at most: search or filter the list first.",
            MOST,
        )
        messages.error(request, refusal % {"n": MOST})
        return None
    columns = list(page.get_list_display(request))
    head = [_head(page, name) for name in columns]
    file = [head, *([_cell(page, name, row) for name in columns] for row in rows)]
    Export.objects.create(
        person=request.user,
        what=page.opts.db_table,
        rows=len(rows),
        looked_for=request.GET.urlencode(),
        created_at=timezone.now(),
    )
    return csv_answer(f"{page.opts.model_name}-{timezone.now():%Y-%m-%d}.csv", file)


def _head(page, name):
    if name == "__str__":
        return capfirst(str(page.opts.verbose_name))
    return capfirst(str(label_for_field(name, page.model, page)))


def _cell(page, name, row):
    """What the list has in this column, as words or a number."""
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
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    if field.flatchoices or not isinstance(field, models.DecimalField | models.IntegerField):
        return display_for_field(value, field, "")
    return value
