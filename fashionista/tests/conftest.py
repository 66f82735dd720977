from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import User
from fashionista.common.identity import Identity, acting_as
from fashionista.common.testing import drain_outbox, everything
from fashionista.launch import places
from fashionista.launch.tests.portal import Portal
from ticketing.tests.fake_stripe import FakeStripe

from .canaries import put_canaries
from .matrix import settle
from .visiting import NAMES
from .world import make_world


@pytest.fixture
def owner(transactional_db):
    """The owner's connection, as migrations have it; all is undone at the end."""
    with connection.creation.as_owner(), transaction.atomic(), acting_as(Identity()):
        yield
        transaction.set_rollback(True)


@pytest.fixture
def owners_world(transactional_db, monkeypatch):
    """
    The world on the owner's connection, to drop and alter things; all is undone at the end.

    Whoever acts still does so as the application. Not in one file with tests that use `world`.
    """
    owner = Identity()
    monkeypatch.setattr(Identity, "narrow_role", "portal_app")
    with connection.creation.as_owner(), transaction.atomic(), acting_as(owner):
        world = make_world()
        settle()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def fresh_pages():
    """No page is kept from an earlier test."""
    cache.clear()


@pytest.fixture(scope="module")
def season(django_db_setup, django_db_blocker):
    """The demo season with canaries: who is in it, and what they may read."""
    with django_db_blocker.unblock():
        with acting_as(None):
            call_command("seed_demo", stdout=StringIO())
            drain_outbox()
        with everything():
            people = {name: User.objects.get(email=f"{name}@fashionista.example") for name in NAMES}
            canaries = put_canaries(people)
        yield people, canaries
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def stripe():
    """The Stripe that the portal below would ask."""
    fake = FakeStripe()
    yield fake
    fake.close()


@pytest.fixture(scope="session")
def portal(tmp_path_factory, stripe):
    """The whole portal on its demo data, for tests that come to it from outside."""
    home = tmp_path_factory.mktemp("portal") / "var"
    with Portal(home, STRIPE_API_BASE=stripe.url) as portal:
        yield portal
    places.remove_home(home)
