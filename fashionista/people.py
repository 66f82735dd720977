"""The pages of those who show: designers with their collections, and models."""

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communications.notifications import site_url
from events.models import Event
from fashionista.common.addresses import at_address
from fashionista.common.page_cache import kept_for
from fashionista.common.pictures import FOLDER, stored_file
from fashionista.listings import with_offers
from feedback.reviews import published_about
from industry import linked_data
from industry.cards import figures_of, week_of
from industry.models import Collection, Designer, FashionModel
from industry.permissions import can_see_figures
from production.models import EventCollection, EventDesigner

PAGE = 24
PAGE_SECONDS = 10
OPEN_BOOKS = 3  # collections a designer's page shows looks of; the others by name
FIRST_LOOKS = 9
MOST_EVENTS = 12
SHOWING = 4


def _designers():
    """Designers with what a list shows of them: their newest collection."""
    newest = Collection.objects.published().filter(designer=OuterRef("pk"))
    newest = newest.order_by("-year", "-published_at", "pk")
    return Designer.objects.annotate(
        newest_name=Subquery(newest.values("name")[:1]),
        newest_looks=Subquery(newest.values("images")[:1]),
        shown=Count("collections", filter=Q(collections__status=Collection.Status.PUBLISHED)),
    ).order_by("brand_name", "pk")


def _with_faces(designers):
    """Give each designer of a list its picture: the newest collection's first look, or theirs."""
    designers = list(designers)
    for designer in designers:
        designer.face = next(iter(designer.newest_looks or ()), designer.portrait)
    return designers


def designers_showing(now):
    """A few designers with a show ahead, whose collections can be looked at."""
    ahead = {"event__listing__end_date__gt": now}
    shows = EventDesigner.objects.filter(designer=OuterRef("pk"), **ahead)
    shown = EventCollection.objects.filter(collection__designer=OuterRef("pk"), **ahead)
    showing = _designers().filter(Exists(shows) | Exists(shown), newest_name__isnull=False)
    return _with_faces(showing[:SHOWING])


@require_safe
@kept_for(PAGE_SECONDS)
def designer_list(request):
    page = Paginator(_designers(), PAGE).get_page(request.GET.get("page"))
    page.object_list = _with_faces(page.object_list)
    return render(request, "industry/designer_list.html", {"page": page})


@require_safe
@kept_for(PAGE_SECONDS)
def designer_detail(request, slug):
    designer = at_address(Designer.objects.all(), slug)
    if designer.slug != slug:
        return redirect("industry:designer_detail", designer.slug, permanent=True)
    collections = list(designer.collections.published().order_by("-year", "-published_at", "pk"))
    books = collections[:OPEN_BOOKS]
    for book in books:
        book.first_looks = book.images[:FIRST_LOOKS]
    showing = Q(designer_links__designer=designer) | Q(
        collection_links__collection__designer=designer
    )
    face = designer.portrait or next((book.images[0] for book in books if book.images), None)
    url = site_url(reverse("industry:designer_detail", args=[designer.slug]))
    image = _address_of(face)
    context = _events(showing) | {
        "designer": designer,
        "achievements": designer.achievements if designer.shows_achievements else [],
        "books": books,
        "earlier": collections[OPEN_BOOKS:],
        "total": len(collections),
        "reviews": published_about(designer),
        "description": linked_data.describe_designer(designer, url=url, image=image),
        "share_image": image,
        "share_alt": face["alt"] if face else "",
    }
    return render(request, "industry/designer_detail.html", context)


@require_safe
@kept_for(PAGE_SECONDS)
def collection_detail(request, slug):
    collection = at_address(Collection.objects.select_related("designer"), slug)
    if collection.slug != slug:
        return redirect("industry:collection_detail", collection.slug, permanent=True)
    designer = collection.designer
    url = site_url(reverse("industry:collection_detail", args=[collection.slug]))
    designer_url = site_url(reverse("industry:designer_detail", args=[designer.slug]))
    face = next(iter(collection.images), None)
    image = _address_of(face)
    context = _events(Q(collection_links__collection=collection)) | {
        "collection": collection,
        "designer": designer,
        "others": designer.collections.published()
        .exclude(pk=collection.pk)
        .order_by("-year", "-published_at", "pk")
        .defer("images"),
        "description": linked_data.describe_collection(
            collection, url=url, image=image, designer_url=designer_url
        ),
        "share_image": image,
        "share_alt": face["alt"] if face else "",
    }
    return render(request, "industry/collection_detail.html", context)


@require_safe
@kept_for(PAGE_SECONDS)
def model_list(request):
    models = FashionModel.objects.listed().order_by("display_name", "pk")
    page = Paginator(models, PAGE).get_page(request.GET.get("page"))
    return render(request, "industry/model_list.html", {"page": page})


@require_safe
@kept_for(PAGE_SECONDS)
def model_detail(request, slug):
    """Whoever is listed; the model and the admins see the card before that, and its figures."""
    model = at_address(FashionModel.objects.all(), slug)
    may_see_figures = request.user.is_authenticated and can_see_figures(request.user, model)
    if not model.is_listed and not may_see_figures:
        raise Http404
    if model.slug != slug:
        return redirect("industry:model_detail", model.slug, permanent=True)
    url = site_url(reverse("industry:model_detail", args=[model.slug]))
    image = _address_of(model.portrait)
    others = FashionModel.objects.listed().exclude(pk=model.pk)
    now = timezone.now()
    context = _events(Q(model_links__fashion_model=model)) | {
        "model": model,
        "may_see_figures": may_see_figures,
        "figures": figures_of(model) if may_see_figures else [],
        "week": list(week_of(model, now.date())) if may_see_figures and model.availability else [],
        "others": others.filter(display_name__gt=model.display_name).order_by("display_name")[:4],
        "description": linked_data.describe_model(model, url=url, image=image),
        "share_image": image,
        "share_alt": model.portrait["alt"] if model.portrait else "",
    }
    return render(request, "industry/model_detail.html", context)


def _events(which):
    """The events of a page: those ahead, in order, and those that were, newest first."""
    now = timezone.now()
    events = Event.objects.listed().select_related("venue")
    found = events.filter(pk__in=Event.objects.filter(which).values("pk"))
    return {
        "ahead": with_offers(found.upcoming(now).order_by("start_date", "pk")[:MOST_EVENTS], now),
        "before": found.filter(end_date__lte=now).order_by("-start_date", "pk")[:MOST_EVENTS],
    }


def _address_of(picture):
    """What a link is shown with elsewhere, as a full address."""
    if not picture:
        return site_url(static("art/cover-runway.webp"))
    return site_url(default_storage.url(stored_file(FOLDER, picture["key"], picture["widths"][-1])))
