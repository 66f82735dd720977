"""
Imports of many rows, which the worker works off as whoever asked, with their rights of then.

It is one transaction still: a worker that dies leaves nothing, and the message is handled again.
How far it is stands in the cache, which no transaction hides.
"""

import time
from contextlib import suppress
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from fashionista.common import outbox
from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as
from fashionista.common.languages import language_in_use
from fashionista.common.lifecycle import NotFromHere, advance
from fashionista.common.models import Import

from .exceptions import RowsRefused
from .kinds import DEPENDS, NOT_YOURS
from .running import carry_out, look_through, take_back
from .tasks import WORK

FEW = 50  # rows that are worked off while somebody waits
AT_ONCE = 3  # imports of one person that may wait
AGAIN = 20  # seconds until it is asked again whether the one before is done
LONGEST = timedelta(hours=1)  # until nobody waits any longer
SYSTEM = "common.imports"
LOCK = "imports"  # one at a time: a worker's other process is for mails and tickets

Status = Import.Status
RULES = {Status.READING: look_through, Status.RUNNING: carry_out, Status.UNDOING: take_back}
BACK = {
    Status.READING: Status.FAILED,
    Status.RUNNING: Status.PREVIEWED,
    Status.UNDOING: Status.DONE,
}


class TooManyAtOnce(DomainError):
    message = _("Three imports of yours are waiting already. Come back once one of them is done.")


class TookTooLong(DomainError):
    message = _("This could not be done within an hour, so nothing was changed. Try it again.")


def now_or_later(row, doing, *, by, at):
    """
    Look a file through, import it or undo that: at once where there are few rows, else promised.

    Raises TooManyAtOnce, and what the rules raise.
    """
    if row.rows <= FEW:
        return RULES[doing](row, by=by, at=at)
    return _promise(row, doing, at=at)


@transaction.atomic
def _promise(row, doing, *, at):
    others = Import.objects.filter(person=row.person, status__in=RULES).exclude(pk=row.pk)
    if others.count() >= AT_ONCE:
        raise TooManyAtOnce
    stamps = {"asked_at": at, "language": language_in_use(), "refusal": None}
    if row._state.adding:
        row.status = doing
        for name, value in stamps.items():
            setattr(row, name, value)
        row.save(force_insert=True)
    else:
        try:
            advance(row, doing, at=at, **stamps)
        except NotFromHere:  # asked twice, promised once
            return row
    outbox.post(WORK, row.pk, can_wait=True)
    return row


def work_off(import_id, *, at):
    """
    Do what is promised, once. While it is being done, or another import is, it is asked later.

    What a rule refuses leaves the import as it was before, with the sentence.
    """
    with acting_as(SYSTEM), transaction.atomic():
        promised = Import.objects.filter(pk=import_id, status__in=RULES)
        if not promised.exists():
            return
        row = promised.select_for_update(skip_locked=True).first() if _is_alone() else None
        if row is None:
            outbox.post(WORK, import_id, delay=AGAIN)
            return
        with translation.override(row.language):
            try:
                _do(row, at=at)
            except RowsRefused as refusal:
                _give_back(row, refusal.sentence, at=at, faults=refusal.faults)
            except DomainError as refusal:
                _give_back(row, refusal.sentence, at=at)
            except (PermissionDenied, ObjectDoesNotExist):
                _give_back(row, str(NOT_YOURS), at=at)
            except IntegrityError:
                _give_back(row, str(DEPENDS), at=at)


def _is_alone():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])
        return cursor.fetchone()[0]


@transaction.atomic
def _do(row, *, at):
    with acting_as(row.person_id):
        person = get_user_model()._default_manager.get(pk=row.person_id)
    with acting_as(person):
        rule, mine = RULES[row.status], Import.objects.get(pk=row.pk)
        rule(mine, by=person, at=at, step=Progress(row))
        connection.check_constraints()  # now, while it can be told


def _give_back(row, sentence, *, at, **stamps):
    if row.status == Status.READING:
        stamps["content"] = None
    advance(row, BACK[row.status], at=at, refusal=sentence, asked_at=None, **stamps)


def give_up(*, at):
    """Let go what no worker could do in time, save what one is doing."""
    with acting_as(SYSTEM), transaction.atomic():
        late = Import.objects.filter(status__in=RULES, asked_at__lt=at - LONGEST)
        for row in late.select_for_update(skip_locked=True):
            with translation.override(row.language):
                _give_back(row, TookTooLong().sentence, at=at)


class Progress:
    """Counts rows, and says now and then how many."""

    EVERY = 0.5  # seconds

    def __init__(self, row):
        self.key, self.done, self.next = _key(row), 0, 0.0

    def __call__(self):
        self.done += 1
        if time.monotonic() >= self.next:
            with suppress(RedisError):
                cache.set(self.key, self.done, timeout=LONGEST.total_seconds())
            self.next = time.monotonic() + self.EVERY


def done_of(row):
    """How many rows the worker has done, as far as the cache knows."""
    with suppress(RedisError):
        return min(cache.get(_key(row)) or 0, row.rows)
    return 0


def _key(row):
    return f"import:{row.pk}:{row.status}"
