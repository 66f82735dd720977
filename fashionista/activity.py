"""
What has happened at all of one's events, newest first, as the database wrote it down.

For everybody on a team, of the tables that their permissions open: the policies on audit.log say
so, and are asked first by event, organizer and table, which its indexes know.
"""

from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from events.access import PERMISSIONS
from events.models import EventTeamMember
from events.permissions import can_read_history, events_of, owns_events, team_permissions
from fashionista.common.admin import only_admins
from fashionista.common.audit import Audited, entries
from fashionista.common.changes import VERBS, in_words

SHOWN = 50
OFFERED = 200  # events in the filter
LOOKED_UP = 6  # statements for the names of rows on one page: the newest kinds have theirs

NEWEST = "ORDER BY at DESC, id DESC LIMIT %(limit)s"
# The newest of each event and each organizer, then the newest of those: an index scan for each.
NEWEST_OF_EACH = """
    SELECT l.* FROM {mine}, LATERAL (
        SELECT * FROM audit.log WHERE {whose} AND {conditions} {newest}) l WHERE {only}
"""
BY_TABLE = """(
    SELECT DISTINCT mine, kept FROM unnest(%(permissions)s::text[]) permission,
           unnest(authz.{circle}(permission)) mine, unnest(audit.read_by(permission)) kept
     WHERE kept = ANY (%(tables)s::regclass[])) theirs
"""


class Filters(forms.Form):
    """What of it to show. What is unreadable in an address counts as not said."""

    event = forms.UUIDField(label=_("Event"), required=False)
    table = forms.ChoiceField(label=_("What"), required=False)
    person = forms.UUIDField(label=_("Who"), required=False)
    verb = forms.ChoiceField(
        label=_("Change"), required=False, choices=[("", _("All")), *VERBS.items()]
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args, events, people, tables, **kwargs):
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self.fields["table"].choices = every + tables
        self.fields["event"].widget = forms.Select(
            choices=every + [(event.pk, str(event)) for event in events]
        )
        said = self.data.get("person")
        if said and said not in {str(pk) for pk, _who in people}:
            people = [*people, (said, _("this person"))]  # whom a link of the page names
        self.fields["person"].widget = forms.Select(choices=every + people)


def tables_in_words(user):
    """(table, its name) of those that belong to an event or an organizer and one may read of."""
    kept = [
        (model._meta.db_table, capfirst(str(model._meta.verbose_name_plural)))
        for model in apps.get_models()
        for rule in model._meta.constraints
        if isinstance(rule, Audited) and (rule.event or rule.organizer)
    ]
    if not owns_events(user):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT unnest(audit.read_by(permission))::text FROM unnest(%s::text[]) permission",
                [list(team_permissions(user))],
            )
            mine = {table for (table,) in cursor.fetchall()}
        kept = [(table, name) for table, name in kept if table in mine]
    return sorted(kept, key=lambda pair: pair[1])


@require_safe
def activity(request):
    user = request.user
    if not can_read_history(user):
        raise PermissionDenied
    mine = events_of(user).select_related("venue").order_by("-start_date", "pk")
    events, tables = list(mine[:OFFERED]), tables_in_words(user)
    form = Filters(request.GET, events=events, people=_people(user), tables=tables)
    form.is_valid()
    told = {name: value for name, value in form.cleaned_data.items() if value}
    zone = _zone(user, events, told)
    with timezone.override(zone):
        after = _after(request.GET.get("after", ""))
        found = _found(user, told, after, zone, [table for table, _name in tables])
        changes = in_words(found[:SHOWN])
        context = admin.site.each_context(request) | {
            "title": _("What has happened"),
            "form": form,
            "zone": zone,
            "rows": _rows(request, changes, {event.pk: event.title for event in events}),
            "older": _older(found, request) if len(found) > SHOWN else "",
        }
        return render(request, "admin/activity.html", context)


def _people(user):
    """Whom one can name: oneself and one's team. Admins come here by the name of a person."""
    if only_admins(user):
        return []
    team = EventTeamMember.objects.filter(organizer=user).values("user")
    people = User.objects.filter(pk__in=team) if owns_events(user) else []
    return [(each.pk, each.full_name or each.email) for each in (user, *people)]


