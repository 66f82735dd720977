"""Fields for what is kept as JSON: nobody types that."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fashionista.common.admin import ChangesFormSet
from fashionista.common.shapes import LinesField, RecordField


class SegmentForm(forms.ModelForm):
    technical_requirements = RecordField(
        {"light": _("light"), "sound": _("sound"), "video": _("video"), "staging": _("staging")},
        label=_("technical summary"),
    )


class LookForm(forms.ModelForm):
    outfit_details = RecordField(
        {
            "title": _("title"),
            "materials": _("materials"),
            "pieces": _("pieces, one a line"),
            "alt": _("described for who does not see it"),
        },
        kinds={"pieces": LinesField},
        label=_("outfit"),
    )


class LookInOrderForm(forms.ModelForm):
    def _get_validation_exclusions(self):
        """Two that change places are each where the other still is: their formset asks instead."""
        return super()._get_validation_exclusions() | {"position"}


class LooksInOrder(ChangesFormSet):
    """All looks of one segment, each in a place of its own."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        places = [form.cleaned_data["position"] for form in kept if "position" in form.cleaned_data]
        if len(set(places)) < len(places):
            raise forms.ValidationError(_("Two looks have the same place in the line-up."))


class RequirementForm(forms.ModelForm):
    requirements = RecordField(
        {
            "quantity": _("how many"),
            "power": _("power"),
            "place": _("where"),
            "supplier": _("from whom"),
        },
        label=_("in detail"),
    )
