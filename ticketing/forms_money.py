"""How organizers are paid, and what they mend, as they fill it in at the desk."""

import re

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from .doctor import REPAIRS
from .matching import SETTLING
from .references import clean_bic, clean_iban

WIDE = {"class": "vTextField"}  # of Django's own desk
OPTIONAL = {"required": False, "widget": forms.TextInput(WIDE)}
SECRET = {"autocomplete": "new-password", **WIDE}


class KeyField(forms.CharField):
    """A key that is typed and never shown again: its last four letters only."""

    def __init__(self, *, pattern, example, **kwargs):
        super().__init__(
            max_length=255,
            required=False,
            widget=forms.PasswordInput(SECRET),
            **kwargs,
        )
        self.pattern, self.example = re.compile(pattern), example

    def validate(self, value):
        super().validate(value)
        if value and not self.pattern.fullmatch(value):
            raise forms.ValidationError(
                _("Such a key begins with %(start)s and has letters, digits and _ only.")
                % {"start": self.example}
            )


def say_kept(field: forms.Field, key):
    if key:
        field.help_text = _("Kept: the one that ends in %(end)s. Leave it empty to keep it.") % {
            "end": key[-4:]
        }


class WaysForm(forms.Form):
    secret_key = KeyField(label=_("Stripe secret key"), pattern=r"(sk|rk)_\w{4,}", example="sk_")
    webhook_secret = KeyField(
        label=_("Stripe signing secret"), pattern=r"whsec_\w{4,}", example="whsec_"
    )
    without_stripe = forms.BooleanField(
        label=_("Take no more payments by Stripe, and forget its keys"), required=False
    )
    holder = forms.CharField(
        label=_("Account holder"), max_length=70, required=False, widget=forms.TextInput(WIDE)
    )
    iban = forms.CharField(
        label=_("IBAN"), max_length=42, required=False, widget=forms.TextInput(WIDE)
    )
    bic = forms.CharField(
        label=_("BIC"), max_length=14, required=False, widget=forms.TextInput(WIDE)
    )

    def __init__(self, data=None, *, agreed):
        account = agreed.get("transfer", {})
        super().__init__(data, initial=account)
        self.stripe = agreed.get("stripe", {})
        for name in ("secret_key", "webhook_secret"):
            say_kept(self.fields[name], self.stripe.get(name, ""))

    def clean_iban(self):
        iban = self.cleaned_data["iban"]
        return clean_iban(iban) if iban else ""

    def clean_bic(self):
        return clean_bic(self.cleaned_data["bic"])

    def clean(self):
        given = self.cleaned_data
        if not self.errors:
            if bool(given["holder"]) != bool(given["iban"]):
                raise forms.ValidationError(
                    _("A bank account needs its holder and its IBAN; empty both to take none.")
                )
            keys = {**self.stripe, **self._keys()}
            if keys and len(keys) < 2 and not given["without_stripe"]:
                raise forms.ValidationError(_("Stripe needs both its keys."))
        return given

    def _keys(self):
        names = ("secret_key", "webhook_secret")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}

    def agreed_with_stripe(self):
        """The keys that are new; {} for none any more, None where they stay as they are."""
        return {} if self.cleaned_data["without_stripe"] else self._keys() or None

    def account(self):
        names = ("holder", "iban", "bic")
        account = {name: self.cleaned_data[name] for name in names}
        return account if account["iban"] else {}


class StatementForm(forms.Form):
    file = forms.FileField(
        label=_("Statement, as CSV or CAMT.053"),
        error_messages={"required": _("Choose the file your bank gave you.")},
    )
    currency = forms.CharField(
        label=_("Currency, where the file does not say"),
        initial="EUR",
        validators=[RegexValidator("^[A-Z]{3}$", _("Three capital letters, like EUR."))],
    )

    def __init__(self, *args, profiles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organizer"] = forms.ModelChoiceField(
            label=_("Whose account"), queryset=profiles, initial=profiles.first()
        )
        self.order_fields(["organizer"])


class SettleForm(forms.Form):
    settle = forms.ChoiceField(choices=[(name, name) for name in SETTLING])
    row = forms.UUIDField()


class RepairForm(forms.Form):
    repair = forms.ChoiceField(choices=[(name, name) for name in REPAIRS])
    row = forms.UUIDField()
    because = forms.CharField(max_length=500, required=False)
