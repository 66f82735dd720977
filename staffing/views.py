from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communications.notifications import site_url
from fashionista.common.errors import DomainError
from fashionista.common.identity import for_nobody
from fashionista.common.secret_links import make_link, revoke_link

from . import feed
from .handing_on import swaps_of
from .models import ShiftFeed, StaffAssignment
from .rostering import accept_offer, decline_offer
from .rota import rota_of

ANSWERS = {
    "accept": (accept_offer, _("The shift is yours.")),
    "decline": (decline_offer, _("Declined. Thank you for saying so.")),
}


@never_cache
@require_safe
@login_required
def shift_list(request):
    now = timezone.now()
    context = {
        "rota": rota_of(request.user, now),
        "swaps": swaps_of(request.user, now),
        "has_feed": ShiftFeed.objects.filter(user=request.user).exists(),
    }
    return render(request, "staffing/shift_list.html", context)


@require_POST
@login_required
def shift_answer(request, assignment_id):
    assignment = get_object_or_404(StaffAssignment, pk=assignment_id, user=request.user)
    if request.POST.get("answer") not in ANSWERS:
        return HttpResponseBadRequest(_("Accept or decline."))
    rule, done = ANSWERS[request.POST["answer"]]
    try:
        rule(assignment, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect("staffing:shift_list")


@never_cache
@require_POST
@login_required
def feed_renew(request):
    """Shows the new link in this answer and never again: only its hash is kept."""
    secret = make_link(ShiftFeed, request.user, at=timezone.now())
    link = site_url(reverse("staffing:shift_feed", args=[secret]))
    return render(request, "staffing/feed_link.html", {"link": link})


@require_POST
@login_required
def feed_revoke(request):
    revoke_link(ShiftFeed, request.user)
    messages.success(request, _("The link to your calendar is off."))
    return redirect("staffing:shift_list")


@for_nobody
@never_cache
@require_safe
def shift_feed(request, secret):
    try:
        content = feed.read_feed(secret, at=timezone.now())
    except ShiftFeed.DoesNotExist as error:
        raise Http404 from error
    return HttpResponse(content, content_type="text/calendar")
