"""Coming onto an organizer's books by the link in a mail."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.views import invitation_page

from .joining import WAY, accept


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def staff_invitation(request, secret):
    def joined(member):
        messages.success(request, _("You are on the staff. What you are asked for stands here."))
        return redirect("staffing:shift_list")

    return invitation_page(request, secret, WAY, accept, lambda _invitation: {}, joined)
