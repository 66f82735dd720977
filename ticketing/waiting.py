"""
The waiting list: who comes first when places of a sold-out type are free again.

While anybody waits for a type, its free places are offered to the list and sold to nobody else; so
are the tickets that buyers offer to it (`resale`), once no place is free.
An offer is a hold like any other, only longer; the first in line gets it. A party larger than what
is free is passed over until enough is free, and keeps its place.
"""

import logging
from datetime import timedelta
from uuid import uuid4

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.urls import reverse

from communications.notifications import language_of, notify, site_url
from events.models import Event
from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance

from . import resale
from .checkout import hold_for_waiting, release_hold
from .exceptions import NobodyWaits, StillOnSale, TooFew, TooMany
from .issuing import order_link
from .models import Order, TicketType, WaitingEntry

OFFER = timedelta(hours=12)  # that an offer stands, and never past the start of the event

log = logging.getLogger(__name__)


@transaction.atomic
def join(ticket_type, *, name, email, party, user, language, at):
    """
    Put somebody at the end of the list of a sold-out type, and mail them their place in it.

    An address that is on the list already is mailed its place again, and nothing is changed.
    Returns the entry. Raises NobodyWaits, StillOnSale, TooFew or TooMany.
    """
    with acting_as("ticketing.waiting"):
        # Takes the type's row: people join one after the other, and so in an order.
        kinds = TicketType.objects.select_related("event").select_for_update(of=("self",))
        kind = kinds.get(pk=ticket_type.pk)
        _check(kind, party, at)
        digest = WaitingEntry._meta.get_field("email_index").digest(email)
        entries = WaitingEntry.objects.filter(ticket_type=kind, status="waiting")
        entry = entries.filter(email_index=digest).first()
        if entry is None:
            entry = WaitingEntry.objects.create(
                event=kind.event,
                ticket_type=kind,
                user=user,
                name=name,
                email=email,
                party=party,
                language=language,
                joined_at=at,
            )
            TicketType.objects.filter(pk=kind.pk).update(waiting=F("waiting") + 1)
        _tell("ticketing/waiting", entry, {"place": place_of(entry), "url": entry_link(entry)})
    return entry


def _check(kind, party, at):
    sells = kind.status == TicketType.Status.ACTIVE and not kind.is_hidden
    if kind.event.status != Event.Status.PUBLISHED or kind.event.start_date <= at or not sells:
        raise NobodyWaits
    if kind.companion_of_id or kind.needs_slot or (kind.sale_end and kind.sale_end <= at):
        raise NobodyWaits
    if party < kind.min_per_order:
        raise TooFew
    if party > kind.max_per_order:
        raise TooMany
    if not kind.waiting and _free(kind) >= party:
        raise StillOnSale


def _free(kind):
    capacity = kind.event.event_capacity
    return kind.left if capacity.left is None else min(kind.left, capacity.left)


def place_of(entry):
    """Which place an entry has among those who still wait: 1 is next."""
    with acting_as("ticketing.waiting"):
        ahead = Q(joined_at__lt=entry.joined_at) | Q(joined_at=entry.joined_at, pk__lt=entry.pk)
        waiting = WaitingEntry.objects.filter(ticket_type=entry.ticket_type_id, status="waiting")
        return waiting.filter(ahead).count() + 1


def entry_of(secret):
    """The entry whose link has this secret, or None."""
    with acting_as("ticketing.waiting"):
        digest = WaitingEntry._meta.get_field("secret_index").digest(secret)
        entries = WaitingEntry.objects.select_related("event__venue", "ticket_type")
        return entries.filter(secret_index=digest).first()


@transaction.atomic
def leave(entry, *, at):
    """
    Take somebody off the list; places they were offered and have not paid are free again.

    Raises NotFromHere where they left already, or paid.
    """
    if entry.order_id:
        with acting_as(entry.user_id), order_in_scope(entry.order_id):
            return release_hold(Order.objects.get(pk=entry.order_id), at=at)
    with acting_as("ticketing.waiting"):
        advance(entry, WaitingEntry.Status.LEFT, at=at)
        TicketType.objects.filter(pk=entry.ticket_type_id).update(waiting=F("waiting") - 1)
    return entry


def take_off(entry, *, by, at):
    """The same at the organizer's wish: the caller has asked `can_sell_at`."""
    return leave(entry, at=at)


def offer_places(*, at):
    """
    Offer what is free to those who wait, the first of each list first. Returns how many offers.

    Each in a transaction of its own.
    """
    resold = resale.on_offer()
    with acting_as("ticketing.waiting"):
        wanted = TicketType.objects.filter(
            Q(quantity__gt=F("held") + F("sold")) | Q(pk__in=resold),
            waiting__gt=0,
            event__status=Event.Status.PUBLISHED,
            event__start_date__gt=at,
        )
        kinds = list(wanted.select_related("event__event_capacity"))
    return sum(_offer_of(kind, resold.get(kind.pk, 0), at) for kind in kinds)


def _offer_of(kind, resold, at):
    """Offer a type's free places and these others', whoever they come from."""
    free, offered = max(_free(kind), 0) + resold, 0
    with acting_as("ticketing.waiting"):
        entries = WaitingEntry.objects.filter(ticket_type=kind, status="waiting")
        keys = list(entries.order_by("joined_at", "pk").values_list("pk", "party")[:1000])
    for key, party in keys:
        if party <= free and _offer_or_tell(key, at):
            free -= party
            offered += 1
    return offered


def _offer_or_tell(key, at):
    """One entry that cannot be served must not keep all others waiting."""
    try:
        return _offer(key, at)
    except DomainError as refusal:
        log.warning("waiting entry %s was not offered its places: %s", key, refusal.sentence)
    except DatabaseError:
        log.exception("waiting entry %s could not be offered its places", key)
    return False


@transaction.atomic
def _offer(key, at):
    order_id = uuid4()
    with acting_as("ticketing.waiting"):
        entries = WaitingEntry.objects.select_for_update(of=("self",), skip_locked=True)
        entry = entries.select_related("event__venue", "ticket_type").filter(
            pk=key, status="waiting"
        ).first()  # fmt: skip
        if entry is None:
            return False
    until = min(at + OFFER, entry.event.start_date)
    with acting_as(entry.user_id):
        order = hold_for_waiting(entry, order_id=order_id, until=until, at=at)
    with acting_as("ticketing.waiting"), order_in_scope(order_id):
        advance(entry, WaitingEntry.Status.OFFERED, at=at, order=order, offered_at=at)
        TicketType.objects.filter(pk=entry.ticket_type_id).update(waiting=F("waiting") - 1)
    _tell("ticketing/offer", entry, {"until": until, "url": order_link(order)})
    return True


def entry_link(entry):
    """The address that opens an entry to whoever has it. Goes into mails to its person only."""
    return site_url(reverse("ticketing:waiting_entry", args=[entry.secret]))


def _tell(template, entry, context):
    notify(
        template,
        {"entry": entry, "event": entry.event, "ticket_type": entry.ticket_type} | context,
        address=entry.email,
        user_id=entry.user_id,
        language=language_of(entry.user_id, otherwise=entry.language),
    )
