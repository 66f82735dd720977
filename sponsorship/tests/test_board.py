"""The sponsors of an event on one page: for who deals with them or sees its money, nobody else."""

from decimal import Decimal

import pytest

from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.testing import NOON, acting_as, everything
from fashionista.common.tests.pages import inline_code, page_of
from sponsorship.board import board_of, in_tiers, sums_of
from sponsorship.models import EventSponsorship

from .factories import (
    EventSponsorshipFactory,
    SponsorAssetFactory,
    SponsorFactory,
    SponsorshipPackageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(start_date=NOON)


def board(event):
    return f"/sponsors/{event.slug}/"


def read(client, event):
    answer = client.get(board(event))
    assert answer.status_code == 200
    assert inline_code(answer) == []
    return answer.content.decode()


def package(event, name, position, **fields):
    return SponsorshipPackageFactory(
        organizer=event.organizer, name=name, position=position, **fields
    )


def deal(event, name, package, **fields):
    return EventSponsorshipFactory(
        event=event, package=package, public_name=name, sponsor__name=name, **fields
    )


def reviewed(event, status, **fields):
    return {"status": status, "reviewer": event.organizer, "reviewed_at": NOON} | fields


def test_tiers_go_from_the_highest_package_and_keep_the_name_that_was_agreed(event):
    gold = package(event, "Gold", 1, benefits=["Front row"])
    silver = package(event, "Silver", 2)
    deal(event, "Thread", silver)
    deal(event, "Mill", gold)
    deal(event, "Dye", gold, active=True, tier="Golden", tier_position=0)

    with acting_as(event.organizer):
        tiers = in_tiers(board_of(event))

    assert [(tier.name, tier.benefits, [x.name for x in tier.deals]) for tier in tiers] == [
        ("Golden", ["Front row"], ["Dye"]),
        ("Gold", ["Front row"], ["Mill"]),
        ("Silver", [], ["Thread"]),
    ]


def test_a_deal_says_what_it_lacks(event):
    gold = package(event, "Gold", 1)
    deal(event, "A", gold)
    agreed = {"active": True, "tier": "Gold", "tier_position": 1}
    waiting = deal(event, "B", gold, **agreed)
    rejected = deal(event, "C", gold, **agreed)
    complete = deal(event, "D", gold, **agreed)
    deal(event, "E", gold, status="cancelled", cancelled_at=NOON)
    SponsorAssetFactory(sponsor=waiting.sponsor, type="logo")
    SponsorAssetFactory(sponsor=waiting.sponsor, type="banner")
    SponsorAssetFactory(sponsor=rejected.sponsor, **reviewed(event, "rejected", reason="Blurred."))
    SponsorAssetFactory(sponsor=complete.sponsor, **reviewed(event, "approved"))

    with acting_as(event.organizer):
        gaps = {each.name: each.gaps for each in board_of(event)}

    assert gaps == {
        "A": ["To be approved", "No logo"],
        "B": ["2 assets to review"],
        "C": ["No logo"],
        "D": [],
        "E": [],
    }


def test_sums_are_of_what_is_agreed_and_of_what_is_asked(event):
    gold = package(event, "Gold", 1, price="1000.00")
    yen = package(event, "Yen", 2, price="500", currency="JPY")
    deal(event, "A", gold, active=True, agreed_price="900.00")
    deal(event, "B", gold, active=True, status="completed", completed_at=NOON)
    deal(event, "C", gold)
    deal(event, "D", gold, active=True, status="cancelled", cancelled_at=NOON)
    deal(event, "E", yen)

    with acting_as(event.organizer):
        sums = sums_of(board_of(event))

    assert [(line.currency, line.agreed, line.asked) for line in sums] == [
        ("EUR", Decimal(1900), Decimal(1000)),
        ("JPY", Decimal(0), Decimal(500)),
    ]


def test_the_organizer_reads_all_of_it(event, client):
    gold = package(event, "Gold", 1, price="1200.00", benefits=["Two seats in the front row"])
    offer = deal(event, "Halden", gold)
    SponsorAssetFactory(sponsor=offer.sponsor, **reviewed(event, "rejected", reason="Blurred."))
    client.force_login(event.organizer)

    page = read(client, event)

    for words in (
        "Gold", "Two seats in the front row", "Halden", "Pending", "rejected", "Blurred.",
        "To be approved", "No logo", "€1,200.00", "1 sponsor lacks something.", page_of(offer),
    ):  # fmt: skip
        assert words in page


def test_who_deals_reads_no_sums_and_who_counts_no_books(event, client):
    gold = package(event, "Gold", 1)
    deal(event, "Dye", gold, active=True, tier="Gold", agreed_price="4321.00")
    deal(event, "Mill", gold)
    team = {"event": None, "organizer": event.organizer}
    pages = {}
    for permission in ("sponsors", "finance"):
        member = EventTeamMemberFactory(permissions=[permission], **team)
        client.force_login(member.user)
        pages[permission] = read(client, event)

    assert "No logo" in pages["sponsors"]
    assert "€" not in pages["sponsors"]
    assert "€4,321.00" in pages["finance"]
    assert "Package not known" in pages["finance"]  # of what is not agreed
    assert "No logo" not in pages["finance"]


def test_the_board_is_for_nobody_else(world, client):
    assert client.get(board(world.shown_a)).status_code == 302
    found = {}
    for name in ("olga", "admin", "saul", "sara", "boris", "paul", "mona", "tess", "ann"):
        client.force_login(getattr(world, name))
        found[name] = client.get(board(world.shown_a)).status_code

    assert found == {
        "olga": 200, "admin": 200, "saul": 200, "sara": 200, "boris": 404, "paul": 404,
        "mona": 404, "tess": 404, "ann": 404,
    }  # fmt: skip


def test_who_deals_at_one_event_does_not_open_the_books(world, client):
    with everything():
        EventSponsorship.objects.filter(pk=world.offer_a.pk).update(public_name="Thread")
    client.force_login(world.sara)

    page = read(client, world.shown_a)

    assert "Thread" in page
    assert "Gold a" not in page
    assert "Reason Canary" not in page


def test_an_event_without_sponsors_says_so(event, client):
    client.force_login(event.organizer)

    assert "No sponsors yet" in read(client, event)


def test_the_board_costs_the_same_for_one_deal_and_for_three(
    event, client, django_assert_num_queries
):
    client.force_login(event.organizer)
    for count in (1, 2):
        for _more in range(count):
            offer = EventSponsorshipFactory(event=event)
            SponsorAssetFactory(sponsor=offer.sponsor)
            SponsorFactory(organizer=event.organizer)
        with django_assert_num_queries(7):
            client.get(board(event))


def test_the_events_page_leads_to_the_board(world, client):
    def linked(name):
        client.force_login(getattr(world, name))
        return (
            f'href="{board(world.shown_a)}"' in client.get(page_of(world.shown_a)).content.decode()
        )

    assert linked("olga")
    assert not linked("paul")  # programmes only
