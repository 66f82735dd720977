from django.db import connection

from fashionista.tests.matrix import EXPECTED, TABLES, prepare, try_all


def test_matrix(world):
    with connection.cursor() as cursor:
        prepare(cursor)
        found = {
            (role, table): cell for table in TABLES for role, cell in try_all(cursor, world, table)
        }
    assert found == EXPECTED
