"""Visitors say what they think of an event and its designers, producers what of their models."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from events.access import AtMyEvents
from events.models import Event
from industry.models import Designer, FashionModel
from production.models import EventDesigner, EventModel

from .exceptions import AboutOneself, AlreadyRated, AlreadySaid, NotBegun, NotShown, NotThere
from .models import DesignerReview, EventFeedback, ModelReview, Moderated
from .permissions import was_there


def _ask_visitor(event, by, at):
    if event.start_date > at:
        raise NotBegun
    if not was_there(by, event):
        raise NotThere


@transaction.atomic
def submit_feedback(
    event: Event, *, by: Any, at: datetime, rating: int, text: str = "", display_name: str = ""
) -> EventFeedback:
    """
    Keep what a visitor thinks of an event, for its organizer to publish.

    Raises NotBegun, NotThere and, the second time, AlreadySaid. The database lets nobody else
    write either, nor organizers about themselves.
    """
    _ask_visitor(event, by, at)
    said = {"rating": rating, "feedback": text, "display_name": display_name, "created_at": at}
    feedback, is_new = EventFeedback.objects.get_or_create(event=event, user=by, defaults=said)
    if not is_new:
        raise AlreadySaid
    return feedback


@transaction.atomic
def withdraw_feedback(feedback: Moderated, *, by: Any, at: datetime) -> None:
    """Delete what a visitor said, wherever it is shown; they may say it anew."""
    deleted, _by_model = feedback.delete()
    if not deleted:
        raise PermissionDenied


@transaction.atomic
def review_designer(
    designer: Designer,
    *,
    event: Event,
    by: Any,
    at: datetime,
    rating: int,
    text: str = "",
    display_name: str = "",
) -> DesignerReview:
    """
    Keep what a visitor thinks of a designer's show at an event, for its organizer to publish.

    Raises NotBegun, NotThere, NotShown, AboutOneself and, the second time, AlreadyRated.
    """
    _ask_visitor(event, by, at)
    if not EventDesigner.objects.filter(event=event, designer=designer).exists():
        raise NotShown
    if designer.user_id == by.pk:
        raise AboutOneself
    said = {"rating": rating, "review": text, "display_name": display_name, "created_at": at}
    review, is_new = DesignerReview.objects.get_or_create(
        designer=designer, event=event, reviewer=by, defaults=said
    )
    if not is_new:
        raise AlreadyRated
    return review


@transaction.atomic
def review_model(
    fashion_model: FashionModel,
    *,
    event: Event,
    by: Any,
    at: datetime,
    rating: int,
    text: str = "",
) -> ModelReview:
    """
    Keep what a producer thinks of a model who walked, for those who produce at this event.

    Raises PermissionDenied, NotBegun, NotShown, AboutOneself and, the second time, AlreadyRated.
    """
    if not Event.objects.filter(AtMyEvents("pk", "production"), pk=event.pk).exists():
        raise PermissionDenied
    if event.start_date > at:
        raise NotBegun
    if not EventModel.objects.filter(event=event, fashion_model=fashion_model).exists():
        raise NotShown
    if fashion_model.user_id == by.pk:
        raise AboutOneself
    review, is_new = ModelReview.objects.get_or_create(
        fashion_model=fashion_model,
        event=event,
        reviewer=by,
        defaults={"rating": rating, "review": text, "created_at": at},
    )
    if not is_new:
        raise AlreadyRated
    return review
