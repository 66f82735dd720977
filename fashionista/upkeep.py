"""How the platform itself is doing, for admins: see also `fashionista.health`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Min

from accounts.models import User
from fashionista.common.identity import plain_table
from fashionista.common.models import IntegrityCheck, OutboxMessage
from fashionista.common.statements import RowCount, Written
from fashionista.health import broker_answers, worker_was_seen
from ticketing.doctor import rows_of
from ticketing.models import Order

SLOWEST, SLOW_MS = 5, 100.0  # how many are shown, and what is slow on average
BACK = timedelta(days=1)  # how far payments are looked through; the doctor's page goes further


@dataclass(frozen=True)
class Backlog:
    """Work that was promised and is not done yet."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True)
class Holds:
    running: int
    run_out: int  # and not swept yet


@dataclass(frozen=True)
class Slow:
    """A statement without its values: how often it was asked, and how long it took, in ms."""

    query: str
    calls: int
    mean: float
    longest: float


@dataclass(frozen=True)
class Upkeep:
    broker: bool
    worker: bool
    backlog: Backlog
    holds: Holds
    payments: int  # findings of the doctor
    check: IntegrityCheck | None
    slow: list[Slow] | None  # None where the server does not measure


def upkeep(user, *, at: datetime) -> Upkeep:
    """For an admin: what others would count is only what they see."""
    broker = broker_answers()
    counts = _counts(user, at)
    return Upkeep(
        broker=broker,
        worker=broker and worker_was_seen(),
        backlog=_backlog(),
        holds=Holds(counts.pop("running"), counts.pop("run_out")),
        payments=sum(counts.values()),
        check=IntegrityCheck.objects.order_by("-checked_at").first(),
        slow=_slow(),
    )


def _slow():
    """Those that took longest in all, of the ones that are slow each time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('public.slow_statements') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT * FROM public.slow_statements(%s, %s)", [SLOWEST, SLOW_MS])
        return [Slow(" ".join(query.split()), *rest) for query, *rest in cursor.fetchall()]


def _backlog():
    with plain_table():
        found = OutboxMessage.objects.aggregate(count=Count("pk"), oldest=Min("created_at"))
    return Backlog(**found)


def _counts(user, at):
    """Holds, and what the doctor finds: one statement, by the person's own row."""
    held = Order.objects.filter(status=Written(Order.Status.PENDING))
    found = rows_of(at=at, back=BACK)
    for name in ("settle", "unpaid"):
        found[name] = found[name].filter(created_at__lte=at)  # between two moments: by the index
    asked = found | {
        "running": held.filter(hold_expires_at__gt=at),
        "run_out": held.filter(hold_expires_at__lte=at),
    }
    me = User.objects.filter(pk=user.pk)
    return me.values(**{name: RowCount(rows) for name, rows in asked.items()}).get()
