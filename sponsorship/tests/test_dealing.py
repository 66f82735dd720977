"""Deals: what is agreed stays agreed, and no package is approved more often than there are."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, assert_integrity, everything, stored
from fashionista.common.tests.races import race
from sponsorship.dealing import (
    activate_sponsor,
    approve_sponsorship,
    cancel_sponsorship,
    complete_sponsorship,
    deactivate_sponsor,
)
from sponsorship.exceptions import (
    EventNotOn,
    NotOver,
    PackageGone,
    PackageNotOffered,
    SponsorNotActive,
)
from sponsorship.models import EventSponsorship, SponsorshipPackage

from .factories import EventSponsorshipFactory, SponsorFactory, SponsorshipPackageFactory


@pytest.fixture
def offer(db):
    """A pending deal on the one package there is."""
    return EventSponsorshipFactory(
        sponsor__name="Loom & Co",
        package__name="Gold",
        package__availability=1,
        package__price="1500.00",
        package__currency="GBP",
    )


def do(rule, deal, *, by=None, at=NOON):
    by = by or deal.organizer
    with acting_as(by):
        return rule(deal, by=by, at=at)


def taken(deal):
    return stored(deal.package).taken


def test_approving_copies_what_is_agreed_and_takes_a_package(offer):
    assert do(approve_sponsorship, offer) is offer

    now = stored(offer)
    assert (now.status, now.approved_at, now.public_name, now.tier) == (
        "active", NOON, "Loom & Co", "Gold",
    )  # fmt: skip
    assert (now.price, now.currency, taken(offer)) == (Decimal("1500.00"), "GBP", 1)
    assert_integrity()


def test_the_price_agreed_stays_when_the_package_changes(offer):
    do(approve_sponsorship, offer)
    with everything():
        SponsorshipPackage.objects.update(price=1, currency="USD", name="Tin")

    now = stored(offer)
    assert (now.price, now.currency, now.tier) == (Decimal("1500.00"), "GBP", "Gold")


def test_a_name_of_its_own_is_kept(offer):
    with everything():
        EventSponsorship.objects.update(public_name="Loom presents")

    do(approve_sponsorship, offer)

    assert stored(offer).public_name == "Loom presents"


def test_the_last_package_is_approved_once(offer):
    other = EventSponsorshipFactory(event=offer.event, package=offer.package)
    do(approve_sponsorship, offer)

    with pytest.raises(PackageGone):
        do(approve_sponsorship, other)

    assert (stored(other).status, stored(other).agreed_price, taken(offer)) == ("pending", None, 1)
    assert_integrity()


def test_a_package_without_a_number_is_there_for_everybody(db):
    package = SponsorshipPackageFactory()
    event = EventFactory(organizer=package.organizer)

    for _each in range(3):
        do(approve_sponsorship, EventSponsorshipFactory(event=event, package=package))

    assert stored(package).taken == 3
    assert stored(package).left is None


def test_cancelling_gives_the_package_back_once(offer):
    other = EventSponsorshipFactory(event=offer.event, package=offer.package)
    do(approve_sponsorship, offer)

    do(cancel_sponsorship, offer)
    with pytest.raises(NotFromHere):
        do(cancel_sponsorship, offer)
    do(cancel_sponsorship, other)

    assert [stored(deal).status for deal in (offer, other)] == ["cancelled", "cancelled"]
    assert (stored(offer).cancelled_at, stored(offer).price) == (NOON, Decimal("1500.00"))
    assert taken(offer) == 0
    assert_integrity()


def test_completing_keeps_the_package_taken_and_waits_for_the_end(offer):
    do(approve_sponsorship, offer)
    end = offer.end_date

    with pytest.raises(NotOver):
        do(complete_sponsorship, offer, at=end - timedelta(seconds=1))
    assert stored(offer).status == "active"
    do(complete_sponsorship, offer, at=end)

    assert (stored(offer).status, stored(offer).completed_at, taken(offer)) == (
        "completed", end, 1,
    )  # fmt: skip
    with pytest.raises(NotFromHere):
        do(cancel_sponsorship, offer)
    assert taken(offer) == 1


def test_a_pending_deal_is_not_completed_nor_an_active_one_approved_again(offer):
    with pytest.raises(NotFromHere):
        do(complete_sponsorship, offer, at=offer.end_date)
    do(approve_sponsorship, offer)
    with pytest.raises(NotFromHere):
        do(approve_sponsorship, offer)

    assert taken(offer) == 1


@pytest.mark.parametrize("status", ["pending", "inactive"])
def test_a_sponsor_is_taken_on_first(offer, status):
    with everything():
        offer.sponsor.status = status
        offer.sponsor.save()

    with pytest.raises(SponsorNotActive):
        do(approve_sponsorship, offer)

    assert (stored(offer).status, taken(offer)) == ("pending", 0)


@pytest.mark.parametrize("status", ["cancelled", "completed"])
def test_an_event_that_is_off_or_over_takes_no_sponsor(offer, status):
    with everything():
        offer.event.status = status
        offer.event.save()

    with pytest.raises(EventNotOn):
        do(approve_sponsorship, offer)

    assert (stored(offer).status, taken(offer)) == ("pending", 0)


@pytest.mark.parametrize(
    ("period", "offered"),
    [
        ({}, True),
        ({"from": "2099-11-22", "until": "2099-11-22"}, True),
        ({"from": "2099-11-23"}, False),
        ({"until": "2099-11-21"}, False),
    ],
)
def test_a_package_is_approved_in_its_time_only(offer, period, offered):
    with everything():
        SponsorshipPackage.objects.update(validity_period=period)

    if offered:
        do(approve_sponsorship, offer)
    else:
        with pytest.raises(PackageNotOffered):
            do(approve_sponsorship, offer)

    assert (stored(offer).status == "active", taken(offer)) == (offered, int(offered))


@pytest.mark.parametrize("rule", [approve_sponsorship, complete_sponsorship, cancel_sponsorship])
def test_only_who_deals_with_sponsors_there_moves_a_deal(offer, rule):
    seller = EventTeamMemberFactory(event=offer.event, permissions=["finance"]).user
    rival = EventFactory().organizer

    for person in (seller, rival, UserFactory()):
        with pytest.raises((PermissionDenied, EventSponsorship.DoesNotExist)):
            do(rule, offer, by=person, at=offer.end_date)

    assert (stored(offer).status, taken(offer)) == ("pending", 0)


def test_a_colleague_of_the_one_event_approves_without_the_address_book(offer):
    colleague = EventTeamMemberFactory(event=offer.event, permissions=["sponsors"]).user

    do(approve_sponsorship, offer, by=colleague)

    assert (stored(offer).status, taken(offer)) == ("active", 1)


def test_a_draft_has_sponsors_too_and_strangers_read_of_them_when_it_is_shown(offer):
    with everything():
        offer.event.status = "draft"
        offer.event.save()
    do(approve_sponsorship, offer)

    seen = []
    for status in ("draft", "published"):
        with everything():
            offer.event.status = status
            offer.event.save()
        with acting_as(None):
            seen.append(list(EventSponsorship.objects.values_list("public_name", "tier")))

    assert seen == [[], [("Loom & Co", "Gold")]]


def test_sponsors_come_and_go(db):
    sponsor = SponsorFactory(status="pending")

    statuses = []
    for rule in (activate_sponsor, deactivate_sponsor, activate_sponsor):
        do(rule, sponsor)
        statuses.append(stored(sponsor).status)

    assert statuses == ["active", "inactive", "active"]
    with pytest.raises(NotFromHere):
        do(activate_sponsor, sponsor)


@pytest.mark.django_db(transaction=True)
def test_race_for_the_last_packages():
    package = SponsorshipPackageFactory(availability=3)
    event = EventFactory(organizer=package.organizer)
    deals = EventSponsorshipFactory.create_batch(12, event=event, package=package)

    outcomes = race(*[lambda deal=deal: do(approve_sponsorship, deal) for deal in deals])

    assert Counter(type(outcome).__name__ for outcome in outcomes) == {
        "EventSponsorship": 3, "PackageGone": 9,
    }  # fmt: skip
    assert stored(package).taken == 3
    with everything():
        assert EventSponsorship.objects.filter(status="active").count() == 3
    assert_integrity()


@pytest.mark.django_db(transaction=True)
def test_race_of_approving_and_calling_off_counts_nothing_twice():
    package = SponsorshipPackageFactory(availability=5)
    event, olga = EventFactory(organizer=package.organizer), package.organizer
    deals = EventSponsorshipFactory.create_batch(4, event=event, package=package)
    rules = [approve_sponsorship, cancel_sponsorship, cancel_sponsorship]

    outcomes = race(
        *[
            lambda deal=deal, rule=rule: do(rule, stored(deal), by=olga)
            for deal in deals
            for rule in rules
        ]
    )

    told = Counter(type(outcome).__name__ for outcome in outcomes)
    assert set(told) <= {"EventSponsorship", "NotFromHere"}
    assert [stored(deal).status for deal in deals] == ["cancelled"] * 4
    approved = sum(stored(deal).approved_at is not None for deal in deals)
    assert told["EventSponsorship"] == 4 + approved
    assert stored(package).taken == 0
    assert_integrity()
