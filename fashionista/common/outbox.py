"""
Work that follows a change, promised in the change's own transaction.

    outbox.post("ticketing.issue", order.pk)          beside the rows that make it necessary

After the commit the worker is woken through the broker; if the broker was deaf or the worker
died, a sweep finds the message again. Messages carry a kind and an id, never anybody's data, and
may be handled twice. A handler that raises gets its message back when the lease runs out, later
each time.
"""

import logging
from collections.abc import Callable
from functools import partial
from uuid import UUID

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from .identity import plain_table
from .models import OutboxMessage

log = logging.getLogger(__name__)

GRACE = 5  # seconds the sweep leaves a fresh message to the wake-up call
LONG_GRACE = 30  # for one that can wait, and so may be queueing still
LEASE = 30  # seconds a handler has before its message is offered again; doubles with each try
LONGEST = 3600
BATCH = 500
SOON, LATER = 0, 9  # priorities as the broker has them

handlers: dict[str, Callable[[UUID], object]] = {}


def handles(kind):
    """Register the function that does this kind of work, given the id of what it is about."""

    def register(function):
        handlers[kind] = function
        return function

    return register


def post(kind, target, *, delay=0, can_wait=False):
    """
    Promise a piece of work on `target` (a UUID), at once or `delay` seconds from now.

    What `can_wait` comes after what cannot, however long that takes.
    """
    grace = LONG_GRACE if can_wait else GRACE
    with plain_table(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox (kind, target, attempts, due_at, created_at)"
            " VALUES (%s, %s, 0, now() + make_interval(secs => %s), now()) RETURNING id",
            (kind, target, delay or grace),
        )
        (number,) = cursor.fetchone()
    if not delay:
        transaction.on_commit(partial(wake, number, LATER if can_wait else SOON), robust=True)


def wake(number, priority):
    """Tell the worker. That nobody listens is no disaster: the sweep will find the message."""
    try:
        current_app.send_task(
            "common.work_on", (number,), retry=False, ignore_result=True, priority=priority
        )
    except OperationalError as error:
        log.warning("Broker unreachable (%s): message %s waits for the sweep", error, number)


def work_on(number):
    """Handle one message, unless somebody else has it. Returns whether there was work."""
    with plain_table(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE outbox
               SET leased_until = now() + make_interval(secs => least(%s * 2 ^ least(attempts, 10), %s)),
                   attempts = attempts + 1
             WHERE id = %s AND (leased_until IS NULL OR leased_until <= now())
            RETURNING kind, target
            """,  # noqa: E501
            (LEASE, LONGEST, number),
        )
        found = cursor.fetchone()
    if found is None:
        return False
    kind, target = found
    handlers[kind](target)
    with plain_table():
        OutboxMessage.objects.filter(pk=number).delete()
    return True


def sweep():
    """Wake the worker for every message that is due, each at most once a minute."""
    with plain_table(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE outbox SET due_at = now() + interval '1 minute'
             WHERE id IN (SELECT id FROM outbox
                           WHERE due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
                           ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED)
            RETURNING id
            """,
            (BATCH,),
        )
        due = [number for (number,) in cursor.fetchall()]
    for number in due:
        wake(number, LATER)  # most of them wait in the queue already
    return len(due)
