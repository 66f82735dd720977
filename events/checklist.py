"""What an event lacks before it is shown: what it must have, and what would be good to have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Event
from .permissions import permissions_at
from .publishing import IsOver, NoSeller, NotReady, NoVenue, keeps_back


@dataclass(frozen=True)
class Item:
    """One line: whether it is there, and the sentence and the page for whoever wants to add it."""

    name: str | Promise
    is_there: bool
    advice: str | Promise
    page: str = ""
    is_needed: bool = False

    @property
    def state(self) -> str:
        if self.is_there:
            return "good"
        return "bad" if self.is_needed else "warn"


Check = Callable[[Event, set[str], datetime], Iterable[Item]]  # event, what one may do there, now
checks: list[Check] = []


def on_checklist(check: Check) -> Check:
    """Register what an app above looks at, as far as the rights of whoever reads it go."""
    checks.append(check)
    return check


def checklist_of(event: Event, *, user: Any, at: datetime) -> list[Item]:
    """All lines, the missing ones first, what is needed before what is good to have."""
    rights = permissions_at(user, event)
    items = [item for check in checks for item in check(event, rights, at)]
    return sorted(items, key=lambda item: (item.is_there, not item.is_needed))


def desk_page(event: Event, anchor: str) -> str:
    """The place on an event's page at the desk where something is written down."""
    return f"{reverse('admin:events_event_change', args=[event.pk])}#{anchor}"


@on_checklist
def _of_the_event_itself(event: Event, rights: set[str], at: datetime) -> Iterable[Item]:
    missing = set(keeps_back(event, at))
    move = reverse("admin:events_event_postpone", args=[event.pk])
    for name, refusal, page in [
        (_("Words"), NotReady, desk_page(event, "id_summary")),
        (_("Seller"), NoSeller, ""),
        (_("Venue"), NoVenue, desk_page(event, "id_venue")),
        (_("Dates to come"), IsOver, move),
    ]:
        yield Item(name, refusal not in missing, refusal.message, page, is_needed=True)
    yield Item(
        _("Cover described"),
        bool(event.cover_alt),
        _("Say what the cover shows, for those who hear the page."),
        desk_page(event, "id_cover_alt"),
    )
    yield Item(
        _("Schedule"),
        event.schedules.exists(),
        _("Say when doors open and what comes when."),
        desk_page(event, "schedules-group"),
    )
