"""What is left to do about the sponsors of an event. See `events.findings`."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext_lazy

from events.findings import Question, Weight, finds, is_ahead, list_of, pressing
from events.models import Event

from .models import EventSponsorship, SponsorAsset

LIVE = [EventSponsorship.Status.PENDING, EventSponsorship.Status.ACTIVE]


@finds("sponsors")
def sponsors(event: Event, at: datetime) -> Iterator[Question]:
    if not is_ahead(event, at):
        return
    pending = EventSponsorship.Status.PENDING
    yield Question(
        EventSponsorship.objects.filter(event=event, status=pending),
        ngettext_lazy(
            "%(n)s sponsorship is not approved", "%(n)s sponsorships are not approved", "n"
        ),
        list_of("sponsorship_eventsponsorship", event, status__exact=pending),
        pressing(event, at),
    )
    deals = EventSponsorship.objects.filter(event=event, status__in=LIVE)
    unseen = SponsorAsset.Status.PENDING
    yield Question(
        SponsorAsset.objects.filter(status=unseen, sponsor__in=deals.values("sponsor")),
        ngettext_lazy(
            "%(n)s file of a sponsor is to be reviewed",
            "%(n)s files of sponsors are to be reviewed",
            "n",
        ),
        reverse("admin:sponsorship_sponsorasset_changelist", query={"status__exact": unseen}),
        Weight.NEXT,
    )
