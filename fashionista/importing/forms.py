"""A file, and what its rows are for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.houses import HouseChoiceField
from events.models import Event


class EventChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, event):
        day = event.start_date.astimezone(event.zone)
        return f"{event.title}, {day:%Y-%m-%d}"


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File, as CSV or XLSX"),
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args, needs, targets, **kwargs):
        super().__init__(*args, **kwargs)
        if targets is not None:
            kind = EventChoiceField if targets.model is Event else HouseChoiceField
            only = targets[:2]
            self.fields["target"] = kind(
                label=needs,
                queryset=targets,
                initial=only[0] if len(only) == 1 else None,
            )
            self.order_fields(["target", "file"])
