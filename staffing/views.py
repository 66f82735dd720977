from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fashionista.common.errors import DomainError

from .models import StaffAssignment
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
    return render(
        request, "staffing/shift_list.html", {"rota": rota_of(request.user, timezone.now())}
    )


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
