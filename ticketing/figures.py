"""How an event sells, in numbers, for who may see its orders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Sum
from django.db.models.functions import TruncDate

from events.models import Event

from .models import Order, OrderLine, Payment

LATEST = 6
LONG = 120  # days: from here on sales are told by the week
UNPAID = [Order.Status.EXPIRED, Order.Status.CANCELLED]


@dataclass(frozen=True)
class Sold:
    """What was bought from a day on, one day or one week long, before anything was given back."""

    day: date
    tickets: int = 0
    income: Decimal = Decimal(0)  # in major units of the event's currency


@dataclass(frozen=True)
class Income:
    """What payments brought and what of it went back or is owed, in major units."""

    received: Decimal
    given_back: Decimal

    @property
    def kept(self) -> Decimal:
        return self.received - self.given_back


def sold_by_day(event: Event) -> list[Sold]:
    """The days on which something was bought, by the venue's clock, in order."""
    lines = OrderLine.objects.filter(event=event, order__completed_at__isnull=False)
    days = (
        lines.annotate(day=TruncDate("order__completed_at", tzinfo=event.zone))
        .values("day")
        .annotate(tickets=Sum("quantity"), income=Sum(F("quantity") * F("unit_price")))
        .order_by("day")
    )
    return [Sold(**found) for found in days]


def without_gaps(days: list[Sold], *, until: date) -> list[Sold]:
    """All days from the first to this one, or all weeks where that would be too many."""
    if not days:
        return []
    first, last = days[0].day, max(until, days[-1].day)
    step = 7 if (last - first).days >= LONG else 1
    count = (last - first).days // step + 1
    found = {first + timedelta(days=step * number): Sold(date.min) for number in range(count)}
    for each in days:
        day = first + timedelta(days=(each.day - first).days // step * step)
        before = found[day]
        found[day] = Sold(day, before.tickets + each.tickets, before.income + each.income)
    return [Sold(day, each.tickets, each.income) for day, each in found.items()]


def tickets_between(days: Iterable[Sold], after: date, until: date) -> int:
    return sum(each.tickets for each in days if after < each.day <= until)


def income_of(event: Event) -> Income:
    found = Payment.objects.filter(event=event, status=Payment.Status.SUCCESSFUL).aggregate(
        received=Sum("amount", default=Decimal(0)), given_back=Sum("refunded", default=Decimal(0))
    )
    return Income(**found)


def latest_orders(event: Event) -> list[Order]:
    """The newest first, without those whose holds ended unpaid."""
    orders = Order.objects.filter(event=event).exclude(status__in=UNPAID)
    shown = ["number", "buyer_name", "total_amount", "currency", "status", "created_at"]
    return list(orders.only(*shown).order_by("-created_at")[:LATEST])
