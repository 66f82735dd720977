"""Pages of one show, for who produces it and who is in it; they are printed and carried about."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .permissions import shows_of
from .timing import running_times, with_looks


@never_cache
@require_safe
@login_required
def run_of_show(request, slug):
    event = get_object_or_404(shows_of(request.user), slug=slug)
    segments = list(running_times(event.segments.order_by("position"), event.start_date))
    needs = event.technical_requirements.order_by("category", "title")
    context = {
        "event": event,
        "segments": segments,
        "seconds": sum(timed.segment.duration for timed in segments),
        "needs": needs.select_related("segment"),
        "rehearsals": event.rehearsals.select_related("segment").order_by("start_time"),
    }
    return render(request, "production/run_of_show.html", context)


@never_cache
@require_safe
@login_required
def line_up(request, slug):
    """Everybody's looks for the team, with their times; for the others their own."""
    event = get_object_or_404(shows_of(request.user), slug=slug)
    segments = event.segments.order_by("position").prefetch_related(
        "entries__collection__designer", "entries__fashion_model"
    )
    timed = with_looks(list(running_times(segments, event.start_date)))
    context = {
        "event": event,
        "segments": [each for each in timed if each.looks],
        "tight": sum(look.is_tight for each in timed for look in each.looks),
    }
    return render(request, "production/line_up.html", context)
