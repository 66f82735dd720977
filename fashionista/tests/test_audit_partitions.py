"""Months without a partition: on the owner's connection, so apart from what uses the world."""

from django.core.management import call_command
from django.db import connection


def test_what_fell_into_the_net_moves_into_its_month(owners_world):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit.log (at, tbl, op, pk, role)"
            " VALUES ('2019-12-31 23:59:59.9Z', 'users', 'UPDATE', 'x', 'anonymous'),"
            " ('2020-02-29 12:00Z', 'users', 'UPDATE', 'x', 'anonymous')"
        )
        cursor.execute("SELECT audit.make_partitions()")
        made = cursor.fetchone()
        cursor.execute("SELECT tableoid::regclass::text FROM audit.log WHERE pk = 'x' ORDER BY at")
        places = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM audit.log_default")

        assert made == (2,)
        assert places == [("audit.log_2019_12",), ("audit.log_2020_02",)]
        assert cursor.fetchone() == (0,)


def test_extend_audit_twice_makes_nothing_the_second_time(transactional_db, capsys):
    call_command("extend_audit")

    assert capsys.readouterr().out == "0 partitions made.\n"
