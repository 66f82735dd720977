"""The page of an event: what several apps know of it, and its ticket box."""

import uuid

from django.contrib import messages
from django.db import connection
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communications.notifications import site_url
from events import linked_data
from events.models import Event
from fashionista.common import throttle
from fashionista.common.addresses import at_address
from fashionista.common.errors import DomainError
from fashionista.common.identity import order_in_scope
from fashionista.common.page_cache import TOKEN_NAME, kept_for, kept_refusals
from fashionista.common.threads import once_a_thread
from fashionista.feeds import page_of
from fashionista.story import STORY_STAMP, story_of
from feedback.permissions import can_give_feedback
from ticketing import checkout
from ticketing.exceptions import NoSuchCode, SoldOut
from ticketing.forms import CodeForm, TicketBoxForm
from ticketing.models import Order
from ticketing.offers import offers_of, summary
from ticketing.scopes import known_code, known_orders, remember, remember_code
from ticketing.times import days_of
from ticketing.vouchers import find_voucher

EVENT_SECONDS = 10
REFUSED_SECONDS = 1


def _version(slug):
    """
    Changes whenever a row changes that the page of this event shows: PostgreSQL's own row versions.

    What changes by the clock alone, such as the opening of a sale, shows within EVENT_SECONDS.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT concat_ws('.', {STORY_STAMP}, c.xmin, o.xmin,
                   (SELECT string_agg(t.xmin::text, '.' ORDER BY t.id) FROM ticket_types t
                     WHERE t.event_id = e.id),
                   (SELECT md5(string_agg(s.xmin::text, '.' ORDER BY s.id)) FROM event_slots s
                     WHERE s.event_id = e.id),
                   (SELECT string_agg(p.xmin::text, '.' ORDER BY p.id) FROM price_steps p
                     WHERE p.event_id = e.id))
              FROM events e JOIN venues v ON v.id = e.venue_id
              LEFT JOIN event_capacity c ON c.event_id = e.id
              LEFT JOIN organizer_profiles o ON o.user_id = e.organizer_id
             WHERE e.slug = %s AND e.status <> 'draft'
            """,  # noqa: S608  no words but ours
            (slug,),
        )
        found = cursor.fetchone()
    return found and found[0]


@require_safe
@kept_for(EVENT_SECONDS, stamp=_version)
def event_detail(request, slug):
    event = _event(slug)
    if event.slug != slug:
        return redirect("events:event_detail", event.slug, permanent=True)
    if typed := request.GET.get("code"):
        return _take_code(request, event, typed)
    now = timezone.now()
    voucher = _voucher(request, event)
    offers = offers_of(event, at=now, voucher=voucher)
    form = TicketBoxForm(offers=offers) if _sells(event, offers) else None
    return _event_page(request, event, offers, form, now, voucher=voucher)


@require_POST
def enter_code(request, slug):
    """Somebody brings a code, or (nothing typed) puts it away."""
    event = get_object_or_404(Event, slug=slug)
    form = CodeForm(request.POST)
    if "remove" in request.POST:
        remember_code(request, event, "")
        return _to_tickets(event)
    if form.is_valid():
        return _take_code(request, event, form.cleaned_data["code"])
    return _without_code(request, event, form.errors["code"][0])


def _take_code(request, event, typed):
    """Codes can be guessed, so an address may try a few only."""
    try:
        throttle.hit("code from", throttle.client_address(request), limit=20, seconds=900)
        remember_code(request, event, find_voucher(event, typed).code)
    except (throttle.Throttled, NoSuchCode) as refusal:
        return _without_code(request, event, refusal.sentence)
    return _to_tickets(event)


def _to_tickets(event):
    return redirect(f"{reverse('events:event_detail', args=[event.slug])}#tickets")


def _without_code(request, event, sentence):
    """To the top of the page, where what was refused is said: the ticket box is far below."""
    messages.error(request, sentence)
    return redirect("events:event_detail", event.slug)


def _voucher(request, event):
    """The code this session brought to the event, while it is valid."""
    if not (code := known_code(request, event)):
        return None
    try:
        return find_voucher(event, code)
    except NoSuchCode:
        return None


