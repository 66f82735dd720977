"""The key of claims: told to the database by `migrate`, changed without a gap."""

import pytest
from django.core.checks import run_checks
from django.db import Error, connection, transaction

from accounts.models import User
from accounts.tests.factories import UserFactory
from fashionista.common.apps import install_claim_key
from fashionista.common.identity import UNASKED, Identity, acting_as, plain_table


def keys():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM authz.key")
        return cursor.fetchone()[0]


def is_believed(identity):
    try:
        with acting_as(identity), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT (authz.me()).actor")
            return cursor.fetchone()[0] == identity.user_id
    except Error as error:
        return None if "not a valid claim" in str(error) else error


def test_the_newest_two_keys_are_believed(owner, settings):
    ann = UserFactory()
    claims = []

    for key in (settings.AUTHZ_KEY, "second", "third"):
        settings.AUTHZ_KEY = key
        for _again in range(2):
            install_claim_key("default")
        claims.append(Identity(ann.pk))
        assert is_believed(claims[-1])
    with acting_as(Identity()):
        known = keys()

    assert known == 2
    assert [is_believed(claim) for claim in claims] == [None, True, True]


@pytest.mark.django_db
def test_only_the_owner_tells_the_key(settings):
    before = Identity(UserFactory().pk)
    assert is_believed(before)

    settings.AUTHZ_KEY = "second"
    with acting_as(None):
        install_claim_key("default")

    assert is_believed(Identity(before.user_id)) is None


def test_the_order_of_apps_is_checked(monkeypatch, settings):
    assert [error for error in run_checks() if error.id == "common.E001"] == []

    monkeypatch.setattr(
        "django.conf.settings.INSTALLED_APPS", ["fashionista.common", "django.contrib.auth"]
    )

    (error,) = [error for error in run_checks() if error.id == "common.E001"]
    assert "must come after 'django.contrib.auth'" in error.msg


@pytest.mark.django_db
def test_a_statement_that_asks_who_acts_is_refused_where_nobody_is_told():
    with plain_table():
        for ask in (User.objects.exists, lambda: connection.cursor().execute("SELECT 1")):
            with pytest.raises(RuntimeError, match="Say who acts"):
                ask()
    assert UNASKED.user_id is None
