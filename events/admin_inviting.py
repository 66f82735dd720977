"""Who has joined and who is asked to, at the desk: one list, and pages that ask and take back."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import email_field
from fashionista.common import throttle
from fashionista.common.admin import PortalAdmin, politely
from fashionista.common.errors import DomainError

SHOWN = 100  # open invitations
AN_HOUR = {"limit": 50, "seconds": 3600}


class InviteForm(forms.Form):
    """Made for whoever asks, at a moment."""

    invitation = forms.UUIDField(widget=forms.HiddenInput)  # a form sent twice invites once
    email = email_field("off")

    def __init__(self, *args, user, at, **kwargs):
        super().__init__(*args, **kwargs)


class InvitingAdmin(PortalAdmin):
    """A list of who has joined by the `way`, with the open invitations whoever looks may see."""

    change_list_template = "admin/events/joined.html"
    way = invite_words = invite_page = None
    invite_form = InviteForm
    invitation_columns: tuple = ()  # (heading, what it says of an invitation)

    def may_invite(self, user):
        raise NotImplementedError

    def ask(self, user, told, at):
        """Call the rule with what the form was told. Returns the invitation."""
        raise NotImplementedError

    def told_of(self, invitation):
        """What the form was told, besides the address."""
        raise NotImplementedError

    def changelist_view(self, request, extra_context=None):
        rows = self.way.invitations.objects.open(timezone.now()).select_related(*self.way.names)
        page = f"admin:{self._named('invite')}"
        newest = rows.order_by("-created_at", "pk")[:SHOWN]
        shown = {
            "invitations": self._described(newest),
            "headings": [heading for heading, _of in self.invitation_columns],
            "invite_page": page if self.may_invite(request.user) else "",
            "invite_words": self.invite_words,
        }
        return super().changelist_view(request, shown | (extra_context or {}))

    def _described(self, invitations):
        """A queryset that is read when the page is drawn, for those who may see it."""
        for row in invitations:
            cells = [(heading, of(row)) for heading, of in self.invitation_columns]
            pages = [
                reverse(f"admin:{self._named(name, self.way.invitations)}", args=[row.pk])
                for name in ("again", "revoke")
            ]
            yield row, cells, *pages

    def _named(self, name, model=None):
        opts = (model or self.model)._meta
        return f"{opts.app_label}_{opts.model_name}_{name}"

    def get_urls(self):
        view, asked = self.admin_site.admin_view, self.way.invitations
        again, revoke = view(require_POST(self.again)), view(require_POST(self.revoke))
        one = "invitations/<uuid:pk>"
        return [
            path("invite/", view(self.invite), name=self._named("invite")),
            path(f"{one}/again/", again, name=self._named("again", asked)),
            path(f"{one}/revoke/", revoke, name=self._named("revoke", asked)),
            *super().get_urls(),
        ]

    @politely
    def invite(self, request):
        user, now = request.user, timezone.now()
        if not self.may_invite(user):
            raise PermissionDenied
        form = self.invite_form(
            request.POST if request.method == "POST" else None,
            user=user,
            at=now,
            initial={"invitation": uuid.uuid4(), **self.first_told(request)},
        )
        if form.is_valid():
            try:
                return self._invited(request, form.cleaned_data, now)
            except DomainError as refusal:
                form.add_error(None, refusal.sentence)
        context = {
            **self.admin_site.each_context(request),
            "title": self.invite_words,
            "opts": self.opts,
            "form": form,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, self.invite_page, context, status=status)

    def first_told(self, request):
        """What the form begins with."""
        return {}

    def _invited(self, request, told, now):
        throttle.hit("invitation", request.user.pk, **AN_HOUR)
        invitation = self.ask(request.user, told, now)
        words = _("An invitation is on its way to %(email)s. Its link works for seven days.")
        messages.success(request, words % {"email": invitation.email})
        self.has_invited(request, invitation)
        return redirect(f"admin:{self._named('changelist')}")

    def has_invited(self, request, invitation):
        """What else is to be said."""

    def again(self, request, pk):
        """Another mail with another link: that of the one before is not known any more."""
        if not self.may_invite(request.user):
            raise PermissionDenied
        now = timezone.now()
        invitation = get_object_or_404(self.way.invitations.objects.open(now), pk=pk)
        told = {"invitation": uuid.uuid4(), "email": invitation.email}
        try:
            return self._invited(request, told | self.told_of(invitation), now)
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
        return redirect(f"admin:{self._named('changelist')}")

    def revoke(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        invitation = get_object_or_404(self.way.invitations, pk=pk)
        try:
            self.way.revoke(invitation, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("Taken back: the link in the mail works no longer."))
        return redirect(f"admin:{self._named('changelist')}")
