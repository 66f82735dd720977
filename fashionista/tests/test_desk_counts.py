"""How the desk counts a list that is too long to count."""

import pytest
from django.db import connection

from accounts.tests.factories import UserFactory
from events.models import Event
from events.tests.factories import EventFactory
from fashionista.common import admin
from fashionista.common.testing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_list(monkeypatch):
    """Every table whose statistics are known counts as large."""
    monkeypatch.setattr(admin, "LARGE", -2)


def count(queryset):
    with everything():
        return admin.EstimatedPaginator(queryset, 50).count


def as_statistics_have_it():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'events'")
        return cursor.fetchone()[0]


def test_a_whole_table_is_estimated_and_a_part_is_counted(long_list):
    EventFactory.create_batch(3, title="Show")

    assert (
        count(Event.objects.order_by("pk")) <= 0
    )  # as the statistics have it: nobody gathered any yet
    assert count(Event.objects.filter(title="Show").order_by("pk")) == 3


def test_a_short_table_is_counted():
    EventFactory.create_batch(3)

    assert count(Event.objects.order_by("pk")) == 3


def test_an_organizers_own_list_is_counted(long_list, client):
    event = EventFactory()
    client.force_login(event.organizer)

    mine = client.get("/admin/events/event/").context["cl"]
    client.force_login(UserFactory(user_type="admin"))
    all_of_them = client.get("/admin/events/event/").context["cl"]

    assert mine.result_count == 1
    assert all_of_them.result_count == as_statistics_have_it() != 1
