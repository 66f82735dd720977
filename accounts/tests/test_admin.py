"""People in the admin: for admins only, by the whole address, and never more than they need."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User, UserProfile
from accounts.tests.factories import OrganizerFactory, UserFactory, UserProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import everything

PEOPLE = "/admin/accounts/user/"


def page_of(user):
    return f"{PEOPLE}{user.pk}/change/"


@pytest.fixture
def admin(client, db):
    admin = UserFactory(user_type="admin", email="admin@example.org")
    client.force_login(admin)
    return admin


@pytest.mark.django_db
def test_only_admins_see_people(client):
    ann, olga = UserFactory(), OrganizerFactory()

    for user in (ann, olga):
        client.force_login(user)
        for path in (PEOPLE, page_of(ann), f"{page_of(ann)[:-7]}history/", f"{PEOPLE}add/"):
            assert client.get(path, follow=True).status_code == 403


def test_the_list_costs_the_same_for_one_and_three(client, admin, django_assert_num_queries):
    with django_assert_num_queries(7):
        client.get(PEOPLE)
    for name in ("Ann", "Bob"):
        UserFactory(full_name=name)

    with django_assert_num_queries(7):
        page = client.get(PEOPLE).content.decode()

    assert ("Ann" in page, "Bob" in page, "3 people" in page) == (True, True, True)


def test_people_are_found_by_their_whole_address_only(client, admin):
    UserFactory(email="ann@example.org", full_name="Ann Example")
    UserFactory(email="bob@example.org", full_name="Bob Example")

    found = {
        words: [name in page for name in ("Ann Example", "Bob Example")]
        for words in ("Ann@example.org", "example.org", "")
        for page in [client.get(PEOPLE, {"q": words}).content.decode()]
    }

    assert found == {
        "Ann@example.org": [True, False], "example.org": [False, False], "": [True, True],
    }  # fmt: skip


def test_an_admin_makes_an_organizer_and_sees_the_profile(client, admin):
    ann = UserFactory(email="ann@example.org", full_name="Ann", status="pending")
    UserProfileFactory(user=ann, company="House of Ann")

    assert "House of Ann" in client.get(page_of(ann)).content.decode()
    client.post(
        page_of(ann),
        {
            "full_name": "Ann Example",
            "phone_number": "",
            "user_type": "organizer",
            "email": "eve@example.org",
            "status": "active",
            "profile-TOTAL_FORMS": 1,
            "profile-INITIAL_FORMS": 1,
            "profile-0-company": "House of Eve",
        },
    )

    with everything():
        now = User.objects.get(pk=ann.pk)
        company = UserProfile.objects.get().company
    assert (now.full_name, now.user_type) == ("Ann Example", "organizer")
    assert (now.email, now.status, company) == ("ann@example.org", "pending", "House of Ann")


def test_nobody_is_added_or_deleted_by_hand(client, admin):
    ann = UserFactory()

    for path in (f"{PEOPLE}add/", f"{PEOPLE}{ann.pk}/delete/"):
        answer = client.post(path, {"post": "yes"}, follow=True)
        assert answer.redirect_chain == [(path, 302)]
        assert answer.status_code == 403
    assert "delete_selected" not in client.get(PEOPLE).content.decode()

    with everything():
        assert User.objects.count() == 2


def test_the_history_names_what_changed_and_no_value_of_a_person(client, admin):
    ann = UserFactory(email="ann@example.org", full_name="Ann")
    with everything():
        ann.full_name = "Renamed"
        ann.save()

    page = client.get(f"{PEOPLE}{ann.pk}/history/").content.decode()

    assert "<li>Full name: <ins>changed</ins></li>" in page
    assert ("Renamed" in page, "ann@example.org" in page) == (False, False)
    gone = client.get(f"{PEOPLE}{'0' * 8}-0000-4000-8000-{'0' * 12}/history/")
    assert (gone.status_code, gone["Location"]) == (302, "/admin/")


@pytest.mark.django_db(transaction=True)
def test_make_admin_makes_the_first_admin(capsys):
    ann = UserFactory(email="ann@example.org", status="pending")

    with acting_as(None):
        call_command("make_admin", "Ann@example.org")
        with pytest.raises(CommandError, match=r"Nobody has signed up as bob@example\.org"):
            call_command("make_admin", "bob@example.org")

    with everything():
        now = User.objects.get(pk=ann.pk)
    assert (now.user_type, now.status) == ("admin", "active")
    assert capsys.readouterr().out == "Ann@example.org is an admin now.\n"


@pytest.mark.django_db
def test_people_and_profiles_are_told_apart_without_their_names():
    profile = UserProfileFactory(user__full_name="Ann Example")

    assert str(profile.user) == f"person {str(profile.user.pk)[:8]}"
    assert str(profile) == f"profile of person {str(profile.user.pk)[:8]}"
