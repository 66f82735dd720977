"""Teams by invitation: who asks whom, what the link is good for, and that it can be taken back."""

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
from events.access import AtMyEvents
from events.duties import MONEY, PLANNING, PRESETS, WORDS, in_order, mixes_duties
from events.inviting import AnotherAddress, InvitationGone
from events.models import Event, EventTeamMember, TeamInvitation
from events.teams import (
    WAY,
    AlreadyOnTeam,
    OwnAddress,
    accept,
    invite,
)
from events.tests.factories import (
    EventFactory,
    EventTeamMemberFactory,
    OrganizerProfileFactory,
)
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, drain_outbox, everything, stored
from fashionista.common.tests.pages import page_of
from fashionista.common.tests.races import race

pytestmark = pytest.mark.django_db

TEAM = "/admin/events/eventteammember/"
INVITE = f"{TEAM}invite/"
ADDRESS = "tess@example.org"


def ask(event, email=ADDRESS, *, permissions=("sell",), everywhere=False, by=None, at=NOON):
    by = by or event.organizer
    with acting_as(by):
        return invite(
            email,
            event=None if everywhere else event,
            permissions=permissions,
            invitation_id=uuid.uuid4(),
            language="en",
            by=by,
            at=at,
        )


def mailed_link():
    """The link in the newest mail."""
    drain_outbox()
    return re.search(r"http://[^/]+(/teams/\S+)", mail.outbox[-1].body)[1]


def mailed_secret():
    return mailed_link().strip("/").rpartition("/")[2]


def join(secret, user, at=NOON):
    with acting_as(user):
        return accept(secret, by=user, at=at)


def members():
    with everything():
        rows = EventTeamMember.objects.order_by("pk")
        return [(row.user, row.organizer, row.event, row.permissions) for row in rows]


def can(user, permission, event):
    with acting_as(user):
        return Event.objects.filter(AtMyEvents("pk", permission), pk=event.pk).exists()


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def test_permissions_are_all_in_words_and_presets_part_planning_from_money():
    assert {*WORDS} == {*PLANNING, *MONEY, "view", "door"}
    assert in_order(["finance", "view", "sell", "sell"]) == ["view", "sell", "finance"]
    assert [mixes_duties(preset) for preset in PRESETS.values()] == [False, False]
    assert [mixes_duties(both) for both in (["programme", "refund"], ["view", "door", "sell"])] == [
        True, False,
    ]  # fmt: skip


