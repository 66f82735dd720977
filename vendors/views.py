"""The page of an event's vendors for its team; it is printed and carried about."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .bookings import bookings_of, by_state
from .permissions import hiring_of


@never_cache
@require_safe
@login_required
def vendor_bookings(request, slug):
    event = get_object_or_404(hiring_of(request.user), slug=slug)
    listed = bookings_of(event)
    context = {
        "event": event,
        "states": by_state(listed),
        "open": sum(bool(each.gaps) for each in listed),
    }
    return render(request, "vendors/vendor_bookings.html", context)
