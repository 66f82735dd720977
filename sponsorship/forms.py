"""Fields for what is kept as JSON: nobody types that."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fashionista.common.shapes import LinesField, RecordField

CONTACT = {"name": _("name"), "email": _("e-mail"), "phone": _("phone")}


class SponsorForm(forms.ModelForm):
    company_info = RecordField(
        {
            "legal_name": _("legal name"),
            "vat_id": _("VAT number"),
            "address": _("postal address"),
            "website": _("website"),
        },
        label=_("company"),
    )
    contact_info = RecordField(CONTACT, kinds={"email": forms.EmailField}, label=_("contact"))


class PackageForm(forms.ModelForm):
    benefits = LinesField(
        label=capfirst(_("benefits")), required=False, help_text=_("One on each line.")
    )
    validity_period = RecordField(
        {"from": _("from"), "until": _("until")},
        kinds=dict.fromkeys(["from", "until"], forms.DateField),
        label=_("offered"),
    )

    def clean_availability(self):
        """Said here too, since a form leaves constraints on fields it does not show alone."""
        availability = self.cleaned_data["availability"]
        if availability is not None and availability < self.instance.taken:
            raise forms.ValidationError(_("More of these than that are taken already."))
        return availability


class SponsorshipForm(forms.ModelForm):
    terms = RecordField(
        {
            "payment": _("payment"),
            "exclusivity": _("exclusivity"),
            "duties": _("duties"),
            "notes": _("notes"),
        },
        label=_("terms"),
    )


class AssetForm(forms.ModelForm):
    dimensions = RecordField(
        {"width": _("width"), "height": _("height")},
        kinds=dict.fromkeys(["width", "height"], forms.IntegerField),
        label=_("size in pixels"),
    )
