"""Where designers and models keep their own pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fashionista.common.errors import DomainError

from .forms import CollectionForm, DesignerForm, FashionModelForm
from .models import Collection, Designer, FashionModel
from .permissions import can_change_collection, designer_of, may_join
from .profiles import keep
from .showing import archive_collection, publish_collection

RULES = {"publish": publish_collection, "archive": archive_collection}


def _own(user, kind):
    """The person's row of this kind, or a new one where they may join as it. Raises Http404."""
    if row := kind.objects.filter(user=user).first():
        return row
    if not may_join(user, kind) or user.user_type == "admin":
        raise Http404
    return kind(user=user)


def _kept(request, form):
    """Whether a form was sent and what it says is written."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        keep(form, by=request.user)
    except DomainError as refusal:
        form.add_error("slug", refusal.sentence)
        return False
    messages.success(request, _("Saved."))
    return True


def _page(request, template, form, **context):
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_designer(request):
    designer = _own(request.user, Designer)
    form = DesignerForm(request.POST or None, request.FILES or None, instance=designer)
    if _kept(request, form):
        return redirect("industry:own_designer")
    is_new = designer._state.adding
    collections = [] if is_new else designer.collections.order_by("-year", "name").defer("images")
    context = {"designer": designer, "is_new": is_new, "collections": collections}
    return _page(request, "industry/own_designer.html", form, **context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_model(request):
    model = _own(request.user, FashionModel)
    form = FashionModelForm(request.POST or None, request.FILES or None, instance=model)
    if _kept(request, form):
        return redirect("industry:own_model")
    context = {"model": model, "is_new": model._state.adding}
    return _page(request, "industry/own_model.html", form, **context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_collection(request):
    designer = designer_of(request.user)
    if designer is None:
        raise Http404
    collection = Collection(designer=designer, year=timezone.now().year)
    form = CollectionForm(request.POST or None, request.FILES or None, instance=collection)
    if _kept(request, form):
        return redirect("industry:own_collection", collection.pk)
    return _page(request, "industry/own_collection.html", form, collection=None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_collection(request, collection_id):
    collection = _own_collection(request.user, collection_id)
    if not can_change_collection(request.user, collection):
        raise PermissionDenied
    form = CollectionForm(request.POST or None, request.FILES or None, instance=collection)
    if _kept(request, form):
        return redirect("industry:own_collection", collection.pk)
    return _page(request, "industry/own_collection.html", form, collection=collection)


@require_POST
@login_required
def move_collection(request, collection_id, rule):
    """Publish or archive, as the button says."""
    collection = _own_collection(request.user, collection_id)
    try:
        RULES[rule](collection, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = {"publish": _("Everybody can see it now."), "archive": _("Put away.")}
        messages.success(request, said[rule])
    return redirect("industry:own_designer")


def _own_collection(user, collection_id):
    collections = Collection.objects.select_related("designer")
    return get_object_or_404(collections, pk=collection_id, designer__user=user)
