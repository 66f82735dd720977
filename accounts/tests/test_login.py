"""In and out: alike for known and unknown addresses, counted, and back to where one came from."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.sessions.models import Session
from django.db.models import F
from django.urls import reverse

from accounts.hashers import Argon2idHasher
from accounts.models import User
from accounts.tests.factories import OrganizerFactory, UserFactory
from fashionista.common.models import Throttle
from fashionista.common.page_cache import TOKEN
from fashionista.common.testing import everything

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
PASSWORD = "correct horse battery"
REFUSAL = "Address and password do not fit."


def log_in(client, email="ann@example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"email": email, "password": password, **more})


def is_in(client):
    return client.get(reverse("accounts:home")).status_code == 200


@pytest.fixture
def ann():
    return UserFactory(email="ann@example.org", full_name="Ann Example", password=PASSWORD)


def test_login_opens_the_account_page_and_notes_when(client, ann):
    assert not is_in(client)

    answer = log_in(client, " Ann@Example.ORG ")

    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert "ann@example.org" in client.get(answer["Location"]).content.decode()
    with everything():
        assert User.objects.get().last_login is not None


@pytest.mark.parametrize("status", ["pending", "inactive"])
def test_login_needs_an_active_account(client, status):
    UserFactory(email="ann@example.org", password=PASSWORD, status=status)

    answer = log_in(client)

    assert answer.status_code == 422
    assert REFUSAL in answer.content.decode()
    assert not is_in(client)


def test_login_refuses_alike_unknown_addresses_and_wrong_passwords(
    client, ann, django_assert_num_queries
):
    UserFactory(email="pip@example.org", password=PASSWORD, status="pending")
    pages = set()

    for email, password in [
        ("ann@example.org", "a wrong one"),
        ("eve@example.org", PASSWORD),
        ("pip@example.org", PASSWORD),
    ]:
        with django_assert_num_queries(3):
            answer = log_in(client, email, password)
        page = TOKEN.sub(b"", answer.content).replace(email.encode(), b"")
        pages.add((answer.status_code, page))

    assert len(pages) == 1
    assert not is_in(client)
    assert not Session.objects.exists()


def test_an_unknown_address_costs_a_hash_too(client, ann, settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2idHasher"]
    with everything():
        User.objects.update(password=make_password(PASSWORD))
    worked = []
    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2idHasher, name, counted(name, worked))

    for email in ("ann@example.org", "eve@example.org"):
        log_in(client, email, "a wrong one")

    assert worked == ["verify", "encode"]


def counted(name, worked):
    original = getattr(Argon2idHasher, name)

    def method(self, *args, **kwargs):
        worked.append(name)
        return original(self, *args, **kwargs)

    return method


def test_passwords_are_argon2id_and_older_hashes_are_upgraded_at_login(client, ann, settings):
    with everything():
        assert identify_hasher(User.objects.get().password).algorithm == "md5"
    settings.PASSWORD_HASHERS = [
        "accounts.hashers.Argon2idHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]

    answer = log_in(client)

    with everything():
        kept = User.objects.get().password
    assert kept.startswith("argon2$argon2id$v=19$m=32768,t=2,p=1$")
    assert answer.status_code == 302
    assert is_in(client)
    client.post(reverse("accounts:logout"))
    assert log_in(client).status_code == 302
    with everything():
        assert User.objects.get().password == kept


def test_login_is_throttled_by_address_in_the_database(client, ann):
    for _try in range(10):
        log_in(client, password="a wrong one")

    refused = log_in(client)

    assert refused.status_code == 422
    assert "That was too often." in refused.content.decode()
    assert not is_in(client)
    assert log_in(client, "bob@example.org").status_code == 422
    Throttle.objects.update(started_at=F("started_at") - timedelta(seconds=901))
    assert log_in(client).status_code == 302


def test_login_is_throttled_by_machine(client, ann):
    for number in range(60):
        log_in(client, f"person{number}@example.org")

    assert "That was too often." in log_in(client).content.decode()
    answer = client.post(
        LOGIN, {"email": ann.email, "password": PASSWORD}, REMOTE_ADDR="198.51.100.7"
    )
    assert answer.status_code == 302


def test_the_session_changes_its_key_at_login_and_ends_at_logout(client, ann):
    session = client.session
    session["orders"] = []
    session.save()
    client.cookies["session"] = session.session_key

    log_in(client)
    inside = client.cookies["session"].value
    assert inside != session.session_key
    assert client.session["orders"] == []
    answer = client.post(reverse("accounts:logout"))

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not is_in(client)
    client.cookies["session"] = inside
    assert not is_in(client)


def test_logout_by_a_link_does_nothing(client, ann):
    client.force_login(ann)

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert is_in(client)


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/account/profile/", "/account/profile/"),
        ("/events/?city=Milan", "/events/?city=Milan"),
        ("http://testserver/events/", "http://testserver/events/"),
        ("", "/account/"),
        ("//evil.example/", "/account/"),
        ("https://evil.example/", "/account/"),
        ("javascript:alert(1)", "/account/"),
        ("/\\evil.example", "/account/"),
        ("profile", "/account/"),
    ],
)
def test_login_leads_back_to_pages_of_ours_only(client, ann, wanted, led_to):
    form = client.get(LOGIN, {"next": wanted}).content.decode()
    answer = log_in(client, next=wanted)

    assert ('name="next"' in form) == (led_to != "/account/")
    assert (answer.status_code, answer["Location"]) == (302, led_to)


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("", PASSWORD, "Enter your address."),
        ("ann", PASSWORD, "Enter the full address, like name@example.com."),
        ("ann@example.org", "", "Enter your password."),
        ("ann@example.org", "\0", "Null characters are not allowed."),
    ],
)
def test_login_says_what_to_mend_and_counts_no_try(client, ann, email, password, words):
    answer = log_in(client, email, password)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'value="{email}"' in page or not email
    assert not Throttle.objects.exists()


def test_a_session_ends_with_the_account(client, ann):
    client.force_login(ann)
    assert is_in(client)

    with everything():
        User.objects.update(status="inactive")

    assert not is_in(client)


def test_the_admin_has_no_login_of_its_own_that_would_count_no_tries(client, ann):
    OrganizerFactory(email="olga@example.org", password=PASSWORD)

    answer = client.get("/admin/events/event/", follow=True)
    assert answer.redirect_chain[-1][0] == "/account/login/?next=/admin/events/event/"
    direct = client.post("/admin/login/", {"username": "olga@example.org", "password": PASSWORD})
    assert (direct.status_code, direct["Location"]) == (302, "/account/login/?next=/admin/")
    assert not is_in(client)
    log_in(client)
    assert client.get("/admin/", follow=True).status_code == 403
    client.post(reverse("accounts:logout"))
    log_in(client, "olga@example.org")

    answer = client.get("/admin/login/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200
