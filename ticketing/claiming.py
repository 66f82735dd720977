"""Orders made as a guest become part of the account of whoever confirmed the address."""

from django.db import transaction

from fashionista.common.identity import acting_as

from .models import Order, Ticket


@transaction.atomic
def claim_orders(user, *, at):
    """Give a person the guest orders made with their confirmed address. Returns how many."""
    digest = Order._meta.get_field("buyer_email_index").digest(user.email)
    with acting_as(user), acting_as("ticketing.claim"):
        orders = list(
            Order.objects.filter(user=None, buyer_email_index=digest).values_list("pk", flat=True)
        )
        Order.objects.filter(pk__in=orders).update(user=user, updated_at=at)
        tickets = Ticket.objects.filter(order__in=orders, user=None)
        tickets.filter(passed_on_at=None).update(user=user)
    return len(orders)
