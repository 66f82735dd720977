"""Promised work is done at least once, whatever dies in between."""

import uuid
from datetime import timedelta

import pytest
from celery import Celery
from django.conf import settings
from django.db import transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from fashionista.common import outbox
from fashionista.common.models import OutboxMessage
from fashionista.common.tasks import sweep_outbox, work_on
from fashionista.common.testing import drain_outbox

pytestmark = pytest.mark.django_db
TARGET = uuid.UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def done(monkeypatch):
    """The targets that were worked on, in a kind of work of our own."""
    monkeypatch.setattr(outbox, "handlers", {})
    done = []
    outbox.handles("tests.note")(done.append)
    return done


@pytest.fixture
def woken(monkeypatch):
    """What the worker would be told."""
    told = []
    monkeypatch.setattr(
        outbox.current_app, "send_task", lambda name, args, **options: told.append((name, *args))
    )
    return told


def test_work_is_promised_with_the_change_and_done_once(done):
    outbox.post("tests.note", TARGET)
    (message,) = OutboxMessage.objects.all()

    assert str(message) == f"tests.note {TARGET}"
    assert (message.kind, message.target, message.attempts) == ("tests.note", TARGET, 0)
    assert outbox.work_on(message.pk) is True
    assert outbox.work_on(message.pk) is False
    assert done == [TARGET]
    assert not OutboxMessage.objects.exists()


def test_what_is_rolled_back_is_not_promised(done, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            outbox.post("tests.note", TARGET)
            raise ZeroDivisionError

    assert (woken, OutboxMessage.objects.count()) == ([], 0)


def test_the_worker_is_woken_after_the_commit(done, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outbox.post("tests.note", TARGET)
        assert woken == []

    assert woken == [("common.work_on", OutboxMessage.objects.get().pk)]


def test_what_can_wait_comes_after_what_cannot(done, django_capture_on_commit_callbacks):
    with outbox.current_app.connection_for_read() as broker:
        with broker.SimpleQueue(outbox.current_app.conf.task_default_queue) as queue:
            queue.clear()
            with django_capture_on_commit_callbacks(execute=True):
                outbox.post("tests.note", TARGET, can_wait=True)
                outbox.post("tests.note", TARGET)
            later, soon = OutboxMessage.objects.order_by("pk").values_list("pk", flat=True)

            came = [queue.get(timeout=10) for _ in range(2)]
            for message in came:
                message.ack()

    assert [message.payload[0] for message in came] == [[soon], [later]]


def test_what_can_wait_is_left_in_the_queue_for_longer(done, woken):
    outbox.post("tests.note", TARGET, can_wait=True)

    earlier(seconds=outbox.LONG_GRACE - 1)
    assert outbox.sweep() == 0
    earlier(seconds=1)
    assert outbox.sweep() == 1


def test_what_waits_wakes_nobody_until_it_is_due(done, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        outbox.post("tests.note", TARGET, delay=60)
    assert callbacks == []

    sweep_outbox()
    assert woken == []
    earlier(seconds=61)
    assert outbox.sweep() == 1

    assert woken == [("common.work_on", OutboxMessage.objects.get().pk)]


def test_a_message_is_swept_once_a_minute(done, woken):
    outbox.post("tests.note", TARGET)

    assert outbox.sweep() == 0  # fresh: left to the wake-up call
    earlier(seconds=outbox.GRACE + 1)
    assert [outbox.sweep(), outbox.sweep()] == [1, 0]
    earlier(seconds=61)
    assert outbox.sweep() == 1


def test_a_message_in_somebodys_hands_is_left_to_them(done):
    outbox.post("tests.note", TARGET)
    message = OutboxMessage.objects.get()
    found = []
    outbox.handles("tests.note")(lambda target: found.append(outbox.work_on(message.pk)))

    assert outbox.work_on(message.pk) is True
    assert found == [False]


def test_a_failure_keeps_the_message_and_it_is_offered_again_when_the_lease_is_over(done, woken):
    def fail(target):
        raise ZeroDivisionError

    outbox.handles("tests.note")(fail)
    outbox.post("tests.note", TARGET)
    number = OutboxMessage.objects.get().pk
    with pytest.raises(ZeroDivisionError):
        work_on(number)
    outbox.handles("tests.note")(done.append)

    earlier(seconds=outbox.LEASE - 1)
    assert (outbox.sweep(), outbox.work_on(number), done) == (0, False, [])
    earlier(seconds=1)
    assert outbox.sweep() == 1
    work_on(number)

    assert done == [TARGET]
    assert woken == [("common.work_on", number)]


def test_leases_double_up_to_an_hour(done):
    def fail(target):
        raise ZeroDivisionError

    outbox.handles("tests.note")(fail)
    outbox.post("tests.note", TARGET)
    leases = []
    for attempts in (0, 1, 2, 6, 7, 20):
        OutboxMessage.objects.update(attempts=attempts, leased_until=None)
        with pytest.raises(ZeroDivisionError):
            outbox.work_on(OutboxMessage.objects.get().pk)
        message = OutboxMessage.objects.get()
        leases.append(message.leased_until - message.created_at)

    # All in one transaction, whose now() stands still.
    assert [lease.total_seconds() for lease in leases] == [30, 60, 120, 1920, 3600, 3600]


def test_an_unknown_kind_is_an_error_and_keeps_its_message(done):
    outbox.post("tests.unknown", TARGET)

    with pytest.raises(KeyError, match=r"tests\.unknown"):
        outbox.work_on(OutboxMessage.objects.get().pk)

    assert OutboxMessage.objects.get().attempts == 1


def test_a_dead_broker_is_a_line_in_the_log_and_no_error(
    done, caplog, django_capture_on_commit_callbacks, monkeypatch
):
    deaf = Celery("deaf", broker="redis://127.0.0.1:1/0", set_as_current=False)
    deaf.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(outbox, "current_app", deaf)

    with django_capture_on_commit_callbacks(execute=True):
        outbox.post("tests.note", TARGET)
    drain_outbox("tests.note")

    assert "waits for the sweep" in caplog.text
    assert done == [TARGET]
    with pytest.raises(OperationalError):
        deaf.send_task("common.work_on", (1,), retry=False)


def test_draining_does_what_was_promised_meanwhile_and_only_what_was_asked(done):
    def once_more(target):
        done.append("first")
        outbox.post("tests.note", target)

    outbox.handles("tests.first")(once_more)
    outbox.handles("tests.other")(lambda target: done.append("other"))
    outbox.post("tests.first", TARGET)
    outbox.post("tests.other", TARGET)

    drain_outbox("tests.first", "tests.note")

    assert done == ["first", TARGET]
    assert OutboxMessage.objects.get().kind == "tests.other"
    drain_outbox()
    assert done == ["first", TARGET, "other"]


def earlier(**ago):
    """As if all that happened had happened so much earlier."""
    ago = timedelta(**ago)
    OutboxMessage.objects.update(due_at=F("due_at") - ago, leased_until=F("leased_until") - ago)
