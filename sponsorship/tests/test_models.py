"""What sponsors, packages, deals and pictures are, and how forms say what they cannot be."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from fashionista.common.testing import NOON, everything
from sponsorship.models import EventSponsorship, SponsorshipPackage

from .factories import (
    EventSponsorshipFactory,
    SponsorAssetFactory,
    SponsorFactory,
    SponsorshipPackageFactory,
)


def problems(row):
    with everything(), pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.message_dict


@pytest.fixture
def deal(db):
    return EventSponsorshipFactory()


def test_two_organizers_may_know_the_same_company_but_nobody_knows_it_twice(db):
    sponsor = SponsorFactory(name="Loom")
    SponsorFactory(name="loom")

    again = SponsorFactory.build(organizer=sponsor.organizer, name="LOOM")
    package = SponsorshipPackageFactory(organizer=sponsor.organizer, name="Gold")
    same = SponsorshipPackageFactory.build(organizer=package.organizer, name="gold")

    assert problems(again) == {"__all__": ["There is a sponsor of that name already."]}
    assert problems(same) == {"__all__": ["There is a package of that name already."]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"price": Decimal("-1")}, {
            "price": ["Ensure this value is greater than or equal to 0."],
        }),
        ({"availability": 1, "taken": 2}, {
            "__all__": ["More of these than that are taken already."],
        }),
        ({"benefits": {"logo": "big"}}, {"benefits": ["A list of lines of text."]}),
        ({"benefits": ["logo", " "]}, {"benefits": ["A list of lines of text."]}),
        ({"validity_period": {"since": "2099-01-01"}}, {
            "validity_period": ["Words, for any of: from, until."],
        }),
        ({"validity_period": {"from": "soon"}}, {
            "validity_period": ["Days are written as 2026-11-24."],
        }),
        ({"validity_period": {"from": "2099-01-02", "until": "2099-01-01"}}, {
            "validity_period": ["A package is offered until a day after the first."],
        }),
    ],
)  # fmt: skip
def test_what_a_package_cannot_be(db, changes, said):
    package = SponsorshipPackageFactory()
    for name, value in changes.items():
        setattr(package, name, value)

    assert problems(package) == said


def test_a_package_knows_what_is_left_and_when_it_is_offered():
    package = SponsorshipPackage(availability=3, taken=1)
    assert package.left == 2
    assert SponsorshipPackage(taken=7).left is None
    assert package.is_offered(date(2026, 1, 1))

    package.validity_period = {"from": "2026-02-01", "until": "2026-02-28"}
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    assert [package.is_offered(day) for day in days] == [False, True, True, False]


def test_a_deal_is_between_one_organizers_own(deal):
    other = EventSponsorshipFactory.build(
        event=deal.event,
        organizer=None,
        sponsor=SponsorFactory(),
        package=SponsorshipPackageFactory(),
    )

    assert problems(other) == {
        "sponsor": ["This belongs to another organizer than the event."],
        "package": ["This belongs to another organizer than the event."],
    }


def test_a_deal_takes_organizer_and_name_from_where_they_are(deal):
    new = EventSponsorship(event=deal.event, sponsor=deal.sponsor, package=deal.package)

    with everything():
        new.clean()

    assert (new.organizer_id, new.public_name) == (deal.event.organizer_id, deal.sponsor.name)
    assert new.price is None
    EventSponsorship().clean()


def test_a_sponsor_is_with_an_event_once_and_ends_after_it_starts(deal):
    again = EventSponsorshipFactory.build(
        event=deal.event,
        sponsor=deal.sponsor,
        package=deal.package,
        organizer=deal.organizer,
        start_date=NOON,
        end_date=NOON - timedelta(days=1),
        terms={"price": 7},
    )

    assert problems(again) == {
        "terms": ["Words, for any of: payment, exclusivity, duties, notes."],
        "__all__": [
            "A sponsorship ends after it starts.",
            "This sponsor is with this event already.",
        ],
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "http://example.com/logo.svg"}, {"url": ["Enter a valid URL."]}),
        ({"dimensions": {"width": 0}}, {
            "dimensions": ["Width and height in pixels, such as 1200 and 630."],
        }),
        ({"dimensions": [1, 2]}, {
            "dimensions": ["Width and height in pixels, such as 1200 and 630."],
        }),
        ({"type": "song"}, {"type": ["Value 'song' is not a valid choice."]}),
    ],
)  # fmt: skip
def test_what_a_picture_cannot_be(db, changes, said):
    asset = SponsorAssetFactory()
    for name, value in changes.items():
        setattr(asset, name, value)

    assert problems(asset) == said


def test_a_picture_belongs_to_its_sponsors_organizer(db):
    sponsor = SponsorFactory()
    asset = SponsorAssetFactory.build(sponsor=sponsor, organizer=None)

    asset.clean()

    assert asset.organizer_id == sponsor.organizer_id


def test_rows_are_told_apart(deal):
    asset = SponsorAssetFactory(sponsor=SponsorFactory(name="Loom"))

    assert str(asset.sponsor) == "Loom"
    assert str(SponsorshipPackageFactory(name="Gold")) == "Gold"
    assert str(deal) == f"sponsorship {str(deal.pk)[:8]}"
    assert str(asset) == f"logo {str(asset.pk)[:8]}"
