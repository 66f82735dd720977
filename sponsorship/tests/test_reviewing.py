"""Pictures of sponsors are looked at, by somebody, once."""

import pytest
from django.core.exceptions import PermissionDenied

from events.tests.factories import EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, stored
from sponsorship.exceptions import ReasonNeeded
from sponsorship.models import SponsorAsset
from sponsorship.reviewing import approve_asset, reject_asset

from .factories import SponsorAssetFactory


def do(rule, asset, *, by=None):
    by = by or asset.organizer
    with acting_as(by):
        return rule(asset, by=by, at=NOON)


def review(asset):
    now = stored(asset)
    return now.status, now.reviewer_id, now.reviewed_at, now.reason


@pytest.mark.parametrize(
    ("rule", "status"), [(approve_asset, "approved"), (reject_asset, "rejected")]
)
def test_a_review_keeps_who_and_when_and_is_the_last_word(db, rule, status):
    asset = SponsorAssetFactory(reason="Too small")

    do(rule, asset)

    assert review(asset) == (status, asset.organizer_id, NOON, "Too small")
    for again in (approve_asset, reject_asset):
        with pytest.raises(NotFromHere):
            do(again, asset)
    assert review(asset) == (status, asset.organizer_id, NOON, "Too small")


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_nothing_is_rejected_without_a_reason(db, reason):
    asset = SponsorAssetFactory(reason=reason)

    with pytest.raises(ReasonNeeded):
        do(reject_asset, asset)

    assert review(asset) == ("pending", None, None, reason)


def test_a_stranger_reviews_nothing(db):
    asset = SponsorAssetFactory(reason="Too small")
    colleague = EventTeamMemberFactory(
        event=None, organizer=asset.organizer, permissions=["media"]
    ).user

    for rule in (approve_asset, reject_asset):
        with pytest.raises((PermissionDenied, SponsorAsset.DoesNotExist)):
            do(rule, asset, by=colleague)

    assert review(asset) == ("pending", None, None, "Too small")
