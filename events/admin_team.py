"""The team at the desk: who may do what at which events, and who is asked to join."""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fashionista.common.admin import only_admins
from fashionista.common.languages import language_in_use

from .admin_inviting import InviteForm, InvitingAdmin
from .duties import PRESETS, WORDS, mixes_duties, names_of
from .models import Event, EventTeamMember
from .permissions import owns_events
from .teams import WAY, change_member, invite, remove_member


def permissions_field():
    return forms.MultipleChoiceField(
        label=gettext_lazy("What they may do"),
        choices=lambda: [(name, f"{word}: {opens}") for name, (word, opens) in WORDS.items()],
        widget=forms.CheckboxSelectMultiple({"class": "choices"}),
        error_messages={"required": gettext_lazy("Choose one at least.")},
    )


class TeamForm(forms.ModelForm):
    permissions = permissions_field()


class ColleagueForm(InviteForm):
    event = forms.ModelChoiceField(
        Event.objects.none(),
        label=gettext_lazy("Event"),
        required=False,
        empty_label=gettext_lazy("All events, also those to come"),
    )
    permissions = permissions_field()

    def __init__(self, *args, user, at, **kwargs):
        super().__init__(*args, user=user, at=at, **kwargs)
        ahead = Event.objects.filter(organizer=user, end_date__gt=at)
        self.fields["event"].queryset = ahead.order_by("start_date", "pk")


@admin.register(EventTeamMember)
class EventTeamMemberAdmin(InvitingAdmin):
    """Where organizers ask colleagues in, narrow what they may do, and let them go."""

    view_if = staticmethod(owns_events)
    add_if = staticmethod(only_admins)
    form = TeamForm
    way = WAY
    invite_words = gettext_lazy("Invite a colleague")
    invite_page = "admin/events/invite.html"
    invite_form = ColleagueForm
    invitation_columns = (
        (gettext_lazy("Event"), lambda asked: asked.event or _("All events")),
        (gettext_lazy("Allowed"), lambda asked: ", ".join(map(str, names_of(asked.permissions)))),
    )
    list_display = ["person", "where", "allowed"]
    list_select_related = ["event", "user"]
    autocomplete_fields = ["organizer", "event", "user"]
    fields = ["organizer", "event", "user", "permissions"]

    @admin.display(description=gettext_lazy("person"))
    def person(self, member):
        return f"{member.user.full_name} ({member.user.email})"

    @admin.display(description=gettext_lazy("event"), ordering="event__title")
    def where(self, member):
        return member.event or _("All events")

    @admin.display(description=gettext_lazy("allowed"))
    def allowed(self, member):
        return ", ".join(map(str, names_of(member.permissions)))

    def get_queryset(self, request):
        """One's own team: that of somebody else one is on oneself is theirs to keep."""
        members = super().get_queryset(request)
        user = request.user
        return members if only_admins(user) else members.filter(organizer=user)

    def get_fields(self, request, obj=None):
        return ["person", "event", "permissions"] if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return ["person", "event"] if obj else []

    def save_model(self, request, obj, form, change):
        if change:
            told = form.cleaned_data["permissions"]
            change_member(obj, permissions=told, by=request.user, at=timezone.now())
        else:
            super().save_model(request, obj, form, change)
        self._warn(request, obj.permissions)

    def delete_model(self, request, obj):
        remove_member(obj, by=request.user, at=timezone.now())

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Team")} | (extra_context or {}))

    def may_invite(self, user):
        return user.user_type == user.UserType.ORGANIZER

    def first_told(self, request):
        preset = PRESETS.get(request.GET.get("preset"), ["view"])
        return {"event": request.GET.get("event"), "permissions": preset}

    def ask(self, user, told, at):
        return invite(
            told["email"],
            event=told["event"],
            permissions=told["permissions"],
            invitation_id=told["invitation"],
            language=language_in_use(),
            by=user,
            at=at,
        )

    def told_of(self, invitation):
        return {"event": invitation.event, "permissions": invitation.permissions}

    def has_invited(self, request, invitation):
        self._warn(request, invitation.permissions)

    def _warn(self, request, permissions):
        if mixes_duties(permissions):
            messages.warning(
                request,
                _(
                    "This person both plans and handles money. Where two share that, none can"
                    " hide a mistake alone."
                ),
            )
