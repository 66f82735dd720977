"""Two connections and many people: nobody is served with another's rights."""

import random
import threading

import pytest
from django.db import Error, connection, connections, transaction

from accounts.tests.factories import UserFactory
from fashionista.common.identity import acting_as, order_in_scope
from ticketing.models import Order
from ticketing.tests.factories import OrderFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_connections():
    """The pool of this process, as small as can be."""
    options = connection.settings_dict["OPTIONS"]
    before = options["pool"]
    options["pool"] = before | {"min_size": 1, "max_size": 2}
    connection.close()
    connection.close_pool()
    yield
    connection.close()
    connection.close_pool()
    options["pool"] = before


def test_500_requests_over_two_connections_leak_nothing(two_connections):
    people = [OrderFactory(user=UserFactory()).user for _ in range(6)]
    guests = [OrderFactory().pk for _ in range(4)]
    wrong, seen, backends = [], [], set()

    def visit(seed):
        dice = random.Random(seed)
        for _ in range(50):
            person = dice.choice([*people, None])
            guest = dice.choice([*guests, None])
            with acting_as(person), order_in_scope(guest):
                found = []
                try:
                    with transaction.atomic():
                        found += Order.objects.values_list("user_id", "pk")
                        if dice.random() < 0.3:
                            connection.cursor().execute("SELECT 1/0")
                except Error:
                    pass
                found += Order.objects.values_list("user_id", "pk")
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    backends.add(cursor.fetchone()[0])
            seen.append(len(found))
            for user_id, order_id in found:
                if user_id != person.pk if person and user_id else order_id != guest:
                    wrong.append((person, guest, user_id, order_id))
            connections.close_all()  # back to the pool, as at the end of a request

    threads = [threading.Thread(target=visit, args=[seed]) for seed in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert len(seen) == 500
    assert len(backends) <= 2 < sum(seen)
