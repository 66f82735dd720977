import pytest
from celery.signals import heartbeat_sent, worker_shutdown
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from fashionista.health import WORKER_KEY, forget_worker, note_worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_worker():
    cache.delete(WORKER_KEY)
    yield
    cache.delete(WORKER_KEY)


def test_health_with_everything_there(client):
    note_worker()

    answer = client.get(reverse("health"))

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "ok", "worker": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_health_names_a_missing_worker(client):
    note_worker()
    forget_worker()

    answer = client.get(reverse("health"))

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "broker": "ok", "worker": "missing"}


def test_health_names_a_missing_broker(client, settings, tmp_path):
    note_worker()
    settings.REDIS_URL = f"unix://{tmp_path}/nobody-listens"

    answer = client.get(reverse("health"))

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "broker": "missing", "worker": "missing"}


def test_health_names_a_missing_database(client):
    note_worker()

    with transaction.atomic():
        transaction.set_rollback(True)  # from here on it answers nothing
        answer = client.get(reverse("health"))

    assert answer.status_code == 503
    assert answer.json() == {"database": "missing", "broker": "ok", "worker": "ok"}


def test_a_worker_lives_on_without_a_cache_and_is_not_seen(client, settings, tmp_path):
    default = settings.CACHES["default"] | {"LOCATION": f"unix://{tmp_path}/nobody-listens"}
    settings.CACHES = {"default": default}

    note_worker()
    forget_worker()
    answer = client.get(reverse("health"))

    assert answer.json() == {"database": "ok", "broker": "ok", "worker": "missing"}


def test_the_worker_tells_by_its_heart_that_it_lives_and_at_last_that_it_ends():
    assert cache.get(WORKER_KEY) is None
    heartbeat_sent.send(sender=None)
    assert cache.get(WORKER_KEY) is True

    worker_shutdown.send(sender=None)

    assert cache.get(WORKER_KEY) is None


def test_health_changes_nothing(client):
    assert client.post(reverse("health")).status_code == 405
