"""Joining a team by the link in a mail."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as

from .duties import WORDS, in_order
from .teams import InvitationGone, accept, house_of, is_for, read_invitation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team_invitation(request, secret):
    """What one is asked to join, and as what. Only a button joins: mail scanners follow links."""
    now, user, refusal = timezone.now(), request.user, ""
    if request.method == "POST":
        if not user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            member = accept(secret, by=user, at=now)
        except InvitationGone:
            pass  # said below
        except DomainError as no:
            refusal = no.sentence
        else:
            messages.success(request, _("You are on the team."))
            if member.event_id:
                return redirect("admin:events_event_change", member.event_id)
            return redirect("admin:index")
    try:
        invitation = read_invitation(secret, at=now)
        if invitation.accepted_at:
            raise InvitationGone
    except InvitationGone as gone:
        context = {"refusal": gone.sentence}
        return render(request, "events/team_invitation.html", context, status=410)
    with acting_as("events.team"):
        house = house_of(invitation.organizer)
    context = {
        "invitation": invitation,
        "house": house,
        "allowed": [WORDS[name] for name in in_order(invitation.permissions)],
        "is_for_user": user.is_authenticated and is_for(invitation, user),
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return render(request, "events/team_invitation.html", context, status=status)
