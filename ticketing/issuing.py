"""After the sale: QR codes are drawn and tickets mailed. Done by the worker, safe to do twice."""

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse

from communications.attachments import Attachment, provides
from communications.notifications import language_of, notify, site_url
from events.models import OrganizerProfile
from fashionista.common.identity import acting_as, order_in_scope

from . import drawing
from .exceptions import NothingToSend
from .gateways.transfer import account_of
from .models import Order, Refund, Ticket

QR = "ticketing.qr"


@transaction.atomic
def issue_tickets(order_id):
    """
    Draw what is not drawn yet and mail the buyer all tickets of the order.

    Drawing and mail are one transaction: where the QR codes are there, the mail is on its way.
    """
    with order_in_scope(order_id), acting_as("ticketing.issue"):
        tickets = list(_tickets_to_mail(order_id).select_for_update(of=("self",)))
        if not tickets:
            raise Ticket.DoesNotExist(f"order {order_id} has no tickets to issue")
        if all(ticket.qr_modules for ticket in tickets):
            return
        for ticket in tickets:
            ticket.qr_modules = drawing.draw(ticket.qr_code)
            ticket.save(update_fields=["qr_modules"])
        send_tickets(tickets[0].order, tickets)


@transaction.atomic
def resend_tickets(order, *, by, at):
    """Mail an order's tickets once more. Raises NothingToSend where there are none."""
    with order_in_scope(order.pk), acting_as("ticketing.issue"):
        tickets = list(_tickets_to_mail(order.pk).filter(qr_modules__isnull=False))
        if not tickets:
            raise NothingToSend
        send_tickets(tickets[0].order, tickets)


def _tickets_to_mail(order_id):
    seller = OrganizerProfile.objects.filter(user=OuterRef("event__organizer"))
    return (
        Ticket.objects.filter(order=order_id)
        .select_related("ticket_type", "order", "event__venue")
        .annotate(organizer_name=Subquery(seller.values("public_name")[:1]))
        .order_by("number")
    )


def send_tickets(order, tickets):
    """Mail an order's tickets to its buyer, each with its QR."""
    event = tickets[0].event
    event.organizer_name = tickets[0].organizer_name
    notify(
        "ticketing/tickets",
        {
            "order": order,
            "event": event,
            "lines": list(order.lines.all()),
            "tickets": [
                {
                    "holder_name": ticket.holder_name,
                    "type_name": ticket.ticket_type.name,
                    "code": ticket.code,
                    "cid": content_id(ticket.pk),
                }
                for ticket in tickets
            ],
            "order_url": order_link(order),
        },
        address=order.buyer_email,
        user_id=order.user_id,
        language=language_of(order.user_id, otherwise=order.language),
        page=reverse("ticketing:order_detail", args=[order.pk]),
        attachments=[
            (QR, [content_id(ticket.pk), ticket.code, ticket.qr_modules]) for ticket in tickets
        ],
    )


def order_link(order):
    """The address that opens an order to whoever has it. Goes into mails to its buyer only."""
    path = reverse("ticketing:order_detail", args=[order.pk])
    return f"{site_url(path)}?key={order.access_secret}"


def content_id(ticket_id):
    return f"qr-{ticket_id}"


@provides(QR)
def qr_attachment(content_id, code, squares):
    return Attachment(
        name=f"{code}.png",
        mime_type="image/png",
        content=drawing.as_png(squares),
        content_id=content_id,
    )


@transaction.atomic
def tell_refunded(refund_id):
    """Tell a buyer that their money is on its way back, and why."""
    with acting_as("ticketing.refund"):
        refund = Refund.objects.get(pk=refund_id)
    with order_in_scope(refund.order_id), acting_as("ticketing.issue"):
        order = Order.objects.select_related("event__venue").get(pk=refund.order_id)
        notify(
            "ticketing/refunded",
            {
                "order": order,
                "event": order.event,
                "amount": refund.amount,
                "reason": Refund.Reason(refund.reason).label,
                "tickets_end": order.status == Order.Status.REFUNDED,
                "order_url": order_link(order),
            },
            address=order.buyer_email,
            user_id=order.user_id,
            language=language_of(order.user_id, otherwise=order.language),
            page=reverse("ticketing:order_detail", args=[order.pk]),
        )


@transaction.atomic
def tell_account(order_id):
    """Mail a buyer where to send the money, while the order still waits for it."""
    with order_in_scope(order_id), acting_as("ticketing.issue"):
        order = Order.objects.select_related("event__venue").get(pk=order_id)
        if order.status != Order.Status.PENDING:
            return
        notify(
            "ticketing/transfer",
            {
                "order": order,
                "event": order.event,
                "account": account_of(order),
                "order_url": order_link(order),
            },
            address=order.buyer_email,
            user_id=order.user_id,
            language=language_of(order.user_id, otherwise=order.language),
            page=reverse("ticketing:order_detail", args=[order.pk]),
        )
