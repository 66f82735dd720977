"""Joining something by the link in a mail: a team, for one."""

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
from .inviting import InvitationGone, house_of, is_for
from .teams import WAY, accept


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team_invitation(request, secret):
    def described(invitation):
        return {"allowed": [WORDS[name] for name in in_order(invitation.permissions)]}

    def joined(member):
        messages.success(request, _("You are on the team."))
        if member.event_id:
            return redirect("admin:events_event_change", member.event_id)
        return redirect("admin:index")

    return invitation_page(request, secret, WAY, accept, described, joined)


def invitation_page(request, secret, way, accept, described, joined):
    """
    What one is asked to join, and as what. Only a button joins: mail scanners follow links.

    `accept` is the rule, `joined` answers with what it made; `described` is more for the page.
    """
    now, user, refusal = timezone.now(), request.user, ""
    if request.method == "POST":
        if not user.is_authenticated:
            return redirect_to_login(request.path)
        try:
            return joined(accept(secret, by=user, at=now))
        except InvitationGone:
            pass  # said below
        except DomainError as no:
            refusal = no.sentence
    page = f"{way.mail}.html"
    try:
        invitation = way.read(secret, at=now)
        if invitation.accepted_at:
            raise InvitationGone
    except InvitationGone as gone:
        return render(request, page, {"refusal": gone.sentence}, status=410)
    with acting_as(way.system):
        house = house_of(invitation.organizer)
    context = {
        "invitation": invitation,
        "house": house,
        "is_for_user": user.is_authenticated and is_for(invitation, user),
        "refusal": refusal,
    }
    return render(request, page, context | described(invitation), status=409 if refusal else 200)
