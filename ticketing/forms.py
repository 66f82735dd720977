"""The ticket box, the checkout and the door, as people fill them in."""

import re
from uuid import UUID

from django import forms
from django.core.validators import EmailValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from .answers import asked_for
from .exceptions import ChooseTime, NothingWanted, PriceTooLow, TimesAreKept, TooMany
from .forms_questions import Asked, refuse_other_events
from .models import TicketType, Voucher
from .pricing import DEAREST

QUANTITY = re.compile(r"qty-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST = 50  # of one type in one order, whatever the type says


class TicketBoxForm(forms.Form):
    """
    A number for each ticket type, and a time. `wanted()` is what was chosen.

    Shown with the event's `offers`. Filled in, it takes the types from the fields themselves: the
    rule knows which there are and how many of each an order may hold.
    """

    slot = forms.UUIDField(required=False, error_messages={"invalid": ChooseTime.message})

    def __init__(self, data=None, *, offers=()):
        super().__init__(data)
        names = [self.name_of(offer) for offer in offers if offer.is_open]
        for offer in offers:
            self.initial[self.price_name_of(offer)] = offer.price.amount
        for name in names or filter(QUANTITY.fullmatch, data or ()):
            self.fields[name.replace("qty", "price", 1)] = forms.DecimalField(
                required=False,
                min_value=0,
                max_value=DEAREST,
                decimal_places=2,
                error_messages={
                    "invalid": _("A price in numbers, please."),
                    "min_value": PriceTooLow.message,
                    "max_value": PriceTooLow.message,
                    "max_decimal_places": _("Cents have two digits."),
                },
            )
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

    @staticmethod
    def price_name_of(offer):
        return f"price-{offer.ticket_type.pk}"

    def sells(self, offer):
        return self.name_of(offer) in self.fields

    def clean(self):
        if not self.errors and not self.wanted():
            raise forms.ValidationError(NothingWanted.message)
        return self.cleaned_data

    def wanted(self):
        """{ticket type id: number}, without the zeros."""
        return {key: number for key, number in self._named("qty-") if number}

    def said(self):
        """{ticket type id: price} as the page showed them, or the buyer chose."""
        return {key: price for key, price in self._named("price-") if price is not None}

    def _named(self, prefix):
        for name, value in self.cleaned_data.items():
            if name.startswith(prefix):
                yield UUID(name.removeprefix(prefix)), value


BILLING = ["company", "address", "vat_id"]


class PersonForm(forms.Form):
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
        error_messages={"required": _("Tell us where to write.")},
    )


