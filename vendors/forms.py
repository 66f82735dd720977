"""Fields for what is kept as JSON: nobody types that."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fashionista.common.shapes import RecordField

from .models import Vendor

CONTACT = {
    "name": _("name"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "address": _("postal address"),
}
REQUIREMENTS = {
    "power": _("power"),
    "access": _("access"),
    "times": _("times"),
    "people": _("people"),
    "notes": _("notes"),
}


class VendorForm(forms.ModelForm):
    type = forms.MultipleChoiceField(
        label=capfirst(_("what they do")),
        choices=Vendor.Type.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    contact_info = RecordField(CONTACT, kinds={"email": forms.EmailField}, label=_("contact"))


class ServiceForm(forms.ModelForm):
    pricing = RecordField(
        {
            "amount": _("amount"),
            "currency": _("currency"),
            "unit": _("for an hour, a day ..."),
            "notes": _("notes"),
        },
        kinds={"amount": forms.DecimalField},
        label=_("pricing"),
    )
    availability = RecordField(
        {"days": _("days"), "hours": _("hours"), "notice": _("notice they need")},
        label=_("availability"),
    )


class BookingForm(forms.ModelForm):
    requirements = RecordField(REQUIREMENTS, label=_("requirements"))


class ContractForm(forms.ModelForm):
    terms = RecordField(
        {
            "work": _("work"),
            "price": _("price"),
            "payment": _("payment"),
            "cancellation": _("cancellation"),
            "notes": _("notes"),
        },
        label=_("terms"),
    )