def _zone(user, events, told):
    """The clock of the event that is shown; of all, that of the newest, and an admin's is UTC."""
    chosen = [event for event in events if event.pk == told.get("event")]
    if not chosen and not only_admins(user):
        chosen = events[:1]
    return chosen[0].timezone if chosen else "UTC"


def _found(user, told, after, zone, tables):
    conditions, values = ["true"], {"limit": SHOWN + 1}
    for name, condition in [
        ("event", "event_id = %(event)s"),
        ("table", "tbl = %(table)s::regclass"),
        ("person", "actor = %(person)s"),
        ("verb", "op = %(verb)s"),
    ]:
        if name in told:
            conditions.append(condition)
            values[name] = told[name]
    if "day" in told:
        start = datetime.combine(told["day"], time.min, ZoneInfo(zone))
        conditions.append("at >= %(start)s AND at < %(end)s")
        values |= {"start": start, "end": start + timedelta(days=1)}
    if after:
        conditions.append("at <= %(at)s AND (at, id) < (%(at)s, %(id)s)")
        values |= after
    conditions = " AND ".join(conditions)
    if only_admins(user):
        return entries(f"audit.log WHERE {conditions} {NEWEST}", values)
    owns = owns_events(user)
    values["permissions"] = list(PERMISSIONS if owns else team_permissions(user))
    values["tables"] = [told["table"]] if "table" in told else tables
    same = {"conditions": conditions, "newest": NEWEST}
    parts = [
        NEWEST_OF_EACH.format(mine=mine, whose=whose, only=only, **same)
        for mine, whose, only in _mine(told, reads_all=owns)
    ]
    return entries(f"({' UNION '.join(parts)}) log {NEWEST}", values)


def _mine(told, *, reads_all):
    """
    What to ask for the newest: whose, its rows, and which of those only.

    Who reads of few tables asks for each of them, who reads of all asks for the event's.
    """
    only = "mine = %(event)s" if "event" in told else "true"
    if reads_all and "table" not in told:
        yield "unnest(authz.my_events('view')) mine", "event_id = mine", only
    else:
        yield BY_TABLE.format(circle="my_events"), "event_id = mine AND tbl = kept", only
    if "event" not in told:
        yield BY_TABLE.format(circle="my_organizers"), "organizer_id = mine AND tbl = kept", only


def _after(said):
    """Where the page before ended."""
    at, _dash, number = said.partition("_")
    try:
        moment = parse_datetime(at)
    except ValueError:
        return None
    if moment is None or timezone.is_naive(moment) or not number.isdecimal():
        return None
    return {"at": moment, "id": int(number[:18])}


def _older(found, request):
    last = found[SHOWN - 1]
    query = {name: value for name, value in request.GET.items() if name != "after" and value}
    return urlencode(query | {"after": f"{last.at.isoformat()}_{last.id}"})


def _rows(request, changes, titles):
    return [
        {
            "change": change,
            "name": name,
            "address": address,
            "event": titles.get(change.entry.event),
        }
        for change, (name, address) in zip(changes, _places(request, changes), strict=True)
    ]


def _places(request, changes):
    """(name, address) for each, of the row's page at the desk; ("", "") where it has none."""
    wanted = {}
    for change in changes:
        wanted.setdefault(change.entry.table, set()).add(change.entry.pk)
    kinds = {model._meta.db_table: model for model in admin.site._registry}
    places, spent = {}, 0
    for table in wanted:  # the newest first
        page = admin.site._registry.get(kinds.get(table))
        if page is None or not page.has_view_permission(request):
            continue
        rows = page.get_queryset(request)
        spent += 1 + len(rows._prefetch_related_lookups)
        if spent > LOOKED_UP:
            break
        rows = rows.in_bulk(wanted[table])
        name = f"admin:{page.opts.app_label}_{page.opts.model_name}_change"
        places[table] = {str(pk): (str(row), reverse(name, args=[pk])) for pk, row in rows.items()}
    return [places.get(c.entry.table, {}).get(c.entry.pk, ("", "")) for c in changes]
