"""The books at the desk: who is on them, and who is asked to be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.admin_inviting import InviteForm, InvitingAdmin
from events.houses import HouseChoiceField
from fashionista.common.languages import language_in_use

from .joining import WAY, invite_staff, keeps_books_of
from .models import StaffRole
from .permissions import can_plan_staff


class StaffForm(InviteForm):
    role = forms.ModelChoiceField(StaffRole.objects.order_by("name"), label=_("Role"))
    organizer = HouseChoiceField(None, label=_("Organizer"))

    def __init__(self, *args, user, at, **kwargs):
        super().__init__(*args, user=user, at=at, **kwargs)
        houses = keeps_books_of(user)
        self.fields["organizer"].queryset = houses
        only = houses[:2]
        if len(only) == 1:
            self.initial["organizer"] = only[0]
            self.fields["organizer"].widget = forms.HiddenInput()


class BooksAdmin(InvitingAdmin):
    way = WAY
    invite_words = _("Invite staff")
    invite_page = "admin/staffing/invite.html"
    invite_form = StaffForm
    invitation_columns = ((_("Role"), lambda asked: asked.role),)

    def may_invite(self, user):
        return can_plan_staff(user) and keeps_books_of(user).exists()

    def told_of(self, invitation):
        return {"organizer": invitation.organizer, "role": invitation.role}

    def ask(self, user, told, at):
        return invite_staff(
            told["email"],
            organizer=told["organizer"],
            role=told["role"],
            invitation_id=told["invitation"],
            language=language_in_use(),
            by=user,
            at=at,
        )
