"""The inbox: what one was told, and what comes by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import inbox
from .forms import PreferencesForm

PER_PAGE = 20


@never_cache
@require_safe
@login_required
def notification_list(request):
    pages = Paginator(inbox.inbox_of(request.user), PER_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "unread": inbox.unread_count(request.user),
    }
    return render(request, "communications/notification_list.html", context)


@require_POST
@login_required
def notification_read(request, notification_id):
    inbox.mark_read(request.user, at=timezone.now(), notification_id=notification_id)
    return redirect("communications:notification_list")


@require_POST
@login_required
def notification_read_all(request):
    inbox.mark_read(request.user, at=timezone.now())
    return redirect("communications:notification_list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request):
    form = PreferencesForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("communications:preferences")
    status = 422 if form.errors else 200
    return render(request, "communications/preferences.html", {"form": form}, status=status)
