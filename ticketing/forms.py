"""The ticket box, the checkout and the door, as people fill them in."""

import re
from uuid import UUID

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from .exceptions import NothingWanted, TooMany
from .models import TicketType

QUANTITY = re.compile(r"qty-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST = 50  # of one type in one order, whatever the type says


class TicketBoxForm(forms.Form):
    """
    A number for each ticket type. `wanted()` is what was chosen.

    Shown with the event's `offers`. Filled in, it takes the types from the fields themselves: the
    rule knows which there are and how many of each an order may hold.
    """

    def __init__(self, data=None, *, offers=()):
        super().__init__(data)
        names = [self.name_of(offer) for offer in offers if offer.is_open]
        for name in names or filter(QUANTITY.fullmatch, data or ()):
            self.fields[name] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=MOST,
                error_messages={
                    "invalid": _("A whole number, please."),
                    "min_value": _("Not fewer than none."),
                    "max_value": TooMany.message,
                },
            )

    @staticmethod
    def name_of(offer):
        return f"qty-{offer.ticket_type.pk}"

    def sells(self, offer):
        return self.name_of(offer) in self.fields

    def clean(self):
        if not self.errors and not self.wanted():
            raise forms.ValidationError(NothingWanted.message)
        return self.cleaned_data

    def wanted(self):
        """{ticket type id: number}, without the zeros."""
        chosen = {name: number for name, number in self.cleaned_data.items() if number}
        return {UUID(name.removeprefix("qty-")): number for name, number in chosen.items()}


class CheckoutForm(forms.Form):
    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name.")},
    )
    email = forms.CharField(
        label=_("Email"),
        max_length=254,
        validators=[EmailValidator(_("Enter the full address, like name@example.com."))],
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Tell us where the tickets go.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("Only for a change on the day."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    notes = forms.CharField(
        label=_("Anything we should know?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    accept_terms = forms.BooleanField(
        label=_("I have read the refund terms and what to know before I come"),
        error_messages={"required": _("Tick this to go on.")},
    )

    def __init__(self, *args, lines, gateways=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.only_gateway = gateways[0].code if gateways else ""
        if len(gateways) > 1:
            self.fields["gateway"] = forms.ChoiceField(
                label=_("How do you want to pay?"),
                choices=[(each.code, each.title) for each in gateways],
                initial=self.only_gateway,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose how to pay.")},
            )
        names = [line.name for line in lines for _each in range(line.quantity)]
        self.attendee_names = [f"attendee-{number}" for number in range(1, len(names) + 1)]
        for field, (number, name) in zip(self.attendee_names, enumerate(names, 1), strict=True):
            self.fields[field] = forms.CharField(
                label=_("%(ticket)s, ticket %(number)s") % {"ticket": name, "number": number},
                max_length=200,
                required=False,
            )

    @property
    def gateway_field(self):
        return self["gateway"] if "gateway" in self.fields else None

    @property
    def attendee_fields(self):
        return [self[name] for name in self.attendee_names]

    def gateway(self):
        """The code of the one chosen, or of the only one there is."""
        return self.cleaned_data.get("gateway", self.only_gateway)

    def attendees(self):
        return [self.cleaned_data[name] for name in self.attendee_names]


class TicketTypeForm(forms.ModelForm):
    class Meta:
        model = TicketType
        fields = ["quantity"]  # the desk names the rest

    def _get_validation_exclusions(self):
        """Constraints compare with columns the form does not show; Django would skip them."""
        unseen = {"event", "held", "sold"} - self.fields.keys()
        return super()._get_validation_exclusions() - unseen


class DoorForm(forms.Form):
    code = forms.CharField(
        max_length=400, error_messages={"required": _("Type the code on the ticket.")}
    )
    nonce = forms.UUIDField()
