"""Where saved views of lists are made, renamed and deleted."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from .errors import DomainError
from .models import SavedView
from .saved_views import delete_view, rename_view, save_view


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)


@require_POST
def save(request):
    """A view of the list that is named, with the words of its address."""
    what, said = request.POST.get("list", ""), QueryDict(request.POST.get("query", ""))
    page, form = _page_of(request, what), NameForm(request.POST)
    back = f"{_list(page)}?{said.urlencode()}"
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 60 letters."))
        return redirect(back)
    try:
        name = form.cleaned_data["name"]
        view = save_view(what, said, name=name, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
        return redirect(back)
    messages.success(request, _("“%(name)s” is saved.") % {"name": view.name})
    return redirect(f"{_list(page)}?{view.query}")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, view_id):
    """Another name, or none any more."""
    view = get_object_or_404(SavedView, pk=view_id, person=request.user)
    page = _page_of(request, view.what)
    form = NameForm(request.POST or None, initial={"name": view.name})
    if request.method == "POST" and "delete" in request.POST:
        delete_view(view, by=request.user)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": view.name})
        return redirect(_list(page))
    if form.is_valid():
        try:
            rename_view(view, name=form.cleaned_data["name"], by=request.user)
        except DomainError as refusal:
            form.add_error("name", refusal.sentence)
        else:
            return redirect(f"{_list(page)}?{view.query}")
    context = admin.site.each_context(request) | {
        "title": _("Saved view: %(name)s") % {"name": view.name},
        "form": form,
        "opts": page.opts,
        "address": f"{_list(page)}?{view.query}",
    }
    return render(request, "admin/saved_view.html", context, status=422 if form.errors else 200)


def _page_of(request, what):
    """The page of a table that whoever asks may see; others are as if they did not exist."""
    for page in admin.site._registry.values():
        if page.opts.db_table == what and page.has_view_permission(request):
            return page
    raise Http404


def _list(page):
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")


def urls(view):
    """Their addresses at a desk that wraps its views so."""
    return [
        path("views/", view(save), name="save_view"),
        path("views/<uuid:view_id>/", view(change), name="saved_view"),
    ]