class CheckoutForm(PersonForm):
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
    company = forms.CharField(
        label=_("Company"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "street-address"}),
    )
    vat_id = forms.CharField(
        label=_("VAT number"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    accept_terms = forms.BooleanField(
        label=_("I have read the refund terms and what to know before I come"),
        error_messages={"required": _("Tick this to go on.")},
    )

    def __init__(self, *args, lines, gateways=(), questions=(), **kwargs):
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
        self.asks = any(asked_for(questions, line.ticket_type_id) for line in lines)
        places = [line for line in lines for _each in range(line.quantity)]
        self.attendee_names = [f"attendee-{number}" for number in range(1, len(places) + 1)]
        self.asked = [
            self._ask(number, line, questions) for number, line in enumerate(places, start=1)
        ]

    def _ask(self, number, line, questions):
        """The fields of one ticket: who comes with it, and what the event asks them."""
        field, words = f"attendee-{number}", {"ticket": line.name, "number": number}
        ticket = _("%(ticket)s, ticket %(number)s") % words
        self.fields[field] = forms.CharField(
            label=_("Name on ticket %(number)s") % words if self.asks else ticket,
            max_length=200,
            required=False,
        )
        self.fields[f"{field}-email"] = forms.EmailField(
            label=_("Email for ticket %(number)s") % words,
            max_length=254,
            required=False,
            help_text=_("Only this ticket goes there, besides all of them to you."),
        )
        return Asked(self, field, asked_for(questions, line.ticket_type_id), ticket=ticket)

    def clean_vat_id(self):
        """As tax offices write it: IT 1234.567 is IT1234567."""
        number = re.sub(r"[\s./-]", "", self.cleaned_data["vat_id"].upper())
        if number and not re.fullmatch(r"[A-Z0-9]{4,20}", number, re.ASCII):
            raise forms.ValidationError(
                _("A VAT number has 4 to 20 letters and digits, such as IT12345670017.")
            )
        return number

    @property
    def billing_fields(self):
        return [self[name] for name in BILLING]

    @property
    def has_billing(self):
        """Whether anything of it was typed or is wrong, so that it is shown open."""
        return any(field.value() or field.errors for field in self.billing_fields)

    def billing(self):
        """What is to stand on the invoice besides the buyer, as an order keeps it."""
        return {name: said for name in BILLING if (said := self.cleaned_data[name])}

    @property
    def gateway_field(self):
        return self["gateway"] if "gateway" in self.fields else None

    @property
    def attendee_fields(self):
        return [self[field] for name in self.attendee_names for field in (name, f"{name}-email")]

    @property
    def tickets(self):
        """(its name, its fields) for each ticket, where anything is asked."""
        return [
            (asked.ticket, [self[name], self[f"{name}-email"], *asked.fields()])
            for name, asked in zip(self.attendee_names, self.asked, strict=True)
        ]

    def clean(self):
        for asked in self.asked:
            asked.clean()
        return super().clean()

    def gateway(self):
        """The code of the one chosen, or of the only one there is."""
        return self.cleaned_data.get("gateway", self.only_gateway)

    def attendees(self):
        """As an order keeps them: see `Order.attendee`."""
        said = self.cleaned_data
        return [
            {"name": said[name], "email": said[f"{name}-email"]}
            | ({"answers": answers} if (answers := asked.answers()) else {})
            for name, asked in zip(self.attendee_names, self.asked, strict=True)
        ]


class HolderForm(forms.Form):
    name = forms.CharField(
        label=_("Name on the ticket"),
        max_length=200,
        error_messages={"required": _("Who is coming?")},
    )


class TransferForm(HolderForm):
    email = forms.EmailField(
        label=_("Their email"),
        max_length=254,
        error_messages={"required": _("The ticket goes to this address.")},
    )


class TicketLinkForm(forms.Form):
    order = forms.UUIDField()
    key = forms.CharField(max_length=100)


class CodeForm(forms.Form):
    code = forms.CharField(max_length=40, error_messages={"required": _("Type your code.")})


class WaitingForm(PersonForm):
    party = forms.IntegerField(
        label=_("For how many?"),
        min_value=1,
        initial=1,
        help_text=_("They are offered together. Fewer come to their turn sooner."),
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def __init__(self, *args, most, fewest, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].validators += [MinValueValidator(fewest), MaxValueValidator(most)]
        self.fields["party"].widget.attrs |= {"min": fewest, "max": most}


class TicketTypeForm(forms.ModelForm):
    class Meta:
        model = TicketType
        fields = ["quantity"]  # the desk names the rest

    def _get_validation_exclusions(self):
        """Constraints compare with columns the form does not show; Django would skip them."""
        asked = {
            "event", "held", "sold", "waiting", "lowest_price", "vat_on_top", "min_per_order",
            "max_per_order",
        }  # fmt: skip
        unseen = asked - self.fields.keys()
        return super()._get_validation_exclusions() - unseen

    def clean_needs_slot(self):
        """Places that a code keeps are of no time, and could be taken for none."""
        needs = self.cleaned_data["needs_slot"]
        kept = Voucher.objects.filter(ticket_type=self.instance.pk, reserved__gt=0)
        if needs and not self.instance.needs_slot and kept.exists():
            raise forms.ValidationError(TimesAreKept.message)
        return needs

    def clean(self):
        told = super().clean()
        refuse_other_events(self, "companion_of")
        return told


class VoucherForm(forms.ModelForm):
    keep = forms.IntegerField(
        label=_("Places kept for it"),
        required=False,
        min_value=0,
        help_text=_("Set aside from the sale of its ticket type, besides those already taken."),
    )

    class Meta:
        model = Voucher
        fields = ["code"]  # the desk names the rest

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "keep" in self.fields:
            self.initial["keep"] = self.instance.reserved

    def _get_validation_exclusions(self):
        """Constraints compare with columns the form does not show; Django would skip them."""
        unseen = {"event", "ticket_type", "held", "sold", "given", "reserved"} - self.fields.keys()
        return super()._get_validation_exclusions() - unseen

    def clean(self):
        told = super().clean()
        kind = told.get("ticket_type") or self.instance.ticket_type
        if told.get("keep") and not kind:
            self.add_error("keep", _("Places are kept of one type: choose it."))
        refuse_other_events(self, "ticket_type")
        return told


class DoorForm(forms.Form):
    """What stands on a ticket, or a ticket that was searched for."""

    code = forms.CharField(max_length=400, required=False)
    ticket = forms.UUIDField(required=False)
    anyway = forms.BooleanField(required=False)
    nonce = forms.UUIDField()

    def clean(self):
        if not self.errors and not self.scanned():
            self.add_error("code", _("Type the code on the ticket."))

    def scanned(self):
        return self.cleaned_data["ticket"] or self.cleaned_data["code"]


class PostForm(forms.Form):
    gate = forms.ModelChoiceField(
        label=_("Gate"), queryset=None, required=False, empty_label=_("No gate")
    )
    way = forms.ChoiceField(
        label=_("People go"),
        choices=[("in", _("in")), ("out", _("out"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("In or out?")},
    )

    def __init__(self, *args, gates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gate"].queryset = gates

    def post(self):
        """What the session keeps."""
        gate = self.cleaned_data["gate"]
        return {"gate": gate and str(gate.pk), "leaving": self.cleaned_data["way"] == "out"}


class SearchForm(forms.Form):
    words = forms.CharField(
        label=_("Name or order number"),
        min_length=2,
        max_length=200,
        error_messages={"required": _("A name, or a number such as FP-7K4QM2XW.")},
    )


class UndoForm(forms.Form):
    ticket = forms.UUIDField()
    reason = forms.CharField(max_length=200)
