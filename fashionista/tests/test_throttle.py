from datetime import timedelta

import pytest
from django.db.models import F
from django.test import RequestFactory

from fashionista.common.models import Throttle
from fashionista.common.tasks import forget
from fashionista.common.throttle import Throttled, client_address, hit

pytestmark = pytest.mark.django_db


def login(address):
    hit("login", address, limit=2, seconds=60)


def test_more_than_the_limit_is_refused_in_words():
    login("ann@canary.example")
    login("Ann@canary.example ")

    with pytest.raises(Throttled) as refused:
        login("ann@canary.example")
    login("bob@canary.example")
    hit("reset", "ann@canary.example", limit=2, seconds=60)

    assert refused.value.sentence == (
        "That was too often. Please wait a few minutes and try again."
    )
    assert sorted(Throttle.objects.values_list("count", flat=True)) == [1, 1, 3]


def test_counting_begins_anew_when_the_time_is_over():
    login("ann@canary.example")
    login("ann@canary.example")
    Throttle.objects.update(started_at=F("started_at") - timedelta(seconds=61))

    login("ann@canary.example")

    assert [throttle.count for throttle in Throttle.objects.all()] == [1]


def test_the_table_does_not_say_who():
    login("ann@canary.example")

    (throttle,) = Throttle.objects.all()
    assert len(throttle.key) == 32
    assert str(throttle).startswith("1 since ")


def test_old_throttles_are_forgotten():
    login("ann@canary.example")
    login("bob@canary.example")
    oldest = Throttle.objects.earliest("started_at")
    Throttle.objects.filter(pk=oldest.pk).update(started_at="2020-01-01T00:00:00Z")

    forget()

    assert Throttle.objects.count() == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "10.0.0.9"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.8", "203.0.113.7"),
        (3, "203.0.113.7", "203.0.113.7"),
    ],
)
def test_client_address_is_what_our_outermost_proxy_saw(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.0.0.9")

    assert client_address(request) == expected
