from django import forms
from django.utils.translation import gettext_lazy as _

from .notifications import KINDS


class PreferencesForm(forms.Form):
    """What comes by mail too. The inbox has everything."""

    by_mail = forms.MultipleChoiceField(
        label=_("Also by mail"),
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        off = user.preferences.get("no_mail", [])
        super().__init__(*args, initial={"by_mail": [k for k in KINDS if k not in off]}, **kwargs)

    def save(self):
        off = [kind for kind in KINDS if kind not in self.cleaned_data["by_mail"]]
        self.user.preferences = self.user.preferences | {"no_mail": off}
        self.user.save(update_fields=["preferences", "updated_at"])
