"""From the ticket box to the payment: places are held, a buyer says who they are."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Now

from events.models import Event
from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.lifecycle import advance
from fashionista.common.threads import once_a_thread

from . import places, resale, vouchers
from .exceptions import (
    ChooseTime,
    CompanionsAlone,
    ExtendedAlready,
    HoldExpired,
    NotATime,
    NothingWanted,
    NotOnSale,
    PeopleWait,
    SoldOut,
    TooFew,
    TooMany,
    TooManyForOne,
)
from .gateways import gateway as gateway_of
from .letting_go import open_again, to_open
from .models import EventCapacity, EventSlot, Order, OrderLine, Payment, TicketType
from .payments import complete
from .pricing import agreed_price

HOLD = timedelta(minutes=10)


def place_hold(
    event, *, wanted, order_id, buyer, at, said=None, code="", slot_id=None, instead_of=None
):
    """
    Hold places for ten minutes: `wanted` is {ticket type id: number}. Returns the order.

    `slot_id` is the time that was chosen, for those of the types that are for one. `said` is
    {ticket type id: price} as the page showed or the buyer chose them, as far as known; `code`
    opens hidden types and lowers prices.

    The caller picks the id so that the claim can be scoped to it: a guest then sees this order and
    no other. One form sent twice brings the same id, and gets the same hold, as long as it is one.
    All places are taken or none; those of `instead_of`, an order of the same buyer that is held and
    not being paid, count as free and are let go. Raises NothingWanted, NotOnSale, ChooseTime,
    NotATime, TooFew, TooMany, CompanionsAlone, PriceHasChanged, PriceTooLow, NoSuchCode, CodeUsedUp
    or SoldOut; what was held before stays held then.
    """
    if not wanted:
        raise NothingWanted
    choice = Choice(event, wanted, said or {}, code, slot_id)
    try:
        return _place_hold(choice, order_id, buyer, at, instead_of)
    except IntegrityError:
        with order_in_scope(order_id):
            placed = Order.objects.filter(pk=order_id, event=event).first()
        if placed is None:
            raise
        if placed.is_held(at):
            return placed
    return _place_hold(choice, uuid4(), buyer, at, instead_of)


@dataclass(frozen=True)
class Choice:
    """What a buyer asked for in the ticket box."""

    event: Event
    wanted: dict[UUID, int]
    said: dict[UUID, Decimal]
    code: str
    slot_id: UUID | None


@transaction.atomic
def hold_for_waiting(entry, *, order_id, until, at):
    """Hold what somebody waited for until then, whoever else waits. Raises as `place_hold`."""
    choice = Choice(entry.event, {entry.ticket_type_id: entry.party}, {}, "", None)
    offer = {"hold_expires_at": until, "extended_at": at, "language": entry.language}
    return _place_hold(choice, order_id, entry.user, at, None, **offer)


@transaction.atomic
def _place_hold(choice, order_id, buyer, at, instead_of, **offer):
    event, wanted = choice.event, choice.wanted
    with order_in_scope(order_id):  # from the start: each change of who acts is a statement
        voucher = vouchers.find_voucher(event, choice.code) if choice.code else None
        with acting_as("ticketing.checkout"):
            types = _on_sale(event, wanted, voucher)
            _check_numbers(types, wanted)
            slots = _slots(choice, types)
            if not offer and any(kind.waiting for kind in types):
                raise PeopleWait
    before = _lock_what_may_go(instead_of, at) if instead_of else None
    with order_in_scope(order_id), acting_as("ticketing.checkout"):
        locked = vouchers.lock_vouchers(voucher and voucher.pk, before and before.voucher_id)
    given_back = _let_go(before, at) if before else {}
    with order_in_scope(order_id), acting_as("ticketing.checkout"):
        lines, within = _lines(choice, types, slots, voucher)
        if voucher and any(line.with_code for line in lines):
            voucher = locked[voucher.pk]
            voucher.refresh_from_db(fields=["held", "given", "reserved"])  # after what was let go
            vouchers.use(voucher, lines)
        else:
            voucher = None
        free = to_open(lines)
        resold = _from_resale(event, types, lines, free) if offer else []
        _check_left(types, slots, free, given_back)
        order = Order.objects.create(
            id=order_id,
            event=event,
            user=buyer,
            voucher=voucher,
            total_amount=sum(line.amount for line in lines),
            currency=event.currency,
            created_at=at,
            updated_at=at,
            **offer or {"hold_expires_at": at + HOLD},
        )
        for line in lines:
            line.order = order
        OrderLine.objects.bulk_create(lines)
        resale.take(resold, order)
        places.hold(event.pk, free, instead_of=given_back, within=within)  # last: rows are hot
    return order


def _from_resale(event, types, lines, free):
    """The tickets whose places an offer takes where free ones do not reach; `free` is less then."""
    left = EventCapacity.objects.get(pk=event.pk).left
    resold = []
    for kind, line in zip(types, lines, strict=True):
        most = kind.left if left is None else min(kind.left, left)
        tickets = resale.lock_offered(kind.pk, free[kind.pk, None] - max(most, 0))
        line.from_resale = len(tickets)
        free[kind.pk, None] -= line.from_resale
        resold += tickets
    return resold


def _check_numbers(types, wanted):
    for kind in types:
        number = wanted[kind.pk]
        if not 1 <= number <= kind.max_per_order:
            raise TooMany
        if number < kind.min_per_order:
            raise TooFew
        if kind.companion_of_id and number > wanted.get(kind.companion_of_id, 0):
            raise CompanionsAlone


def _slots(choice, types):
    """{type id: the chosen slot} of the types that need one: it is of this event, and not over."""
    needing = {kind.pk for kind in types if kind.needs_slot}
    needing |= {kind.pk for kind in types if kind.companion_of_id in needing}
    if not needing:
        return {}
    if choice.slot_id is None:
        raise ChooseTime
    slots = EventSlot.objects.bookable().with_left()
    slot = slots.filter(event=choice.event, pk=choice.slot_id).first()
    if slot is None:
        raise NotATime
    return dict.fromkeys(needing, slot)


def _check_left(types, slots, wanted, given_back):
    """What is surely gone is refused before the counters, which decide, are touched."""
    more, back = places.by_type(wanted), places.by_type(given_back)
    if any(more[kind.pk] > kind.left + back.get(kind.pk, 0) for kind in types):
        raise SoldOut
    more, back = places.by_slot(wanted), places.by_slot(given_back)
    for slot in set(slots.values()):
        if more[slot.pk] > slot.left + back.get(slot.pk, 0):
            raise SoldOut


def _lines(choice, types, slots, voucher):
    """The order's lines at the prices of now, and {type id: how many places a price is for}."""
    lines, within = [], {}
    for kind in types:
        kind.event = choice.event
        number = choice.wanted[kind.pk]
        price = agreed_price(kind, number=number, voucher=voucher, said=choice.said.get(kind.pk))
        if price.first is not None:
            within[kind.pk] = price.first
        before = price.full or price.amount if price.net is None else price.net
        lines.append(
            OrderLine(
                event=choice.event,
                ticket_type=kind,
                slot=slots.get(kind.pk),
                name=kind.name,
                quantity=number,
                unit_price=price.amount,
                full_price=price.full,
                vat_rate=kind.vat_rate,
                with_code=bool(voucher) and voucher.counts_for(kind, before),
            )
        )
    return lines, within


