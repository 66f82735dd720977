"""The team at the desk: whose it is, and what its forms do."""

import re
import uuid

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import UserFactory
from communications.models import Notification
from events.access import AtMyEvents
from events.inviting import InvitationGone
from events.models import Event, EventTeamMember, TeamInvitation
from events.teams import WAY, change_member, remove_member
from events.tests.factories import EventFactory, TeamInvitationFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, drain_outbox, everything, stored
from fashionista.common.tests.pages import page_of

pytestmark = pytest.mark.django_db

ADDRESS = "tess@example.org"
TEAM = "/admin/events/eventteammember/"
INVITE = f"{TEAM}invite/"


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def test_what_is_taken_away_is_gone_at_the_next_statement(world):
    client = visitor(world.tess)
    page = page_of(world.seat_a)
    assert client.get(page).status_code == 200

    with acting_as(world.olga):
        change_member(world.team_tess, permissions=["door"], by=world.olga, at=NOON)
    assert client.get(page).status_code == 403
    assert client.get(page_of(world.shown_a)).status_code == 200
    with acting_as(world.olga):
        remove_member(world.team_tess, by=world.olga, at=NOON)

    assert client.get(page_of(world.shown_a), follow=True).status_code == 403
    with acting_as(world.tess):
        assert not Event.objects.filter(AtMyEvents("pk", "view")).exists()


def test_rivals_and_colleagues_change_nobody(world):
    for name in ("boris", "faye", "tess"):
        user = getattr(world, name)
        with acting_as(user):
            with pytest.raises(PermissionDenied):
                change_member(world.team_tess, permissions=["finance"], by=user, at=NOON)
            with pytest.raises(PermissionDenied):
                remove_member(stored(world.team_tess), by=user, at=NOON)
            with pytest.raises(InvitationGone):
                WAY.revoke(world.invited_a, at=NOON)

    assert stored(world.team_tess).permissions == ["sell"]
    assert stored(world.invited_a).revoked_at is None


def test_the_page_shows_ones_own_people_and_invitations(world):
    def shown(user):
        page = visitor(user).get(TEAM).content.decode()
        addresses = ("tess@canary", "faye@canary", "asked-a@canary", "asked-b@canary")
        return [address for address in addresses if address in page]

    assert shown(world.olga) == ["tess@canary", "faye@canary", "asked-a@canary"]
    assert shown(world.boris) == ["asked-b@canary"]
    assert shown(world.paul) == []  # he is on a team, and has none
    assert visitor(world.tess).get(TEAM).status_code == 403
    assert visitor(world.tess).get(INVITE).status_code == 403


def test_an_organizer_asks_changes_and_lets_go_at_the_desk(world):
    client = visitor(world.olga)
    with everything():
        notes = Notification.objects.count()
    form = {
        "invitation": uuid.uuid4(),
        "email": "new@example.org",
        "event": world.draft_a.pk,
        "permissions": ["programme", "finance"],
    }

    for _twice in range(2):
        answer = client.post(INVITE, form, follow=True)
    assert "This person both plans and handles money." in answer.content.decode()
    with everything():
        asked = TeamInvitation.objects.get(pk=form["invitation"])
        assert (asked.event, asked.permissions) == (world.draft_a, ["programme", "finance"])
        assert Notification.objects.count() == notes + 1
    client.post(f"{TEAM}invitations/{asked.pk}/revoke/")
    again = client.post(f"{TEAM}invitations/{asked.pk}/revoke/", follow=True)
    assert stored(asked).revoked_at is not None
    assert InvitationGone().sentence in again.content.decode()

    client.post(page_of(world.team_tess), {"permissions": ["door", "view"]})
    assert stored(world.team_tess).permissions == ["view", "door"]
    client.post(page_of(world.team_tess).replace("change", "delete"), {"post": "yes"})
    with everything():
        assert not EventTeamMember.objects.filter(pk=world.team_tess.pk).exists()


@pytest.mark.parametrize(
    "changes", [{"email": "no address"}, {"permissions": []}, {"event": "rival"}]
)
def test_a_form_that_does_not_fit_asks_nobody(world, changes):
    form = {"invitation": uuid.uuid4(), "email": ADDRESS, "permissions": ["door"], "event": ""}
    if changes.get("event"):
        changes = {"event": world.shown_b.pk}

    answer = visitor(world.olga).post(INVITE, form | changes)

    assert answer.status_code == 422
    with everything():
        assert not TeamInvitation.objects.filter(pk=form["invitation"]).exists()


def test_a_rivals_invitation_is_not_there(world):
    url = f"{TEAM}invitations/{world.invited_a.pk}/revoke/"

    assert visitor(world.boris).post(url).status_code == 404
    assert visitor(world.faye).post(url).status_code == 404
    assert visitor(world.tess).post(url).status_code == 403
    assert Client().post(url).status_code == 302
    assert stored(world.invited_a).revoked_at is None


def test_an_invitation_is_sent_again_with_a_new_link(world):
    client = visitor(world.olga)
    url = f"{TEAM}invitations/{world.invited_a.pk}/again/"

    answer = client.post(url, follow=True)

    assert "An invitation is on its way to asked-a@canary.example." in answer.content.decode()
    assert stored(world.invited_a).revoked_at is not None
    with everything():
        new = TeamInvitation.objects.get(organizer=world.olga, accepted_at=None, revoked_at=None)
    kept = [(each.email, each.event_id, each.permissions) for each in (new, world.invited_a)]
    assert kept[0] == kept[1]
    assert new.secret_hash != world.invited_a.secret_hash
    assert client.post(url).status_code == 404
    assert client.get(url).status_code == 405
    assert visitor(world.boris).post(url).status_code == 404
    assert visitor(world.tess).post(url).status_code == 403


def test_whether_an_address_has_an_account_makes_no_difference():
    event = EventFactory()
    UserFactory(email=ADDRESS)
    client, answers, costs = visitor(event.organizer), [], []

    for email in (ADDRESS, "nobody@example.org"):
        form = {"invitation": uuid.uuid4(), "email": email, "permissions": ["door"], "event": ""}
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(INVITE, form)
        answers.append((answer.status_code, answer["Location"]))
        costs.append(len(asked))
        page = client.get(TEAM).content.decode()
        assert f"An invitation is on its way to {email}." in page
    drain_outbox()

    assert answers == [(302, TEAM)] * 2
    assert costs[0] == costs[1]
    first, second = (re.sub(r"/teams/\S+", "", message.body) for message in mail.outbox)
    assert first == second


def test_the_team_page_costs_the_same_for_one_and_three_invitations(django_assert_num_queries):
    event = EventFactory()
    client = visitor(event.organizer)

    for _more in range(3):
        TeamInvitationFactory(event=EventFactory(organizer=event.organizer))
        with django_assert_num_queries(8):
            client.get(TEAM)
