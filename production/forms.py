"""Fields for what is kept as JSON: nobody types that."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
