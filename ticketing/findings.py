"""What is left to do about the sale and the money of an event. See `events.findings`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from events.findings import Question, Weight, finds, is_ahead, list_of, pressing
from events.models import Event

from .doctor import rows_of
from .models import RefundRequest, RefundRun, TicketType

PATIENCE = timedelta(days=3)  # of buyers who wait for an answer


@finds("sell")
def sale(event: Event, at: datetime) -> Iterator[Question]:
    if not is_ahead(event, at):
        return
    this = Event.objects.filter(pk=event.pk)
    types = TicketType.objects.filter(event=OuterRef("pk"))
    yield Question(
        this.filter(~Exists(types)),
        _("There are no tickets to sell yet"),
        reverse("admin:ticketing_tickettype_add", query={"event": str(event.pk)}),
        pressing(event, at),
    )
    if event.status == Event.Status.PUBLISHED:
        yield Question(
            this.filter(Exists(types), ~Exists(types.to_be_sold(at))),
            _("No ticket is on sale, nor will one be"),
            list_of("ticketing_tickettype", event),
            Weight.NOW,
        )


@finds("refund", "finance")
def money(event: Event, at: datetime) -> Iterator[Question]:
    """What the payment doctor finds, which mends it too."""
    doctor = reverse("admin:ticketing_payment_doctor")
    words: dict[str, Promise] = {
        "settle": ngettext_lazy(
            "%(n)s payment has neither tickets nor a refund",
            "%(n)s payments have neither tickets nor a refund",
            "n",
        ),
        "unpaid": ngettext_lazy(
            "%(n)s order has tickets and no payment",
            "%(n)s orders have tickets and no payment",
            "n",
        ),
        "dismiss": ngettext_lazy(
            "%(n)s message of the payment provider was not believed",
            "%(n)s messages of the payment provider were not believed",
            "n",
        ),
        "refund_again": ngettext_lazy("%(n)s refund has failed", "%(n)s refunds have failed", "n"),
        "sent_back": ngettext_lazy(
            "%(n)s refund is to be sent back by hand",
            "%(n)s refunds are to be sent back by hand",
            "n",
        ),
    }
    for name, rows in rows_of(at=at).items():
        yield Question(rows.filter(event=event), words[name], doctor, Weight.NOW)


@finds("refund")
def called_off(event: Event, at: datetime) -> Iterator[Question]:
    if event.status == Event.Status.CANCELLED:
        yield Question(
            RefundRun.objects.filter(event=event, failed__gt=0),
            _("Not every order of the cancelled event was given back"),
            reverse("ticketing:refund_run", args=[event.slug]),
            Weight.NOW,
        )


@finds("refund")
def asked_back(event: Event, at: datetime) -> Iterator[Question]:
    """What buyers ask for, however the event stands by now."""
    status = RefundRequest.Status.OPEN
    waiting = RefundRequest.objects.filter(event=event, status=status)
    too_long = waiting.filter(asked_at__lte=at - PATIENCE)
    words = ngettext_lazy(
        "%(n)s refund request is not answered", "%(n)s refund requests are not answered", "n"
    )
    page = list_of("ticketing_refundrequest", event, status__exact=status)
    yield Question(waiting.filter(Exists(too_long)), words, page, Weight.NOW)
    yield Question(waiting.filter(~Exists(too_long)), words, page, pressing(event, at))
