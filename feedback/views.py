from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.models import Event
from fashionista.common.errors import DomainError

from .forms import DesignerReviewForm, FeedbackForm
from .models import DesignerReview, EventFeedback
from .permissions import can_give_feedback, designers_for
from .reviewing import review_designer, submit_feedback, withdraw_feedback


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def event_feedback(request, slug):
    """What a visitor thinks of an event and who showed: the form, then what became of it."""
    event = get_object_or_404(Event.objects.select_related("venue"), slug=slug)
    said = EventFeedback.objects.filter(event=event, user=request.user).first()
    now = timezone.now()
    if not (said or can_give_feedback(request.user, event, now)):
        raise PermissionDenied
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            submit_feedback(event, by=request.user, at=now, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Thank you. The organizer reads it first."))
            return redirect("feedback:event_feedback", slug)
    reviews = DesignerReview.objects.filter(event=event, reviewer=request.user)
    reviewed = {review.designer_id: review for review in reviews}
    context = {
        "event": event,
        "said": said,
        "form": form,
        "designers": [
            (designer, reviewed.get(designer.pk)) for designer in designers_for(request.user, event)
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "feedback/event_feedback.html", context, status=status)


@require_POST
@login_required
def withdraw(request, slug):
    said = get_object_or_404(EventFeedback, event__slug=slug, user=request.user)
    withdraw_feedback(said, by=request.user, at=timezone.now())
    messages.success(request, _("What you said is deleted."))
    return redirect("feedback:event_feedback", slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def designer_review(request, slug, designer):
    """What a visitor thinks of a designer's show: the form, then what became of it."""
    event = get_object_or_404(Event.objects.select_related("venue"), slug=slug)
    designer = get_object_or_404(designers_for(request.user, event), slug=designer)
    said = designer.reviews.filter(event=event, reviewer=request.user).first()
    now = timezone.now()
    if not (said or can_give_feedback(request.user, event, now)):
        raise PermissionDenied
    form = DesignerReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            review_designer(designer, event=event, by=request.user, at=now, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Thank you. The organizer reads it first."))
            return redirect("feedback:designer_review", slug, designer.slug)
    context = {"event": event, "designer": designer, "said": said, "form": form}
    status = 422 if form.errors else 200
    return render(request, "feedback/designer_review.html", context, status=status)


@require_POST
@login_required
def withdraw_review(request, slug, designer):
    said = get_object_or_404(
        DesignerReview, event__slug=slug, designer__slug=designer, reviewer=request.user
    )
    withdraw_feedback(said, by=request.user, at=timezone.now())
    messages.success(request, _("What you said is deleted."))
    return redirect("feedback:designer_review", slug, designer)
