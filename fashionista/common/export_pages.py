"""One's own exports at the desk: how far the worker is, and the file, once."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .errors import DomainError
from .exporting import KEPT, hand_over, name_of
from .models import Export

SHOWN = 20


@require_safe
def export_list(request):
    """What one took lately, and what waits."""
    mine = Export.objects.filter(person=request.user).order_by("-created_at")[:SHOWN]
    lines = [(job, name_of(job)) for job in mine]
    return _page(request, "exports", _("Your exports"), lines=lines)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request, export_id):
    """How far one is; a POST fetches it."""
    job, now = get_object_or_404(Export, pk=export_id, person=request.user), timezone.now()
    if request.method == "POST":
        try:
            return hand_over(job, by=request.user, at=now)
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
            return redirect("admin:export", job.pk)
    name = name_of(job)
    title = _("Export: %(list)s") % {"list": name}
    until = job.ready_at and job.ready_at + KEPT
    is_late = until is not None and now > until
    return _page(request, "export", title, job=job, name=name, until=until, is_late=is_late)


def _page(request, template, title, **context):
    context |= admin.site.each_context(request) | {"title": title}
    return render(request, f"admin/{template}.html", context)


def urls(view):
    """Their addresses at a desk that wraps its views so."""
    return [
        path("exports/", view(export_list), name="exports"),
        path("exports/<uuid:export_id>/", view(export), name="export"),
    ]
