"""
What is personal is nowhere in clear: not in a copy of the database, the broker, nor the logs.

The world's private values hold a canary; so do those of a purchase made here through the rules.
"""

import logging
import os
import subprocess
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.registration import ask_for_reset, confirm_address, sign_up
from fashionista.common import outbox
from fashionista.common.identity import acting_as, order_in_scope
from fashionista.common.sessions import SessionStore
from fashionista.common.testing import assert_integrity, drain_outbox, everything
from fashionista.common.throttle import hit
from ticketing.admission import admit
from ticketing.checkout import place_hold, submit_checkout
from ticketing.models import Order, Ticket
from ticketing.payments import SUCCEEDED, News, apply_news

from .world import make_world

CANARIES = ["canary", "correct horse"]


@pytest.mark.django_db(transaction=True)
def test_no_canary_leaves_the_portal_in_clear(caplog):
    caplog.set_level(logging.DEBUG)
    world = make_world()
    order = buy(world)
    scan(world, order)
    join(world)
    change(world)

    with acting_as(None):
        assert_integrity(at=timezone.now())
    dump = pg_dump()
    broker = redis.Redis.from_url(settings.REDIS_URL)
    queued = b"".join(repr(broker.lrange(key, 0, -1)).encode() for key in broker.keys("celery*"))

    assert b"Show A" in dump  # it does hold rows,
    assert b"audit.log" in dump
    assert str(order.pk).encode() in dump
    assert b"common.work_on" in queued
    assert "canary@canary.example" in mail.outbox[0].to  # and there were canaries to find
    for place in (dump, queued, caplog.text.encode()):
        lowered = place.lower()
        assert [canary for canary in CANARIES if canary.encode() in lowered] == []
    with everything():
        codes = [ticket.code for ticket in Ticket.objects.all()]
        qr_codes = [ticket.qr_code for ticket in Ticket.objects.all()]
        secrets = [order.access_secret for order in Order.objects.all()]
    for secret in codes + [code.replace("-", "") for code in codes] + qr_codes + secrets:
        assert secret.encode() not in dump


def buy(world):
    """A guest buys two places at A and gets the tickets by mail; the session knows the order."""
    now, order_id = timezone.now(), uuid4()
    with acting_as(None), order_in_scope(order_id):
        order = place_hold(
            world.shown_a, wanted={world.seat_a.pk: 2}, order_id=order_id, buyer=None, at=now
        )
        payment = submit_checkout(
            order,
            name="Guest Canary",
            email="canary@canary.example",
            phone="Phone Canary",
            notes="Notes Canary",
            attendees=["First Canary", "Second Canary"],
            gateway="sandbox",
            at=now,
        )
    news = News(
        provider_event="event-of-the-guest",
        kind=SUCCEEDED,
        order_id=order.pk,
        payment_id=payment.pk,
        transaction_id="Transaction Canary",
        amount=payment.amount,
        currency=payment.currency,
        occurred_at=now,
    )
    with acting_as(None):
        assert apply_news(news, gateway="sandbox", at=now) is True
        assert apply_news(news, gateway="sandbox", at=now) is False
        drain_outbox("ticketing.issue", "communications.deliver")
        session = SessionStore()
        session["orders"] = [str(order.pk)]
        session.save()
    return order


def scan(world, order):
    with everything():
        code = Ticket.objects.filter(order=order).first().qr_code
    with acting_as(world.stan):
        check_in = admit(world.shown_a, code, nonce=uuid4(), by=world.stan, at=timezone.now())
    assert check_in.result == "admitted"


def join(world):
    """Somebody opens an account on the address the guest bought with, and forgets the password."""
    hit("signup", "canary@canary.example", limit=5, seconds=60)
    with acting_as(None):
        user = sign_up(
            email="canary@canary.example", password="correct horse", full_name="A Canary"
        )
        confirm_address(user.pk, password="correct horse", at=timezone.now())
        ask_for_reset("canary@canary.example")
        ask_for_reset("stranger@canary.example")
        drain_outbox("communications.deliver")
    with everything():
        assert User.objects.get(email="canary@canary.example").orders.count() == 1


def change(world):
    """Names and sealed values change and go, by a row and by many."""
    with acting_as(world.ann):
        world.ann.full_name = "Renamed Canary"
        world.ann.save()
    with everything():
        world.note.delete()
    outbox.post("ticketing.issue", world.order_a.pk)


def pg_dump():
    """A copy of the whole database, as a thief or a backup would have it."""
    admin = os.environ["PG_ADMIN_URL"]
    name = connection.settings_dict["NAME"]
    head, question, options = admin.partition("?")
    url = f"{head.rpartition('/')[0]}/{name}{question}{options}"
    program = os.path.join(os.environ["PG_BIN"], "pg_dump")
    return subprocess.run([program, "--inserts", url], capture_output=True, check=True).stdout
