"""A new event from a few words: a draft, its venue if that is new, and what the apps above sell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django import forms
from django.db import IntegrityError, transaction

from fashionista.common.addresses import LONGEST, free_address
from fashionista.common.errors import constraint_of

from .models import Event, Venue


@dataclass(frozen=True)
class Part:
    """What an app above asks on the page of a new event, and makes of it: `make(event, told)`."""

    form: type[forms.Form]
    make: Callable[[Event, dict], object]


parts: list[Part] = []  # registered by the apps above


@transaction.atomic
def create_event(event: Event, *, parts: Iterable[tuple[Part, dict]] = ()) -> Event:
    """
    Save a new event as a draft, at an address that is free, and make its parts.

    A venue that is not saved yet becomes its organizer's. The event lets in as many as the house;
    without one, as many as it says. The policies say whose events one may make.
    """
    event.status = Event.Status.DRAFT
    if venue := event.venue:
        if venue._state.adding:
            venue.owner = event.organizer
            event.venue = save_at_free_address(venue)
        event.capacity = venue.capacity
    save_at_free_address(event)
    for part, told in parts:
        part.make(event, told)
    return event


def save_at_free_address(row: Any) -> Any:
    """Save a new event or venue. What one cannot see may have its address: then it gets another."""
    words, of = (row.name, row.city) if isinstance(row, Venue) else (row.title, "")
    row.slug = free_address(type(row), words, of=of)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "slug" not in constraint_of(error):
            raise
        row.slug = f"{row.slug[: LONGEST - 7]}-{token_hex(3)}"
        row.save(force_insert=True)
    return row
