"""Tickets given away, as organizers fill it in at the desk."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from events.clocks import on_the_wall

from .forms import PersonForm
from .giving import MOST
from .models import EventSlot, TicketType


class TypeField(forms.ModelChoiceField):
    def label_from_instance(self, kind):
        words = {"name": kind.name, "left": kind.left}
        return _("%(name)s, %(left)s left") % words


class SlotField(forms.ModelChoiceField):
    def label_from_instance(self, slot):
        return ", ".join(filter(None, [on_the_wall(slot.starts_at, slot.event), slot.name]))


class GivingForm(PersonForm):
    """`order` is the id the order will have: the same form sent twice gives once."""

    order = forms.UUIDField(widget=forms.HiddenInput)
    ticket_type = TypeField(label=_("Ticket type"), queryset=None)
    slot = SlotField(label=_("Time"), queryset=None, required=False)
    number = forms.IntegerField(label=_("How many?"), min_value=1, max_value=MOST, initial=1)
    note = forms.CharField(
        label=_("Note for the door"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, event, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("order", uuid4())
        self.fields["full_name"].error_messages["required"] = _("Who are they for?")
        kinds = TicketType.objects.filter(event=event).order_by("position", "name")
        self.fields["ticket_type"].queryset = kinds.select_related("companion_of")
        slots = EventSlot.objects.filter(event=event, ends_at__gt=at).order_by("starts_at", "name")
        self.fields["slot"].queryset = slots.select_related("event__venue")
        if not slots.exists():
            del self.fields["slot"]
        self.order_fields(["ticket_type", "slot", "number", "full_name", "email", "note", "order"])