@require_POST
@kept_refusals(REFUSED_SECONDS)
def place_hold(request, slug):
    """The ticket box: hold the places now, in this request, and go on to the checkout."""
    event = get_object_or_404(Event, slug=slug)
    now = timezone.now()
    form = TicketBoxForm(request.POST)
    reason = _("These tickets are not on sale any more. Nothing was held.")
    if form.is_valid():
        try:
            order = checkout.place_hold(
                event,
                wanted=form.wanted(),
                order_id=_order_id(request, event, form),
                buyer=request.user if request.user.is_authenticated else None,
                at=now,
                said=form.said(),
                code=known_code(request, event),
                slot_id=form.cleaned_data["slot"],
                instead_of=_my_hold(request, event, now),
            )
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
            if isinstance(refusal, SoldOut):  # to whoever came in time and lost the race
                reason = refusal.sentence
        else:
            remember(request, order.pk)
            return redirect("ticketing:order_checkout", order.pk)
    event, voucher = _event(slug), _voucher(request, event)
    offers = offers_of(event, at=now, voucher=voucher)
    refused = {"status": 409, "voucher": voucher}
    if not _sells(event, offers):
        return _event_page(request, event, offers, None, now, refusal=reason, **refused)
    return _event_page(request, event, offers, form, now, **refused)


def _order_id(request, event, form):
    """The same for one choice on one page: each time it opens, its token is another one."""
    page = request.POST.get(TOKEN_NAME) or uuid.uuid4().hex
    said = form.said()
    chosen = sorted((str(key), n, str(said.get(key))) for key, n in form.wanted().items())
    chosen.append(str(form.cleaned_data["slot"]))
    mark = salted_hmac("fashionista.place_hold", f"{page} {event.pk} {chosen}", algorithm="sha256")
    return uuid.UUID(bytes=mark.digest()[:16], version=4)


def _event(slug):
    return at_address(_events(), slug)


@once_a_thread
def _events():
    return Event.objects.select_related("venue", "category", "listing").with_organizer_name()


def _sells(event, offers):
    return event.status == Event.Status.PUBLISHED and any(offer.is_open for offer in offers)


def _event_page(request, event, offers, form, now, *, voucher, status=200, refusal=""):
    line = summary(offers, event=event)
    told = story_of(event, now)
    if form:
        offers = [
            offer.with_fields(form[form.name_of(offer)], form[form.price_name_of(offer)])
            if form.sells(offer)
            else offer
            for offer in offers
        ]
    context = {
        "event": event,
        "offers": offers,
        "form": form,
        "refusal": refusal,
        "days": _days(event, offers, form, now),
        "chosen_slot": str(form["slot"].value()) if form else "",
        "voucher": voucher,
        "stale_code": known_code(request, event) if voucher is None else "",
        "price_from": line.price_from,
        "one_price": line.one_price,
        "places_left": line.places_left,
        "my_hold": _my_hold(request, event, now),
        "may_say": can_give_feedback(request.user, event, now),
        "story": told["story"],
        "related": told["related"],
        "description": _linked_data(event, offers, told["performers"]),
        "share_image": _share_image(event),
    }
    page = render(request, "events/event_detail.html", context, status=status)
    if event.status == Event.Status.DRAFT:
        add_never_cache_headers(page)
    return page


def _days(event, offers, form, now):
    """The times to choose between, where one of what is sold is for a chosen time."""
    timed = form and any(each.is_open and each.ticket_type.needs_slot for each in offers)
    if not timed:
        return []
    return [(day, day.has(form["slot"].value())) for day in days_of(event, at=now)]


def _linked_data(event, offers, performers):
    url = page_of(event)
    said = [
        linked_data.offer(
            name=offer.ticket_type.name,
            price=offer.price.amount,
            currency=event.currency,
            url=f"{url}#tickets",
            is_open=offer.is_open,
            opens_at=offer.opens_at,
        )
        for offer in offers
        if offer.state != "ended"
    ]
    return linked_data.describe(
        event,
        url=url,
        image=_share_image(event),
        offers=said,
        performers=performers,
    )


def _share_image(event):
    """What a link to the event is shown with elsewhere, as a full address."""
    return event.cover and site_url(static(f"art/cover-{event.cover}.webp"))


def _my_hold(request, event, now):
    """The hold this session has on the event, so that coming back shows it instead of losing it."""
    for order_id in known_orders(request):
        with order_in_scope(order_id):
            order = Order.objects.filter(pk=order_id, event=event).first()
            if order and order.is_held(now):
                return order
    return None
