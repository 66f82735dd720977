"""Entries of the audit in words: who did what to which row, and each value before and after."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .audit import Entry

VERBS = {
    "INSERT": gettext_lazy("Made"),
    "UPDATE": gettext_lazy("Changed"),
    "DELETE": gettext_lazy("Deleted"),
}
HIDDEN = "[secret]"  # as sql/audit.sql writes it
LONGEST = 120  # characters of a value
OF_NO_INTEREST = {"id", "updated_at", "event_id", "organizer_id"}  # whose it is, one knows


@dataclass(frozen=True)
class Value:
    """One column: its name, and what it held and holds; "" where it held nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    at: datetime
    who: str
    verb: str
    op: str
    thing: str
    values: list[Value]
    entry: Entry


def in_words(entries):
    """Changes, for people to read, on the clock that is set now. One query, for their names."""
    names = _names_of({entry.actor for entry in entries if entry.actor})
    kinds = {model._meta.db_table: model for model in apps.get_models()}
    return [
        Change(
            at=entry.at,
            who=_who(entry, names),
            verb=str(VERBS[entry.op]),
            op=entry.op,
            thing=_kind(kinds.get(entry.table), entry.table),
            values=list(_values(entry, kinds.get(entry.table))),
            entry=entry,
        )
        for entry in entries
    ]


def _names_of(people):
    """Of those whom the reader may see."""
    found = get_user_model().objects.filter(pk__in=people) if people else ()
    return {user.pk: user.full_name or user.get_short_name() for user in found}


def _who(entry, names):
    """A person by name where the reader may know it, and the portal where it acted for them."""
    if entry.actor:
        person = names.get(entry.actor, _("somebody with an account"))
    else:
        person = "" if entry.role.startswith("@") else _("a visitor")
    if not entry.role.startswith("@"):
        return person
    portal = _("the portal, %(part)s") % {"part": _part(entry.role)}
    if not person:
        return portal
    return _("%(portal)s, for %(person)s") % {"portal": portal, "person": person}


def _part(role):
    label = role.removeprefix("@").partition(".")[0]
    return apps.get_app_config(label).verbose_name if apps.is_installed(label) else label


def _kind(model, table):
    return capfirst(str(model._meta.verbose_name)) if model else table


def _values(entry, model):
    for column in entry.changed:
        before, after = entry.before.get(column), entry.after.get(column)
        field = _field(model, column)
        is_index = field is not None and hasattr(field, "source")
        if column in OF_NO_INTEREST or is_index or (before in (None, "") and after in (None, "")):
            continue
        name = str(field.verbose_name) if field is not None else column
        if HIDDEN in (before, after):
            yield Value(capfirst(name), "", _("changed") if entry.op == "UPDATE" else _("personal"))
        else:
            yield Value(capfirst(name), _said(before, field), _said(after, field))


def _field(model, column):
    for field in model._meta.local_fields if model else ():
        if field.column == column:
            return field
    return None


def _said(value, field):
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field is not None and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return date_format(localtime(moment), "j M Y, H:i")
    if isinstance(field, models.ForeignKey):
        return str(value)[:8]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = ", ".join(value)
    elif isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    return Truncator(str(value)).chars(LONGEST)
