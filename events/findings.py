"""
What is left to do for an event, found in the tables: each app says what it looks for.

    @finds("staff")
    def staffing(event, at):
        yield Question(open_shifts(event, at), words, address, Weight.NEXT)

Whatever the apps ask is one statement. It runs as whoever looks, so the policies answer too.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fashionista.common.statements import RowCount

from .access import OfMyHouses
from .checklist import desk_page
from .models import Event, Venue

NEAR = timedelta(days=14)  # before it begins: from here on what is open presses
Status = Event.Status


class Weight(TextChoices):
    """When it wants doing; the page lists them in this order."""

    NOW = "now", gettext_lazy("Now")
    NEXT = "next", gettext_lazy("Next")
    LATER = "later", gettext_lazy("Later")


@dataclass(frozen=True)
class Question:
    """Rows of an event that somebody should look at, or their number; nothing is said of none."""

    rows: "QuerySet[Any] | int"
    words: str | Promise  # "%(n)s" is their number
    address: str  # where it is mended
    weight: Weight = Weight.NEXT


@dataclass(frozen=True)
class Finding:
    sentence: str
    count: int
    address: str
    weight: Weight


Finder = Callable[[Event, datetime], Iterable[Question]]
finders: list[tuple[set[str], Finder]] = []


def finds(*permissions: str) -> Callable[[Finder], Finder]:
    """Register what is asked for those who may do one of these at the event."""

    def register(finder: Finder) -> Finder:
        finders.append((set(permissions), finder))
        return finder

    return register


def findings(event: Event, *, may: Collection[str], at: datetime) -> list[Finding]:
    """What is left to do, the pressing first, for somebody who may do this at the event."""
    asked = [
        question
        for permissions, finder in finders
        if not permissions.isdisjoint(may)
        for question in finder(event, at)
    ]
    found = [
        Finding(question.words % {"n": count}, count, question.address, question.weight)
        for question, count in zip(asked, _counts(event, asked), strict=True)
        if count
    ]
    return sorted(found, key=lambda finding: list(Weight).index(finding.weight))


def _counts(event: Event, asked: list[Question]) -> Iterator[int]:
    """How many rows each question finds: one statement for all of them."""
    parts = {
        f"rows_{number}": RowCount(question.rows)
        for number, question in enumerate(asked)
        if isinstance(question.rows, QuerySet)
    }
    counted: dict[str, Any] = {}
    if parts:
        counted = dict(Event.objects.filter(pk=event.pk).values(**parts).first() or {})
    for number, question in enumerate(asked):
        rows = question.rows
        yield rows if isinstance(rows, int) else counted.get(f"rows_{number}", 0)


def is_near(event: Event, at: datetime) -> bool:
    return event.start_date - at <= NEAR


def pressing(event: Event, at: datetime) -> Weight:
    """Of what has to be done before the event begins."""
    return Weight.NOW if is_near(event, at) else Weight.NEXT


def is_ahead(event: Event, at: datetime) -> bool:
    """Whether it still takes place, as far as anybody knows."""
    return event.end_date > at and event.status != Status.CANCELLED


def list_of(page: str, event: Event, **only: str) -> str:
    """The desk's list of what belongs to an event: `list_of("staffing_shift", event)`."""
    chosen = {"event__id__exact": str(event.pk)} | only
    return reverse(f"admin:{page}_changelist", query=chosen)


@finds("programme")
def programme(event: Event, at: datetime) -> Iterator[Question]:
    page = reverse("admin:events_event_change", args=[event.pk])
    in_list = reverse("admin:events_event_changelist", query={"id__exact": str(event.pk)})
    draft, over = event.status == Status.DRAFT, event.end_date <= at
    postponed = event.status == Status.POSTPONED
    soon, later = pressing(event, at), Weight.LATER

    if over and event.status == Status.PUBLISHED:
        yield _one(_("The event is over: close it"), in_list, later)
    if over and draft:
        yield _one(_("The draft lies in the past: give it new dates"), page, later)
    if postponed and event.start_date <= at:
        yield _one(_("The event is postponed and has no new dates"), page, Weight.NOW)
    if not is_ahead(event, at):
        return
    if draft and is_near(event, at):
        yield _one(_("Publish the event: it begins soon"), in_list, Weight.NOW)
    if event.venue_id is None:
        yield _one(_("The event has no venue yet"), desk_page(event, "id_venue"), soon)
    if not event.summary:
        yield _one(_("Write a summary"), page, soon)
    if not event.description:
        yield _one(_("Write a description"), page, soon)
    if not event.cover_alt:
        yield _one(_("Describe the cover for those who do not see it"), page, later)
    if event.venue_id:
        mine = Venue.objects.filter(OfMyHouses("owner", "programme"), pk=event.venue_id)
        on_its_page = f"{reverse('admin:events_venue_change', args=[event.venue_id])}#id_latitude"
        words = _("The venue is not on the map yet")
        yield Question(mine.filter(latitude=None), words, on_its_page, later)
    empty = Event.objects.filter(pk=event.pk, schedules=None)
    yield Question(empty, _("The schedule is empty"), page)


def _one(sentence: str, address: str, weight: Weight) -> Question:
    return Question(1, sentence, address, weight)
