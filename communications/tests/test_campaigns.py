"""Campaigns: planned, run and ended by those who do an organizer's marketing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import OrganizerFactory, UserFactory
from communications.campaigning import CampaignIsOver, activate_campaign, complete_campaign
from communications.models import Campaign
from communications.permissions import can_run_campaigns
from communications.tests.factories import CampaignFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, everything, stored
from fashionista.common.tests.pages import filled_in, page_of

CAMPAIGNS = "/admin/communications/campaign/"


def test_a_campaign_runs_and_ends(db):
    campaign = CampaignFactory()
    olga = campaign.organizer
    later = NOON + timedelta(days=1)

    with acting_as(olga):
        activate_campaign(campaign, by=olga, at=NOON)
        assert (stored(campaign).status, stored(campaign).activated_at) == ("active", NOON)
        complete_campaign(campaign, by=olga, at=later)

    now = stored(campaign)
    assert (now.status, now.activated_at, now.completed_at) == ("completed", NOON, later)
    assert str(now) == now.name


def test_a_campaign_whose_time_is_over_does_not_start(db):
    campaign = CampaignFactory(end_date=NOON, start_date=NOON - timedelta(days=1))

    with acting_as(campaign.organizer), pytest.raises(CampaignIsOver, match="time is over"):
        activate_campaign(campaign, by=campaign.organizer, at=NOON)

    assert stored(campaign).status == "draft"


@pytest.mark.parametrize(
    ("rule", "stamps"),
    [
        (activate_campaign, {"status": "active", "activated_at": NOON}),
        (complete_campaign, {"status": "draft"}),
        (complete_campaign, {"status": "completed", "activated_at": NOON, "completed_at": NOON}),
    ],
)
def test_campaigns_move_where_they_may_only(db, rule, stamps):
    campaign = CampaignFactory(**stamps)

    with acting_as(campaign.organizer), pytest.raises(NotFromHere):
        rule(campaign, by=campaign.organizer, at=NOON)

    assert stored(campaign).status == stamps["status"]


def test_nobody_else_moves_a_campaign(db):
    campaign = CampaignFactory()

    for person in (OrganizerFactory(), UserFactory(), None):
        with acting_as(person), pytest.raises((PermissionDenied, Campaign.DoesNotExist)):
            activate_campaign(campaign, by=person, at=NOON)

    assert stored(campaign).status == "draft"


def test_a_campaign_ends_after_it_starts(db):
    campaign = CampaignFactory()
    campaign.end_date = campaign.start_date

    with everything(), pytest.raises(ValidationError, match="A campaign ends after it starts"):
        campaign.full_clean()


def test_who_runs_campaigns(world):
    answers = {}
    for name in ("admin", "olga", "faye", "hal", "ann"):
        with acting_as(person := getattr(world, name)):
            answers[name] = can_run_campaigns(person)

    assert answers == {"admin": True, "olga": True, "faye": True, "hal": False, "ann": False}


@pytest.mark.parametrize(
    ("name", "shown"),
    [("olga", ["A"]), ("faye", ["A"]), ("boris", ["B"]), ("paul", []), ("admin", ["A", "B"])],
)
def test_everybody_lists_their_own(world, client, name, shown):
    client.force_login(getattr(world, name))

    page = client.get(CAMPAIGNS).content.decode()

    assert [house for house in ("A", "B") if f"News of {house}</a>" in page] == shown


@pytest.mark.parametrize("name", ["hal", "stan", "ann"])
def test_these_pages_are_not_for_others(world, client, name):
    client.force_login(getattr(world, name))

    for path in (CAMPAIGNS, f"{CAMPAIGNS}add/", page_of(world.campaign_a)):
        assert client.get(path, follow=True).status_code == 403


def test_a_new_campaign_is_a_draft_of_whoever_made_it(world, client):
    client.force_login(world.olga)

    client.post(f"{CAMPAIGNS}add/", filled_in(
        client.get(f"{CAMPAIGNS}add/"), name="New", type="push", status="active",
        start_date_0="2099-12-01", start_date_1="10:00", organizer=str(world.boris.pk),
        end_date_0="2099-12-02", end_date_1="10:00",
    ))  # fmt: skip

    with everything():
        new = Campaign.objects.get(name="New")
    assert (new.organizer_id, new.status, new.type) == (world.olga.pk, "draft", "push")


def test_a_running_campaign_keeps_its_road(world, client):
    client.force_login(world.olga)

    client.post(CAMPAIGNS, {"action": "activate_campaign", "_selected_action": world.campaign_a.pk})
    page = client.get(page_of(world.campaign_a))
    client.post(page_of(world.campaign_a), filled_in(page, name="Renamed", type="push"))

    now = stored(world.campaign_a)
    assert (now.name, now.type, now.status) == ("Renamed", "email", "active")


def test_a_rivals_campaign_is_not_there(world, client):
    client.force_login(world.boris)

    assert client.get(page_of(world.campaign_a))["Location"] == "/admin/"
    client.post(CAMPAIGNS, {"action": "activate_campaign", "_selected_action": world.campaign_a.pk})

    assert stored(world.campaign_a).status == "draft"


def test_the_list_costs_the_same_for_one_and_three(db, client, django_assert_num_queries):
    olga = OrganizerFactory()
    client.force_login(olga)
    CampaignFactory(organizer=olga)

    with django_assert_num_queries(7):
        client.get(CAMPAIGNS)
    CampaignFactory.create_batch(2, organizer=olga)
    with django_assert_num_queries(7):
        client.get(CAMPAIGNS)
