"""What goes back, as buyers and organizers choose it."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from fashionista.common.money import format_money

from .exceptions import AnswerNeeded
from .models import Ticket


class TicketsField(forms.ModelMultipleChoiceField):
    """Tickets to tick, each with whom it is for, what it cost and whether it was used."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, ticket):
        price = format_money(ticket.price, ticket.order.currency)
        words = [ticket.ticket_type.name, ticket.holder_name, price]
        if ticket.status == Ticket.Status.USED:
            words.append(str(_("used at the door")))
        return ", ".join(filter(None, words))


class ReturnForm(forms.Form):
    tickets = TicketsField(
        Ticket.objects.none(),
        label=_("Tickets to return"),
        error_messages={"required": _("Tick the tickets you want to return.")},
    )

    def __init__(self, data=None, *, tickets):
        super().__init__(data)
        self.fields["tickets"].queryset = tickets


class AskForm(ReturnForm):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The organizer’s team reads it."),
    )


class AnswerForm(forms.Form):
    """What the organizer says to a buyer who asks for a refund."""

    answer = forms.CharField(
        label=_("To the buyer"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It goes out with the answer. Needed where you decline."),
    )


class DeclineForm(forms.Form):
    answer = forms.CharField(
        label=_("To the buyers"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Each of them reads it."),
        error_messages={"required": AnswerNeeded.message},
    )


class RefundForm(forms.Form):
    tickets = TicketsField(Ticket.objects.none(), label=_("Tickets that end"), required=False)
    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        max_digits=10,
        decimal_places=2,
        min_value=0,
        help_text=_("Empty: what the tickets cost. Without tickets, a sum that leaves them valid."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("The buyer reads it. Needed for a ticket that was used."),
    )

    def __init__(self, data=None, *, tickets):
        super().__init__(data)
        self.fields["tickets"].queryset = tickets

    def clean(self):
        chosen = self.cleaned_data
        if not self.errors and not chosen["tickets"] and chosen["amount"] is None:
            raise forms.ValidationError(_("Choose tickets, or type an amount."))
        return chosen

    def what(self):
        """What the rule is asked for."""
        chosen = self.cleaned_data
        return {"tickets": list(chosen["tickets"]), "amount": chosen["amount"]}


def sum_shown(text):
    """The sum that a page has shown; one that is none equals nothing."""
    try:
        shown = Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")
    return shown if shown.is_finite() else Decimal("NaN")
