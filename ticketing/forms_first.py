"""The first ticket type of a new event, as it is filled in with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.creating import Part, parts
from events.models import OrganizerProfile

from .capacity import set_capacity
from .models import TicketType
from .pricing import DEAREST


class FirstTypeForm(forms.Form):
    title = _("Tickets")

    name = forms.CharField(label=_("Name of the ticket"), max_length=100, initial=_("Admission"))
    price = forms.DecimalField(
        label=_("Price"),
        min_value=0,
        max_value=DEAREST,
        max_digits=10,
        decimal_places=2,
        help_text=_("With VAT; 0 for a free event."),
    )
    quantity = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Left open, as many as the house holds."),
    )


def add_first_type(event, told):
    profile = OrganizerProfile.objects.filter(user=event.organizer_id).first()
    TicketType.objects.create(
        event=event,
        name=told["name"],
        price=told["price"],
        quantity=told["quantity"] or event.capacity,
        vat_rate=profile.default_tax_rate if profile else 0,
        position=1,
    )
    set_capacity(event)


parts.append(Part(FirstTypeForm, add_first_type))