def _lock_what_may_go(order, at):
    """What the buyer chose before, locked; None where it is held no more, or is being paid."""
    with order_in_scope(order.pk), acting_as("ticketing.checkout"):
        order = Order.objects.select_for_update().get(pk=order.pk)
        if not order.is_held(at) or order.payments.filter(status=Payment.Status.PENDING).exists():
            return None
    return order


def _let_go(order, at):
    with order_in_scope(order.pk), acting_as("ticketing.checkout"):
        advance(order, Order.Status.CANCELLED, at=at)
        return open_again(order)


@transaction.atomic
def extend_hold(order, *, at):
    """Ten minutes more, once. Raises HoldExpired or ExtendedAlready."""
    with order_in_scope(order.pk), acting_as("ticketing.checkout"):
        order = Order.objects.select_for_update().get(pk=order.pk)
        if not order.is_held(at):
            raise HoldExpired
        if order.extended_at is not None:
            raise ExtendedAlready
        order.hold_expires_at += HOLD
        order.extended_at = order.updated_at = at
        order.save(update_fields=["hold_expires_at", "extended_at", "updated_at"])
    return order


def _on_sale(event, wanted, voucher):
    """The wanted types, all of this event, shown, and on sale by the database's clock."""
    found = list(_types_on_sale().open_to(voucher).filter(event=event, pk__in=wanted))
    if len(found) != len(wanted):
        raise NotOnSale
    return found


