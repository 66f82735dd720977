"""
Tests run as the application's role, under the policies. Nobody acts until a test says who:

    with acting_as(buyer): ...        what the product does for a buyer
    with everything(): ...            arrange and look, past all policies
    assert_integrity()                every invariant holds
    drain_outbox()                    do what the worker would do, all of it, now

Factories arrange by themselves. Requests of the test client act as their session's user. A test
that forgets to say who acts fails loudly, so "there are no orders" can never mean "none I see".
"""

from datetime import UTC, datetime

import factory
import pytest
from django.apps import apps

from . import identity, outbox
from .access import INTEGRITY, Guarded
from .identity import NOBODY, acting_as, known_systems
from .integrity import violations
from .models import OutboxMessage

# When nothing else is said. Far ahead, since policies and views ask the real clock, and a shift or
# a sale that lies before it in a test must not slip behind it some day.
NOON = datetime(2099, 11, 22, 12, tzinfo=UTC)

known_systems.add("tests.factory")  # its policies exist in test databases only: common.db.creation


def everything():
    return acting_as("tests.factory")


def stored(row):
    """The row as it is in the database by now, past all policies."""
    with everything():
        return type(row).objects.get(pk=row.pk)


class GuardedFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, *args, **kwargs):
        with everything():
            return super()._create(*args, **kwargs)


def drain_outbox(*kinds):
    """Handle every message (of these kinds) as the worker would, also those made meanwhile."""
    with acting_as(NOBODY):
        while due := _waiting(kinds):
            for number in due:
                outbox.work_on(number)


def _waiting(kinds):
    messages = OutboxMessage.objects.filter(leased_until=None).order_by("pk")
    if kinds:
        messages = messages.filter(kind__in=kinds)
    return list(messages.values_list("pk", flat=True))


def assert_integrity(at=NOON):
    """Every invariant holds, and the check had eyes to see: end a test of the sale with it."""
    assert [f"{broken.invariant} {broken}" for broken in violations(at)] == []
    for model in apps.get_models():
        if issubclass(model, Guarded):
            with everything():
                rows = model.objects.count()
            with acting_as(INTEGRITY):
                assert model.objects.count() == rows, model


@pytest.fixture(autouse=True)
def nobody_acts_yet():
    """Import it in conftest.py."""
    token = identity._current.set(identity.Undecided())
    yield
    identity._current.reset(token)
