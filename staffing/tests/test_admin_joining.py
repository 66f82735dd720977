"""Inviting staff at the desk."""

import re
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import OrganizerFactory, UserFactory
from fashionista.common.testing import drain_outbox, everything, stored
from staffing.models import StaffInvitation
from staffing.tests.factories import StaffInvitationFactory, StaffMemberFactory, StaffRoleFactory

pytestmark = pytest.mark.django_db
BOOKS = "/admin/staffing/staffmember/"
INVITE = f"{BOOKS}invite/"
ADDRESS = "dora@doors.example"


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def told(organizer, role, email=ADDRESS):
    return {
        "invitation": uuid.uuid4(), "email": email, "role": role.pk, "organizer": organizer.pk,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["olga", "hal"])
def test_who_plans_for_all_events_asks_sends_again_and_takes_back(world, name):
    client = visitor(getattr(world, name))
    form = told(world.olga, world.door)
    assert INVITE in client.get(BOOKS).content.decode()
    assert client.get(INVITE).status_code == 200

    for _twice in range(2):
        answer = client.post(INVITE, form, follow=True)

    page = answer.content.decode()
    assert f"An invitation is on its way to {ADDRESS}." in page
    assert f"Take back the invitation to {ADDRESS}" in page
    client.post(f"{BOOKS}invitations/{form['invitation']}/again/")
    with everything():
        asked = StaffInvitation.objects.filter(email=ADDRESS).order_by("created_at")
        first, second = asked
        assert (first.revoked_at is None, second.revoked_at) == (False, None)
        assert (second.organizer, second.role) == (world.olga, world.door)
    client.post(f"{BOOKS}invitations/{second.pk}/revoke/")
    assert stored(second).revoked_at is not None
    assert f"invitation to {ADDRESS}" not in client.get(BOOKS).content.decode()


@pytest.mark.parametrize("name", ["boris", "tess", "rita", "faye", "stan", "ann"])
def test_others_neither_ask_nor_take_back(world, name):
    client = visitor(getattr(world, name))

    client.post(INVITE, told(world.olga, world.door))
    for what in ("again", "revoke"):
        page = f"{BOOKS}invitations/{world.called_a.pk}/{what}/"
        assert client.post(page).status_code in (302, 403, 404)
    assert "new-a@canary.example" not in client.get(BOOKS, follow=True).content.decode()

    assert stored(world.called_a).revoked_at is None
    with everything():
        assert not StaffInvitation.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize("changes", [{"email": "no address"}, {"role": ""}, {"organizer": "rival"}])
def test_a_form_that_does_not_fit_asks_nobody(world, changes):
    if "organizer" in changes:
        changes = {"organizer": world.boris.pk}

    answer = visitor(world.olga).post(INVITE, told(world.olga, world.door) | changes)

    assert answer.status_code == 422
    with everything():
        assert not StaffInvitation.objects.filter(email=ADDRESS).exists()


def test_who_is_on_the_books_is_not_asked_again(world):
    answer = visitor(world.olga).post(INVITE, told(world.olga, world.door, world.stan.email))

    assert answer.status_code == 422
    assert "is on these books already." in answer.content.decode()


def test_admins_put_people_on_the_books_themselves(world):
    client = visitor(world.admin)

    assert INVITE not in client.get(BOOKS).content.decode()
    assert client.get(f"{BOOKS}add/").status_code == 200


def test_whether_an_address_has_an_account_makes_no_difference():
    olga, role, answers, costs = OrganizerFactory(), StaffRoleFactory(), [], []
    UserFactory(email=ADDRESS)
    elsewhere = StaffMemberFactory().user.email
    client = visitor(olga)

    for email in (ADDRESS, elsewhere, "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(INVITE, told(olga, role, email))
        answers.append((answer.status_code, answer["Location"]))
        costs.append(len(asked))
        assert f"on its way to {email}." in client.get(BOOKS).content.decode()
    drain_outbox()

    assert answers == [(302, BOOKS)] * 3
    assert len(set(costs)) == 1
    assert len({re.sub(r"/staff/join/\S+", "", message.body) for message in mail.outbox}) == 1


def test_the_books_cost_the_same_for_one_and_three_invitations(django_assert_max_num_queries):
    olga = OrganizerFactory()
    client = visitor(olga)

    for _more in range(3):
        StaffInvitationFactory(organizer=olga)
        with django_assert_max_num_queries(10):
            client.get(BOOKS)
