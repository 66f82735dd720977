"""
One box for everything one may see at the desk: a word finds rows of every kind.

What may be found is what the pages of the desk list for whoever asks, as the policies have it.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from events.models import Event, EventTeamMember, Venue
from industry.models import Collection, Designer, FashionModel
from sponsorship.models import Sponsor
from staffing.models import StaffMember
from ticketing.models import Invoice, Order, Voucher, WaitingEntry
from vendors.models import Vendor

SHOWN = 8  # rows of a kind
SHORTEST, LONGEST = 2, 100  # characters
WORDS = 6


@dataclass(frozen=True)
class Kind:
    """
    What one looks for, and in which columns: each word of a name anywhere in it, a number or code
    as it is written in capitals, an address as a whole.
    """

    model: type[Model]
    names: tuple = ()
    number: str = ""
    address: str = ""
    beside: tuple = ()  # what is loaded with it
    says: object = None  # a word or two about the row

    def looks_for(self, text):
        """The condition, or None where rows of this kind are not found by such a text."""
        if "@" in text:
            return Q(**{self.address: text}) if self.address and _is_address(text) else None
        if self.number:
            return None if " " in text else Q(**{self.number: text.upper()})
        return _in_names(self.names, text.split()[:WORDS]) if self.names else None


def _in_names(columns, words):
    asked = Q()
    for word in words:
        asked &= reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns))
    return asked


def _is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _day(moment, zone):
    return date_format(moment.astimezone(zone), "j M Y")


def _of_event(row):
    return row.event.title


KINDS = [
    Kind(
        Event,
        names=("title",),
        beside=("venue",),
        says=lambda event: f"{_day(event.start_date, event.zone)}, {event.get_status_display()}",
    ),
    Kind(
        Order,
        number="number",
        address="buyer_email",
        beside=("event",),
        says=lambda order: f"{order.event}, {order.get_status_display()}",
    ),
    Kind(Invoice, number="number", beside=("event",), says=_of_event),
    Kind(Voucher, number="code", beside=("event",), says=_of_event),
    Kind(WaitingEntry, address="email", beside=("event",), says=_of_event),
    Kind(User, address="email", says=lambda user: user.get_user_type_display()),
    Kind(
        StaffMember,
        address="user__email",
        beside=("user", "role"),
        says=lambda member: f"{member.user.full_name}, {member.role}",
    ),
    Kind(
        EventTeamMember,
        address="user__email",
        beside=("user",),
        says=lambda member: member.user.full_name,
    ),
    Kind(Designer, names=("brand_name",)),
    Kind(FashionModel, names=("display_name",)),
    Kind(Collection, names=("name",), beside=("designer",), says=lambda each: each.designer),
    Kind(Venue, names=("name", "city")),
    Kind(Sponsor, names=("name",)),
    Kind(Vendor, names=("name",)),
]


@dataclass(frozen=True)
class Found:
    """Rows of one kind; `more` where there are others, to be found in the kind's own list."""

    name: str
    rows: list
    more: bool


@require_safe
def search(request):
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())
    asked = SHORTEST <= len(text) <= LONGEST
    context = admin.site.each_context(request) | {
        "title": _("Search"),
        "text": text[:LONGEST],
        "asked": asked,
        "shortest": SHORTEST,
        "longest": LONGEST,
        "found": found(request, text) if asked else [],
    }
    return render(request, "admin/search.html", context)


def found(request, text):
    """What the text finds, by kind: at most one statement for each."""
    answers = (_found(request, kind, text) for kind in KINDS)
    return [answer for answer in answers if answer]


def _found(request, kind, text):
    page = admin.site.get_model_admin(kind.model)
    condition = kind.looks_for(text)
    if condition is None or not page.has_view_permission(request):
        return None
    rows = page.get_queryset(request).select_related(*kind.beside).filter(condition)
    found = list(rows[: SHOWN + 1])
    if not found:
        return None
    where = f"admin:{page.opts.app_label}_{page.opts.model_name}_change"
    return Found(
        name=capfirst(page.opts.verbose_name_plural),
        rows=[
            {
                "name": str(row),
                "says": kind.says(row) if kind.says else "",
                "address": reverse(where, args=[row.pk]),
            }
            for row in found[:SHOWN]
        ],
        more=len(found) > SHOWN,
    )
