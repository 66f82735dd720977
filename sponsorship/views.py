"""The page of an event's sponsors for its team; it is printed and carried about."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .board import board_of, in_tiers, sums_of
from .permissions import boards_of


@never_cache
@require_safe
@login_required
def sponsor_board(request, slug):
    """The deals with what each lacks; what they bring for those who may see the event's money."""
    event = get_object_or_404(boards_of(request.user), slug=slug)
    board = board_of(event)
    context = {
        "event": event,
        "tiers": in_tiers(board),
        "open": sum(bool(each.gaps) for each in board),
        "sums": sums_of(board) if event.shows_money else [],
    }
    return render(request, "sponsorship/sponsor_board.html", context)
