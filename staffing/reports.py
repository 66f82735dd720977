"""What the shifts of an event cost, by role and by person."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fashionista.common.money import exponent
from fashionista.common.reports import MONEY, NUMBER, Asked, Column, Report, Table, summed

from .models import FILLED, StaffAssignment, StaffRate

HOUR = Decimal(3600)


def sees_costs(may: set[str]) -> bool:
    """Who works is for who plans, what it costs for who keeps the books: this takes both."""
    return {"staff", "finance"} <= may


@dataclass
class Cost:
    """So many seconds of work, and what it comes to as far as a rate is known."""

    shifts: int = 0
    seconds: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    unknown: Decimal = Decimal(0)  # seconds without a rate

    def add(self, other: "Cost") -> None:
        self.shifts += other.shifts
        self.seconds += other.seconds
        self.amount += other.amount
        self.unknown += other.unknown


def worked(assignment: StaffAssignment) -> timedelta:
    """How long somebody is paid for: from coming to going where that is noted, else as planned."""
    if assignment.checked_in_at and assignment.checked_out_at:
        return assignment.checked_out_at - assignment.checked_in_at
    return assignment.end_time - assignment.start_time


def costs_of(event) -> dict[tuple[str, str], Cost]:
    """{(role, person): cost} of the shifts that somebody has taken, each rounded for itself."""
    filled = StaffAssignment.objects.filter(event=event, status__in=FILLED)
    taken = list(filled.select_related("role", "user"))
    rates: dict = defaultdict(list)
    known = StaffRate.objects.filter(currency=event.currency, staff__in={a.staff_id for a in taken})
    for each in known.order_by("since"):
        rates[each.staff_id].append(each)
    unit = Decimal(1).scaleb(-exponent(event.currency))
    found: dict[tuple[str, str], Cost] = defaultdict(Cost)
    for assignment in taken:
        day = assignment.start_time.astimezone(event.zone).date()
        rate = next((r for r in reversed(rates[assignment.staff_id]) if r.since <= day), None)
        seconds = Decimal(int(worked(assignment).total_seconds()))
        cost = Cost(1, seconds, unknown=Decimal(0) if rate else seconds)
        if rate:
            cost.amount = (rate.amount * seconds / HOUR).quantize(unit, ROUND_HALF_UP)
        name = assignment.user.full_name or _("Somebody without a name")
        found[assignment.role.name, name].add(cost)
    return dict(sorted(found.items()))


def _sums() -> list[Column]:
    return [
        Column(_("Shifts"), NUMBER),
        Column(_("Hours"), NUMBER),
        Column(_("Cost"), MONEY),
        Column(_("Hours without a rate"), NUMBER),
    ]


def _row(cost: Cost) -> tuple:
    return cost.shifts, _hours(cost.seconds), cost.amount, _hours(cost.unknown)


def _hours(seconds: Decimal) -> Decimal:
    hours = (seconds / HOUR).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return hours.normalize() if hours != hours.to_integral_value() else hours.quantize(Decimal(1))


def _note() -> str:
    return _(
        "Hours from coming to going where that is noted, else as planned, of shifts that somebody "
        "has taken, at the rate of the shift’s day in the event’s currency. Rates stand on the "
        "page of a staff member."
    )


def by_role(asked: Asked) -> Table:
    roles: dict[str, Cost] = defaultdict(Cost)
    for (role, _person), cost in costs_of(asked.event).items():
        roles[role].add(cost)
    columns = [Column(_("Role")), *_sums()]
    rows = [(role, *_row(cost)) for role, cost in roles.items()]
    total = summed(columns, rows, _("In all"))
    return Table(columns, rows, _note(), asked.event.currency, total)


def by_person(asked: Asked) -> Table:
    columns = [Column(_("Person")), Column(_("Role")), *_sums()]
    rows = sorted(
        (person, role, *_row(cost)) for (role, person), cost in costs_of(asked.event).items()
    )
    total = summed(columns, rows, _("In all"))
    return Table(columns, rows, _note(), asked.event.currency, total)


STAFF = [
    Report("staff", gettext_lazy("Staff by role"), sees_costs, by_role, False, (2, 3)),
    Report("people", gettext_lazy("Staff by person"), sees_costs, by_person),
]