def test_whoever_is_asked_joins_by_the_link_and_may_do_that_at_that_event():
    house = OrganizerProfileFactory(public_name="House of Ink")
    event, other = EventFactory.create_batch(2, organizer=house.user)
    tess = UserFactory(email=ADDRESS)

    invitation = ask(event, "Tess@Example.org ", permissions=["door", "sell"])
    member = join(mailed_secret(), tess)

    assert mail.outbox[-1].to == ["Tess@Example.org "]
    assert mail.outbox[-1].subject == "House of Ink asks you to join their team"
    assert "- Door: scan tickets and let people in" in mail.outbox[-1].body
    assert members() == [(tess, house.user, event, ["sell", "door"])]
    assert (member.user, stored(invitation).accepted_at) == (tess, NOON)
    assert [can(tess, what, event) for what in ("view", "sell", "door", "refund")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert not can(tess, "view", other)


def test_an_invitation_to_all_events_counts_for_those_to_come():
    event = EventFactory()
    tess = UserFactory(email=ADDRESS)
    ask(event, everywhere=True)

    join(mailed_secret(), tess)

    assert can(tess, "sell", EventFactory(organizer=event.organizer))
    assert not can(tess, "sell", EventFactory())


def test_a_link_used_twice_is_one_place_on_the_team():
    event, tess = EventFactory(), UserFactory(email=ADDRESS)
    ask(event)
    secret = mailed_secret()

    first, second = join(secret, tess), join(secret, tess)

    assert first == second
    assert len(members()) == 1


@pytest.mark.django_db(transaction=True)
def test_race_of_two_who_accept_is_one_place_on_the_team():
    event, tess = EventFactory(), UserFactory(email=ADDRESS)
    ask(event)
    secret = mailed_secret()

    outcomes = race(*[partial(join, secret, tess)] * 4)

    assert Counter(type(each).__name__ for each in outcomes) == {"EventTeamMember": 4}
    assert len(members()) == 1


@pytest.mark.django_db(transaction=True)
def test_race_of_accepting_and_taking_back_has_one_end():
    event, tess = EventFactory(), UserFactory(email=ADDRESS)
    invitation = ask(event)
    secret = mailed_secret()

    def take_back():
        with acting_as(event.organizer):
            WAY.revoke(invitation, at=NOON)

    outcomes = race(partial(join, secret, tess), take_back)

    assert [type(each) for each in outcomes].count(InvitationGone) == 1
    ended = stored(invitation)
    assert (ended.accepted_at is None) != (ended.revoked_at is None)
    assert len(members()) == (1 if ended.accepted_at else 0)


@pytest.mark.django_db(transaction=True)
def test_race_of_two_invitations_to_one_address_leaves_one_open():
    event = EventFactory()

    outcomes = race(*[partial(ask, event)] * 3)

    assert {type(each) for each in outcomes} == {TeamInvitation}
    with everything():
        assert TeamInvitation.objects.open(NOON).count() == 1
        assert TeamInvitation.objects.count() == 3


def test_links_that_are_taken_back_run_out_or_made_up_open_nothing():
    event, tess = EventFactory(), UserFactory(email=ADDRESS)
    taken_back = ask(event)
    first = mailed_secret()
    with acting_as(event.organizer):
        WAY.revoke(taken_back, at=NOON)
    ask(event)
    second = mailed_secret()

    for secret, at in [(first, NOON), (second, NOON + timedelta(days=7)), ("made-up", NOON)]:
        with pytest.raises(InvitationGone):
            join(secret, tess, at)
        with pytest.raises(InvitationGone), acting_as(None):
            WAY.read(secret, at=at)

    assert members() == []


def test_a_new_invitation_ends_the_link_of_the_one_before():
    event, tess = EventFactory(), UserFactory(email=ADDRESS)
    ask(event, permissions=["finance"])
    first = mailed_secret()
    ask(event, permissions=["door"])
    second = mailed_secret()

    with pytest.raises(InvitationGone):
        join(first, tess)
    join(second, tess)

    assert [permissions for *_, permissions in members()] == [["door"]]


def test_only_a_confirmed_account_of_the_address_joins():
    event = EventFactory()
    ask(event)
    secret = mailed_secret()

    for user in (UserFactory(), UserFactory(email=ADDRESS, status="pending")):
        with pytest.raises(AnotherAddress):
            join(secret, user)

    assert members() == []
    with everything():
        assert TeamInvitation.objects.open(NOON).count() == 1


def test_nobody_joins_one_who_is_no_organizer_any_more():
    event, tess = EventFactory(), UserFactory(email=ADDRESS)
    ask(event)
    secret = mailed_secret()
    with everything():
        type(tess).objects.filter(pk=event.organizer_id).update(user_type="attendee")

    with pytest.raises(InvitationGone):
        join(secret, tess)


def test_whoever_was_put_on_the_team_meanwhile_keeps_what_they_may():
    event, tess = EventFactory(), UserFactory(email=ADDRESS)
    invitation = ask(event, permissions=["finance"])
    secret = mailed_secret()
    EventTeamMemberFactory(event=event, user=tess, permissions=["door"])

    with pytest.raises(AlreadyOnTeam):
        join(secret, tess)

    assert [permissions for *_, permissions in members()] == [["door"]]
    assert stored(invitation).accepted_at is None


def test_who_is_on_the_team_is_not_asked_again_but_may_be_for_another_event():
    event = EventFactory()
    EventTeamMemberFactory(event=event, user=UserFactory(email=ADDRESS))

    with pytest.raises(AlreadyOnTeam):
        ask(event, "TESS@example.org")
    with pytest.raises(OwnAddress):
        ask(event, event.organizer.email)
    ask(EventFactory(organizer=event.organizer))

    with everything():
        assert TeamInvitation.objects.count() == Notification.objects.count() == 1


def test_only_the_owner_asks_others_in():
    event, rival = EventFactory(), OrganizerFactory()
    colleague = UserFactory()
    everything_there = {"event": None, "organizer": event.organizer, "permissions": list(WORDS)}
    EventTeamMemberFactory(user=colleague, **everything_there)

    for by in (rival, colleague, UserFactory(user_type="admin")):
        with pytest.raises(PermissionDenied):
            ask(event, by=by)

    with everything():
        assert not TeamInvitation.objects.exists()


def test_the_link_asks_before_anybody_joins_and_comes_back_after_signing_in():
    event, tess = EventFactory(status="draft"), UserFactory(email=ADDRESS)
    ask(event, at=timezone.now())
    link = mailed_link()

    page = Client().get(link)
    assert (page.status_code, "Spring Show" in page.content.decode()) == (200, True)
    assert f"/account/signup/?next={link}" in page.content.decode()
    assert Client().post(link)["Location"] == f"/account/login/?next={link}"
    stranger = visitor(UserFactory())
    assert "another address" in stranger.get(link).content.decode()
    assert stranger.post(link).status_code == 409
    assert members() == []

    client = visitor(tess)
    assert client.get(link).status_code == 200
    assert members() == []
    answer = client.post(link, follow=True)

    assert answer.redirect_chain == [(page_of(event), 302)]
    assert "You are on the team." in answer.content.decode()
    assert client.get(link).status_code == 410
    assert client.post(link)["Location"] == page_of(event)
    assert stranger.get(link).status_code == 410


def test_who_signs_up_on_the_way_comes_back_to_the_link():
    ask(EventFactory(), at=timezone.now())
    link, client = mailed_link(), Client()
    form = {"full_name": "Tess", "email": ADDRESS, "password": "correct horse battery"}
    client.post("/account/signup/", form | {"next": link})
    drain_outbox()
    verify = re.search(r"http://[^/]+(/account/verify/\S+)", mail.outbox[-1].body)[1]

    assert client.post(verify)["Location"] == f"/account/login/?next={link}"
    login = {"email": ADDRESS, "password": form["password"], "next": link}
    assert client.post("/account/login/", login)["Location"] == link
    client.post(link)

    assert len(members()) == 1


def test_the_link_costs_the_same_with_and_without_an_account(django_assert_max_num_queries):
    ask(EventFactory(), at=timezone.now())
    link = mailed_link()

    with django_assert_max_num_queries(3):
        Client().get(link)
