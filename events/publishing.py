"""The life of an event: shown, moved, called off, over."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fashionista.common.errors import DomainError
from fashionista.common.lifecycle import advance

from .models import Event, OrganizerProfile
from .signals import capacity_changed, event_cancelled, event_postponed


class NotReady(DomainError):
    message = _("Write a summary and a description first: they are what people decide by.")


class NoSeller(DomainError):
    message = _("Nobody is named as the seller yet: an admin adds your organizer profile.")


class NoVenue(DomainError):
    message = _("Choose a venue first: people have to know where to go.")


class IsOver(DomainError):
    message = _("This event lies in the past. Move its dates first.")


class NotOver(DomainError):
    message = _("This event is not over yet.")


def keeps_back(event, at):
    """Why an event cannot be shown: NotReady, NoSeller, NoVenue, IsOver, as far as they apply."""
    if not (event.summary and event.description):
        yield NotReady
    if not OrganizerProfile.objects.filter(user=event.organizer_id).exists():
        yield NoSeller
    if event.venue_id is None:
        yield NoVenue
    if event.end_date <= at:
        yield IsOver


@transaction.atomic
def publish_event(event, *, by, at):
    """
    Show a draft, or a postponed event with its new dates.

    Raises NotReady, NoSeller, NoVenue and IsOver.
    The house may have changed its hall meanwhile, so the places are counted anew.
    """
    for refusal in keeps_back(event, at):
        raise refusal
    advance(event, Event.Status.PUBLISHED, at=at)
    capacity_changed.send(sender=Event, event=event)
    return event


@transaction.atomic
def postpone_event(event, *, by, at):
    """Take an event off sale until it has new dates. Tickets stay valid; their buyers are told."""
    advance(event, Event.Status.POSTPONED, at=at)
    event_postponed.send(sender=Event, event=event, at=at)
    return event


@transaction.atomic
def cancel_event(event, *, by, at):
    """
    Call the event off and let every app above undo its part.

    A receiver that fails undoes the cancellation too: a cancelled event whose tickets still scan
    is worse than one that is still on.
    """
    advance(event, Event.Status.CANCELLED, at=at)
    event_cancelled.send(sender=Event, event=event, by=by, at=at)
    return event


@transaction.atomic
def complete_event(event, *, by, at):
    """Close an event that is over."""
    if event.end_date > at:
        raise NotOver
    return advance(event, Event.Status.COMPLETED, at=at)
