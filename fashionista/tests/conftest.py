import pytest
from django.core.cache import cache
from django.db import connection, transaction

from fashionista.common.identity import Identity, acting_as
from fashionista.launch import places
from fashionista.launch.tests.portal import Portal
from ticketing.tests.fake_stripe import FakeStripe

from .matrix import settle
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
