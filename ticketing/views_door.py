"""The door's pages, for those who keep it."""

from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashionista.common import headers
from fashionista.common.errors import DomainError

from . import admission, frames
from .answers import answered
from .forms import DoorForm, PostForm, SearchForm, UndoForm
from .models import CheckIn
from .permissions import doors_of

KEY = "doors"  # of the session: where at a door, and which way, by the event's address
NEARLY_FULL = 0.95
TODAY = timedelta(hours=12)  # an admission longer ago is told with its day

KINDS = {
    CheckIn.Result.ADMITTED: "ok",
    CheckIn.Result.ALREADY_USED: "used",
    CheckIn.Result.LEFT: "out",
    CheckIn.Result.NOT_INSIDE: "not_inside",
    CheckIn.Result.NOT_NOW: "not_now",
}


@never_cache
@require_safe
@login_required
def door_list(request):
    """The doors one may keep: what is on now or soon."""
    now = timezone.now()
    events = (
        doors_of(request.user)
        .filter(end_date__gt=now - timedelta(hours=12))
        .select_related("venue")
        .order_by("start_date")[:100]
    )
    return render(request, "ticketing/door_list.html", {"events": events})


def _door(request, slug):
    """The event, if its door is the person's, and where they stand at it."""
    post = request.session.get(KEY, {}).get(slug, {})
    doors = admission.doors_with_gate(post.get("gate"))
    event = get_object_or_404(doors_of(request.user, among=doors), slug=slug)
    event.gate_id = post.get("gate") if event.gate_name else None
    event.leaving = bool(post.get("leaving"))
    return event


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def door_scan(request, slug):
    """
    Answers a scan in the same response: a door has no time for a redirect, and reloading it sends
    the same nonce, which gets the same answer.
    """
    event, now = _door(request, slug), timezone.now()
    verdict = None
    form = DoorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        check_in = admission.admit(
            event,
            form.scanned(),
            nonce=form.cleaned_data["nonce"],
            by=request.user,
            at=now,
            gate_id=event.gate_id,
            leaving=event.leaving,
            anyway=form.cleaned_data["anyway"],
        )
        verdict = _verdict(event, check_in)
    context = {"event": event, "form": form, "nonce": uuid4(), "verdict": verdict}
    status = 422 if form.errors else 200
    context |= _occupancy(event, now)
    response = render(request, "ticketing/door_scan.html", context, status=status)
    response[headers.HEADER] = headers.CAMERA
    return response


def _occupancy(event, now):
    inside, expected = admission.tally(event, at=now)
    most = event.venue.capacity if event.venue else event.capacity
    return {
        "most": most,
        "inside": inside,
        "expected": expected,
        "is_over": inside > most,
        "is_nearly_full": NEARLY_FULL * most <= inside <= most,
    }


@never_cache
@require_POST
@login_required
def door_frame(request, slug):
    """What the camera sees, read for browsers that cannot. One frame at a time for each person."""
    get_object_or_404(doors_of(request.user), slug=slug)
    with transaction.atomic():
        if not frames.is_next(request.user):
            return JsonResponse({"text": ""}, status=429)
        try:
            return JsonResponse({"text": frames.read_frame(request.body)})
        except (frames.NotAFrame, RequestDataTooBig):
            return JsonResponse({"text": ""}, status=400)


def _verdict(event, check_in):
    ticket = check_in.ticket
    if ticket is None:
        return {"kind": "no", "reason": _("No ticket for this event has that code.")}
    if check_in.result == CheckIn.Result.NOT_VALID:
        passed_on = admission.passed_on(check_in)
        reason = "" if passed_on else _("This ticket is cancelled or refunded.")
        return {"kind": "no", "reason": reason, "passed_on_at": passed_on and passed_on.created_at}
    verdict = {
        "kind": KINDS[check_in.result],
        "ticket_id": ticket.pk,
        "holder": ticket.holder_name,
        "ticket_type": ticket.ticket_type.name,
        "slot": ticket.slot,
    }
    if check_in.result == CheckIn.Result.ADMITTED:
        verdict["note"] = ticket.note
        if event.shows_answers:
            verdict["answers"] = answered(ticket, question__at_door=True)
    elif check_in.result == CheckIn.Result.NOT_NOW:
        verdict["is_early"] = check_in.created_at < ticket.slot.starts_at
    elif check_in.result == CheckIn.Result.ALREADY_USED:
        first = admission.last_admission(ticket)
        verdict["at"] = first.created_at if first else ticket.used_at
        verdict["gate"] = first and first.gate
        verdict["is_older"] = check_in.created_at - verdict["at"] > TODAY
    return verdict


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def door_post(request, slug):
    """Where one stands: at which gate, letting in or out. The session remembers it."""
    event = _door(request, slug)
    chosen = {"gate": event.gate_id, "way": "out" if event.leaving else "in"}
    data = request.POST if request.method == "POST" else None
    form = PostForm(data, gates=event.gates.order_by("name"), initial=chosen)
    if request.method == "POST" and form.is_valid():
        request.session[KEY] = request.session.get(KEY, {}) | {slug: form.post()}
        return redirect("ticketing:door_scan", slug)
    status = 422 if form.errors else 200
    return render(
        request, "ticketing/door_post.html", {"event": event, "form": form}, status=status
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def door_search(request, slug):
    """By POST, so that no name of a guest stands in an address or a log."""
    event = _door(request, slug)
    form = SearchForm(request.POST if request.method == "POST" else None)
    context = {"event": event, "form": form, "most": admission.MOST_FOUND}
    if request.method == "POST" and form.is_valid():
        context["tickets"] = admission.search_tickets(event, form.cleaned_data["words"])
        context["nonce"] = uuid4()
    status = 422 if form.errors else 200
    return render(request, "ticketing/door_search.html", context, status=status)


@require_POST
@login_required
def door_undo(request, slug):
    event = _door(request, slug)
    form = UndoForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why in a few words, then undo it."))
        return redirect("ticketing:door_scan", slug)
    try:
        admission.undo_admission(
            event,
            form.cleaned_data["ticket"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            gate_id=event.gate_id,
        )
        messages.success(request, _("The admission is undone. The ticket lets in again."))
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    return redirect("ticketing:door_scan", slug)
