"""Staff by invitation: who asks whom, and that the books take nobody who has not said yes."""

import re
import uuid
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.tests.factories import OrganizerFactory, UserFactory
from communications.models import Notification
from events.inviting import AnotherAddress, InvitationGone
from events.tests.factories import EventFactory, EventTeamMemberFactory, OrganizerProfileFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, drain_outbox, everything, stored
from fashionista.common.tests.races import race
from staffing.joining import WAY, AlreadyOnBooks, accept, invite_staff
from staffing.models import StaffInvitation, StaffMember
from staffing.rostering import deactivate_staff
from staffing.tests.factories import StaffMemberFactory, StaffRoleFactory

pytestmark = pytest.mark.django_db
ADDRESS = "dora@doors.example"


@pytest.fixture
def olga():
    return OrganizerProfileFactory(public_name="House of Ink").user


@pytest.fixture
def door():
    return StaffRoleFactory(name="Door")


def ask(organizer, role, email=ADDRESS, *, by=None, at=NOON):
    by = by or organizer
    with acting_as(by):
        return invite_staff(
            email, organizer=organizer, role=role, invitation_id=uuid.uuid4(), language="en",
            by=by, at=at,
        )  # fmt: skip


def mailed_link():
    """The link in the newest mail."""
    drain_outbox()
    return re.search(r"http://[^/]+(/staff/join/\S+)", mail.outbox[-1].body)[1]


def mailed_secret():
    return mailed_link().strip("/").rpartition("/")[2]


def join(secret, user, at=NOON):
    with acting_as(user):
        return accept(secret, by=user, at=at)


def on_books():
    with everything():
        rows = StaffMember.objects.order_by("pk").select_related("user", "organizer", "role")
        return [(row.user, row.organizer, row.role, row.status) for row in rows]


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def test_whoever_is_asked_is_on_the_books_once_they_say_yes(olga, door):
    dora = UserFactory(email=ADDRESS)

    invitation = ask(olga, door, "Dora@Doors.example")
    assert on_books() == []
    secret = mailed_secret()
    first, second = join(secret, dora), join(secret, dora)

    assert mail.outbox[-1].to == ["Dora@Doors.example"]
    assert mail.outbox[-1].subject == "House of Ink asks you to work for them"
    assert "on their staff at Fashionista, as: Door." in mail.outbox[-1].body
    assert on_books() == [(dora, olga, door, "active")]
    assert (first, stored(invitation).accepted_at) == (second, NOON)


def test_who_plans_staff_for_all_events_asks_and_nobody_else(olga, door):
    event = EventFactory(organizer=olga)
    everywhere = {"event": None, "organizer": olga}
    planner = EventTeamMemberFactory(**everywhere, permissions=["staff"]).user
    seller = EventTeamMemberFactory(**everywhere, permissions=["sell", "finance"]).user
    of_one_event = EventTeamMemberFactory(event=event, permissions=["staff"]).user

    for by in (seller, of_one_event, OrganizerFactory(), UserFactory()):
        with pytest.raises(PermissionDenied):
            ask(olga, door, by=by)
    with everything():
        assert not StaffInvitation.objects.exists()
        assert not Notification.objects.exists()
    invitation = ask(olga, door, by=planner)

    assert (invitation.organizer, invitation.invited_by) == (olga, planner)


def test_links_that_are_taken_back_replaced_or_run_out_open_nothing(olga, door):
    dora = UserFactory(email=ADDRESS)
    ask(olga, door)
    replaced = mailed_secret()
    taken_back = ask(olga, door)
    second = mailed_secret()
    with acting_as(olga):
        WAY.revoke(taken_back, at=NOON)
    ask(olga, door)
    third = mailed_secret()

    for secret, at in [
        (replaced, NOON), (second, NOON), (third, NOON + timedelta(days=7)), ("made-up", NOON),
    ]:  # fmt: skip
        with pytest.raises(InvitationGone):
            join(secret, dora, at)

    assert on_books() == []


