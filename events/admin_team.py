"""The team at the desk: who may do what at which events, and who is asked to join."""

import uuid

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.forms import email_field
from fashionista.common import throttle
from fashionista.common.admin import PortalAdmin, only_admins, politely
from fashionista.common.errors import DomainError
from fashionista.common.languages import language_in_use

from .duties import PRESETS, WORDS, mixes_duties, names_of
from .models import Event, EventTeamMember, TeamInvitation
from .permissions import owns_events
from .teams import change_member, invite, remove_member, revoke_invitation

SHOWN = 100  # open invitations
AN_HOUR = {"limit": 50, "seconds": 3600}


def permissions_field():
    return forms.MultipleChoiceField(
        label=gettext_lazy("What they may do"),
        choices=lambda: [(name, f"{word}: {opens}") for name, (word, opens) in WORDS.items()],
        widget=forms.CheckboxSelectMultiple({"class": "choices"}),
        error_messages={"required": gettext_lazy("Choose one at least.")},
    )


class TeamForm(forms.ModelForm):
    permissions = permissions_field()


class InviteForm(forms.Form):
    invitation = forms.UUIDField(widget=forms.HiddenInput)  # a form sent twice invites once
    email = email_field("off")
    event = forms.ModelChoiceField(
        Event.objects.none(),
        label=gettext_lazy("Event"),
        required=False,
        empty_label=gettext_lazy("All events, also those to come"),
    )
    permissions = permissions_field()

    def __init__(self, *args, organizer, at, **kwargs):
        super().__init__(*args, **kwargs)
        ahead = Event.objects.filter(organizer=organizer, end_date__gt=at)
        self.fields["event"].queryset = ahead.order_by("start_date", "pk")


@admin.register(EventTeamMember)
class EventTeamMemberAdmin(PortalAdmin):
    """Where organizers ask colleagues in, narrow what they may do, and let them go."""

    view_if = staticmethod(owns_events)
    add_if = staticmethod(only_admins)
    form = TeamForm
    change_list_template = "admin/events/team.html"
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
        rows = TeamInvitation.objects.open(timezone.now()).select_related("event")
        if not only_admins(request.user):
            rows = rows.filter(organizer=request.user)
        newest = rows.order_by("-created_at", "pk")[:SHOWN]
        shown = {"title": _("Team"), "invitations": self._described(newest)}
        return super().changelist_view(request, shown)

    def _described(self, invitations):
        """A queryset that is read when the page is drawn, for those who may see it."""
        return ((row, names_of(row.permissions)) for row in invitations)

    def get_urls(self):
        invite = self.admin_site.admin_view(self.invite)
        revoke = self.admin_site.admin_view(require_POST(self.revoke))
        return [
            path("invite/", invite, name="events_eventteammember_invite"),
            path("invitations/<uuid:pk>/revoke/", revoke, name="events_teaminvitation_revoke"),
            *super().get_urls(),
        ]

    @politely
    def invite(self, request):
        user, now = request.user, timezone.now()
        if user.user_type != user.UserType.ORGANIZER:
            raise PermissionDenied
        form = InviteForm(
            request.POST if request.method == "POST" else None,
            organizer=user,
            at=now,
            initial={
                "invitation": uuid.uuid4(),
                "event": request.GET.get("event"),
                "permissions": PRESETS.get(request.GET.get("preset"), ["view"]),
            },
        )
        if form.is_valid():
            try:
                return self._invited(request, form.cleaned_data, now)
            except DomainError as refusal:
                form.add_error(None, refusal.sentence)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invite a colleague"),
            "opts": self.opts,
            "form": form,
        }
        page, status = "admin/events/invite.html", 422 if form.errors else 200
        return TemplateResponse(request, page, context, status=status)

    def _invited(self, request, told, now):
        throttle.hit("team invitation", request.user.pk, **AN_HOUR)
        invitation = invite(
            told["email"],
            event=told["event"],
            permissions=told["permissions"],
            invitation_id=told["invitation"],
            language=language_in_use(),
            by=request.user,
            at=now,
        )
        words = _("An invitation is on its way to %(email)s. Its link works for seven days.")
        messages.success(request, words % {"email": invitation.email})
        self._warn(request, invitation.permissions)
        return redirect("admin:events_eventteammember_changelist")

    def _warn(self, request, permissions):
        if mixes_duties(permissions):
            messages.warning(
                request,
                _(
                    "This person both plans and handles money. Where two share that, none can"
                    " hide a mistake alone."
                ),
            )

    def revoke(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        invitation = get_object_or_404(TeamInvitation, pk=pk)
        try:
            revoke_invitation(invitation, by=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Taken back: the link in the mail works no longer."))
        return redirect("admin:events_eventteammember_changelist")