@once_a_thread
def _types_on_sale():
    return (
        TicketType.objects.with_steps()
        .filter(
            status=TicketType.Status.ACTIVE,
            event__status=Event.Status.PUBLISHED,
            event__end_date__gt=Now(),
        )
        .exclude(sale_start__gt=Now())
        .exclude(sale_end__lte=Now())
        .order_by("pk")
    )


@transaction.atomic
def submit_checkout(order, *, name, email, phone, notes, attendees, gateway, at, billing=None):
    """
    Take the buyer's details and open a payment by this gateway; complete what costs nothing.

    `billing` is {company, address, vat_id}, as far as a company wants them on its invoice.

    Returns the open Payment; sent twice, it is the same one. Returns None for an order that is
    complete: one that costs nothing, or is paid meanwhile. Raises HoldExpired or TooManyForOne.
    """
    limited = OrderLine.objects.filter(
        order=OuterRef("pk"), ticket_type__max_per_person__isnull=False
    )
    with order_in_scope(order.pk), acting_as("ticketing.checkout"):
        orders = Order.objects.select_for_update(of=("self",)).annotate(is_limited=Exists(limited))
        order = orders.get(pk=order.pk)
        if order.status == Order.Status.COMPLETED:
            return None
        if not order.is_held(at):
            raise HoldExpired
        if order.is_limited:
            _check_limits(order, email, at)
        is_first = not order.buyer_email  # a payment is opened where that is written
        order.buyer_name, order.buyer_email, order.buyer_phone = name, email, phone
        order.notes, order.attendees, order.updated_at = notes, attendees, at
        order.billing = billing or None
        order.save(
            update_fields=[
                "buyer_name", "buyer_email", "buyer_email_index", "buyer_phone", "notes",
                "attendees", "billing", "updated_at",
            ]
        )  # fmt: skip
        if order.total_amount:
            return _open_payment(order, gateway, at, is_first=is_first)
    complete(order, at=at)
    return None


def _check_limits(order, email, at):
    """
    Ask whether this person's other orders leave room for this one, by their address or account.

    One at a time for each address, so that two orders at once do not both find room.
    """
    digest = Order._meta.get_field("buyer_email_index").digest(email)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{order.event_id} {digest.hex()}"],
        )
    theirs = Q(order__buyer_email_index=digest)
    if order.user_id:
        theirs |= Q(order__user=order.user_id)
    live = Q(order__status=Order.Status.COMPLETED) | Q(order__hold_expires_at__gt=at)
    with acting_as("ticketing.limits"):
        had = dict(
            OrderLine.objects.filter(theirs, live, event=order.event_id)
            .exclude(order=order.pk)
            .values_list("ticket_type")
            .annotate(Sum("quantity"))
        )
        for line in order.lines.select_related("ticket_type"):
            most = line.ticket_type.max_per_person
            if most is not None and had.get(line.ticket_type_id, 0) + line.quantity > most:
                raise TooManyForOne


def _open_payment(order, gateway, at, *, is_first):
    """
    One is open at a time. That of another gateway is left; should it be paid, it counts.

    The order is locked: where its buyer goes to pay for the first time, none is open.
    """
    pending = Payment.objects.filter(order=order, status=Payment.Status.PENDING)
    opened = None if is_first else pending.first()
    if opened and opened.payment_method == gateway:
        return opened
    if opened:
        advance(opened, Payment.Status.FAILED, at=at)
    _hold_longer(order, gateway, at)
    return Payment.objects.create(
        order=order,
        event_id=order.event_id,
        amount=order.total_amount,
        currency=order.currency,
        payment_method=gateway,
        created_at=at,
    )


def _hold_longer(order, gateway, at):
    """A way to pay that takes its time has it: once an order, however often it is chosen."""
    longer = gateway_of(gateway).hold
    if longer and not order.payments.filter(payment_method=gateway).exists():
        order.hold_expires_at = max(order.hold_expires_at, at + longer)
        order.save(update_fields=["hold_expires_at"])
        outbox.post("ticketing.tell_account", order.pk)


@transaction.atomic
def release_hold(order, *, at):
    """Let held places go at the buyer's wish. Raises NotFromHere for what is no hold any more."""
    with order_in_scope(order.pk), acting_as("ticketing.checkout"):
        advance(order, Order.Status.CANCELLED, at=at)
        places.release(order.event_id, open_again(order))
    return order


def cancel_hold(order, *, by, at):
    """The same at the organizer's wish: the caller has asked `can_sell_at`."""
    return release_hold(order, at=at)