def test_only_a_confirmed_account_of_the_address_joins(olga, door):
    ask(olga, door)
    secret = mailed_secret()

    for user in (UserFactory(), UserFactory(email=ADDRESS, status="pending")):
        with pytest.raises(AnotherAddress):
            join(secret, user)

    assert on_books() == []


def test_who_is_on_the_books_is_not_asked_but_may_be_by_another_house(olga, door):
    member = StaffMemberFactory(organizer=olga, user__email=ADDRESS)
    with acting_as(olga):
        deactivate_staff(member, by=olga, at=NOON)

    with pytest.raises(AlreadyOnBooks):
        ask(olga, door, "DORA@doors.example")
    boris = OrganizerProfileFactory().user
    ask(boris, door)
    join(mailed_secret(), member.user)

    assert {(house, status) for _user, house, _role, status in on_books()} == {
        (olga, "inactive"), (boris, "active"),
    }  # fmt: skip


def test_who_was_put_on_the_books_meanwhile_keeps_their_role(olga, door):
    dora = UserFactory(email=ADDRESS)
    invitation = ask(olga, door)
    secret = mailed_secret()
    stage = StaffMemberFactory(organizer=olga, user=dora).role

    with pytest.raises(AlreadyOnBooks):
        join(secret, dora)

    assert on_books() == [(dora, olga, stage, "active")]
    assert stored(invitation).accepted_at is None


def test_who_was_let_go_is_not_back_by_the_old_link(olga, door):
    dora = UserFactory(email=ADDRESS)
    ask(olga, door)
    secret = mailed_secret()
    member = join(secret, dora)
    with acting_as(olga):
        member.delete()

    with pytest.raises(InvitationGone):
        join(secret, dora)

    assert on_books() == []


@pytest.mark.django_db(transaction=True)
def test_race_of_accepting_and_taking_back_has_one_end():
    olga, door = OrganizerProfileFactory().user, StaffRoleFactory()
    dora = UserFactory(email=ADDRESS)
    invitation = ask(olga, door)
    secret = mailed_secret()

    def take_back():
        with acting_as(olga):
            WAY.revoke(invitation, at=NOON)

    outcomes = race(*[partial(join, secret, dora)] * 2, take_back)

    assert Counter(type(each).__name__ for each in outcomes)["InvitationGone"] in (1, 2)
    ended = stored(invitation)
    assert (ended.accepted_at is None) != (ended.revoked_at is None)
    assert len(on_books()) == (1 if ended.accepted_at else 0)


@pytest.mark.django_db(transaction=True)
def test_race_of_invitations_to_one_address_leaves_one_open():
    olga, door = OrganizerProfileFactory().user, StaffRoleFactory()

    outcomes = race(*[partial(ask, olga, door)] * 3)

    assert {type(each).__name__ for each in outcomes} <= {"StaffInvitation", "JustInvited"}
    with everything():
        assert StaffInvitation.objects.open(NOON).count() == 1


def test_the_link_asks_first_and_leads_to_the_shifts(olga, door):
    dora = UserFactory(email=ADDRESS)
    ask(olga, door, at=timezone.now())
    link = mailed_link()

    page = Client().get(link).content.decode()
    assert "House of Ink would like to have you on their staff, as: Door." in page
    assert f"/account/signup/?next={link}" in page
    assert Client().post(link)["Location"] == f"/account/login/?next={link}"
    stranger = visitor(UserFactory())
    assert "another address" in stranger.get(link).content.decode()
    assert stranger.post(link).status_code == 409
    client = visitor(dora)
    assert client.get(link).status_code == 200
    assert on_books() == []

    answer = client.post(link, follow=True)

    assert answer.redirect_chain == [("/staff/shifts/", 302)]
    assert "You are on the staff." in answer.content.decode()
    assert client.get(link).status_code == 410
    assert "That link is worn out" in stranger.get(link).content.decode()
    assert len(on_books()) == 1


def test_the_link_costs_the_same_with_and_without_an_account(
    olga, door, django_assert_max_num_queries
):
    ask(olga, door, at=timezone.now())
    link = mailed_link()

    with django_assert_max_num_queries(3):
        Client().get(link)
