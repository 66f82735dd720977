"""What people change about themselves."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import OrganizerFactory, UserFactory
from fashionista.common.testing import everything

pytestmark = pytest.mark.django_db
PROFILE = "/account/profile/"


def stored(user):
    with everything():
        return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("name", ["accounts:home", "accounts:profile"])
def test_strangers_are_asked_to_sign_in(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer["Location"] == f"/account/login/?next={reverse(name)}"


def test_the_account_page_shows_the_desk_to_whom_it_is_for(client):
    ann, olga = UserFactory(email="ann@example.org"), OrganizerFactory(email="olga@example.org")

    pages = {}
    for user in (ann, olga):
        client.force_login(user)
        pages[user] = client.get(reverse("accounts:home")).content.decode()

    assert ("ann@example.org" in pages[ann], "Organizer desk" in pages[ann]) == (True, False)
    assert ("olga@example.org" in pages[olga], "Organizer desk" in pages[olga]) == (True, True)


def test_a_profile_is_saved_and_nothing_else_of_it(client):
    ann = UserFactory(email="ann@example.org", full_name="Ann", password="old password")
    client.force_login(ann)

    answer = client.post(
        PROFILE,
        {
            "full_name": "Ann Example",
            "phone_number": "+44 20 7946 0000",
            "email": "eve@example.org",
            "user_type": "admin",
            "status": "inactive",
        },
        follow=True,
    )

    assert answer.redirect_chain == [(PROFILE, 302)]
    page = answer.content.decode()
    assert "Saved." in page
    assert 'value="Ann Example"' in page
    now = stored(ann)
    assert (now.full_name, now.phone_number) == ("Ann Example", "+44 20 7946 0000")
    assert (now.email, now.user_type, now.status) == ("ann@example.org", "attendee", "active")
    assert now.password == ann.password


@pytest.mark.parametrize(
    ("field", "value"), [("full_name", "x" * 201), ("phone_number", "1" * 41), ("full_name", "\0")]
)
def test_a_profile_that_cannot_be_saved_says_why_and_keeps_what_was_typed(client, field, value):
    ann = UserFactory(full_name="Ann", phone_number="1")
    client.force_login(ann)

    answer = client.post(PROFILE, {"full_name": "Anna", "phone_number": "2", field: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "One thing to fix." in page
    assert value in page
    assert (stored(ann).full_name, stored(ann).phone_number) == ("Ann", "1")


def test_names_are_shown_as_text(client):
    client.force_login(UserFactory(full_name="<b>Ann</b> Example"))

    page = client.get(PROFILE).content.decode()

    assert "&lt;b&gt;Ann&lt;/b&gt;" in page
    assert "<b>Ann" not in page


def test_short_names_come_from_the_name_else_from_the_address():
    ann, nameless = UserFactory(full_name="Ann Example"), UserFactory(email="bob@example.org")

    assert (ann.get_short_name(), nameless.get_short_name()) == ("Ann", "bob")


@pytest.mark.parametrize(
    ("fields", "opens"),
    [
        ({"user_type": "admin"}, True),
        ({"user_type": "organizer"}, True),
        ({"user_type": "attendee"}, False),
        ({"user_type": "admin", "status": "inactive"}, False),
        ({"user_type": "organizer", "status": "pending"}, False),
    ],
)
def test_djangos_permissions_only_know_who_has_a_desk(fields, opens):
    user = UserFactory(**fields)

    assert (user.has_perm("events.add_event"), user.has_module_perms("events")) == (opens, opens)


def test_no_page_of_an_account_is_kept_by_anybody(client):
    client.force_login(UserFactory())

    for name in ("home", "profile", "login", "signup", "reset"):
        answer = client.get(reverse(f"accounts:{name}"))
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
