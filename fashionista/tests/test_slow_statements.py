"""The slow queries that admins read of at the desk, where the server measures as the launcher's."""

import os

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg.conninfo import make_conninfo

from fashionista.common.identity import acting_as
from fashionista.launch.roles import SLOW_STATEMENTS
from fashionista.upkeep import upkeep

from .world import NOON


@pytest.fixture(scope="module", autouse=True)
def measured(django_db_setup):
    url = make_conninfo(os.environ["PG_ADMIN_URL"], dbname=connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        server.execute(SLOW_STATEMENTS)
        yield
        server.execute("DROP FUNCTION public.slow_statements")
        server.execute("DROP EXTENSION pg_stat_statements")


def test_statements_that_are_slow_are_named_without_their_values(world):
    with acting_as(world.admin):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.12), 'Value Canary' AS slow_one")

        slow = [each for each in upkeep(world.admin, at=NOON).slow if "slow_one" in each.query]

    assert [each.calls for each in slow] == [1]
    assert slow[0].mean >= 100
    assert "Canary" not in slow[0].query


@pytest.mark.parametrize("name", ["olga", "ann"])
def test_they_are_for_admins(world, name):
    with (
        acting_as(getattr(world, name)),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT * FROM public.slow_statements(5, 100)")
