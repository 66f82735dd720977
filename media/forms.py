from django import forms
from django.utils.translation import gettext_lazy as _

from events.access import AtMyEvents
from events.models import Event
from fashionista.common.admin import only_admins

from .models import MediaGallery

MOST = 40  # files at once


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = FilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"})

    def clean(self, data, initial=None):
        files = [super(FilesField, self).clean(file, initial) for file in data or [None]]
        if len(files) > MOST:
            raise forms.ValidationError(_("Send at most 40 files at once."))
        return files


class UploadForm(forms.Form):
    """Pictures of one event and, when they are already chosen, the gallery they go into."""

    event = forms.ModelChoiceField(Event.objects.none(), label=_("Event"))
    files = FilesField(
        label=_("Pictures"),
        help_text=_(
            "JPEG, PNG, WebP or AVIF, up to 20 MB each. Small copies are kept, without place and"
            " camera; the files themselves are not."
        ),
    )
    gallery = forms.ModelChoiceField(
        MediaGallery.objects.none(), label=_("Gallery"), required=False
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        events, galleries = Event.objects.order_by("-start_date"), MediaGallery.objects.all()
        if not only_admins(user):
            events = events.filter(AtMyEvents("id", "media"))
            galleries = galleries.filter(AtMyEvents("event", "media"))
        self.fields["event"].queryset = events
        self.fields["gallery"].queryset = galleries.order_by("name")

    def clean(self):
        cleaned = super().clean()
        gallery = cleaned.get("gallery")
        if gallery and gallery.event != cleaned.get("event"):
            self.add_error("gallery", _("This gallery is of another event."))
        return cleaned
