"""Shifts handed on, for those who work them. The organizer decides at the desk."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from events.models import Event
from fashionista.common.errors import DomainError

from .models import ShiftSwap, StaffAssignment
from .swapping import ask_swap, decline_swap, take_swap, withdraw_swap

ANSWERS = {
    "take": (take_swap, gettext_lazy("Thank you. It is yours once the organizer approves.")),
    "decline": (decline_swap, gettext_lazy("Declined. Your colleague is told.")),
    "withdraw": (withdraw_swap, gettext_lazy("The shift stays yours.")),
}


class SwapForm(forms.Form):
    to = forms.EmailField(
        label=gettext_lazy("Email of a colleague"),
        required=False,
        help_text=gettext_lazy("Left empty, any colleague who fits can take it over."),
    )


@never_cache
@login_required
def swap_ask(request, assignment_id):
    rows = StaffAssignment.objects.select_related("role")
    assignment = get_object_or_404(rows, pk=assignment_id, user=request.user, status="scheduled")
    form = SwapForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        acting = {"by": request.user, "at": timezone.now()}
        try:
            ask_swap(assignment, to=form.cleaned_data["to"], **acting)
        except DomainError as refusal:
            form.add_error("to" if form.cleaned_data["to"] else None, refusal.sentence)
        else:
            messages.success(request, _("Asked. Until it is approved the shift stays yours."))
            return redirect("staffing:shift_list")
    event = Event.objects.select_related("venue").filter(pk=assignment.event_id).first()
    context = {
        "form": form,
        "assignment": assignment,
        "event": event,
        "zone": event.timezone if event else timezone.get_current_timezone_name(),
    }
    status = 422 if form.errors else 200
    return render(request, "staffing/swap_ask.html", context, status=status)


@require_POST
@login_required
def swap_answer(request, swap_id):
    swap = get_object_or_404(ShiftSwap.objects.select_related("role"), pk=swap_id)
    if request.POST.get("answer") not in ANSWERS:
        return HttpResponseBadRequest(_("Take it, decline it or keep it."))
    rule, done = ANSWERS[request.POST["answer"]]
    try:
        rule(swap, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect("staffing:shift_list")
