"""Events are made, duplicated, shown, moved, called off and closed at the desk: a page for each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fashionista.common.admin import PortalAdmin, link, politely
from fashionista.common.errors import DomainError

from .checklist import checklist_of
from .creating import create_event, parts
from .duplicating import duplicate_event
from .forms import DuplicateForm, NewDatesForm, NewEventForm, zones
from .models import Event, Venue
from .moving import move_event
from .permissions import can_duplicate, can_edit, can_move, owns_events
from .publishing import cancel_event, complete_event, postpone_event, publish_event

Status = Event.Status
SHOWN = {Status.DRAFT, Status.POSTPONED}  # what can be published from there
RUNS = {Status.PUBLISHED, Status.POSTPONED}


class WorkshopPages(PortalAdmin):
    new_page = "admin:events_event_create"
    change_list_template = "admin/events/event_list.html"

    def get_urls(self):
        pages = [
            ("publish", self.publish),
            ("duplicate", self.duplicate),
            ("postpone", self.postpone),
            ("cancel", self.cancel),
            ("complete", self.complete),
        ]
        view = self.admin_site.admin_view
        return [
            path("create/", view(self.create), name="events_event_create"),
            *(
                path(f"<uuid:event_id>/{name}/", view(page), name=f"events_event_{name}")
                for name, page in pages
            ),
            *super().get_urls(),
        ]

    def _event(self, request, event_id, may):
        """The event at the desk of whoever asks, if they may do this."""
        rows = self.get_queryset(request).select_related("venue")
        event = get_object_or_404(rows, pk=event_id)
        if not (self.has_view_permission(request) and may(request.user, event)):
            raise PermissionDenied
        return event

    def _page(self, request, name, title, event=None, **context):
        context |= self.admin_site.each_context(request)
        context |= {"title": title, "opts": self.opts, "event": event}
        form = context.get("form")
        status = 422 if form is not None and form.errors else 200
        return TemplateResponse(request, f"admin/events/{name}.html", context, status=status)

    def _done(self, request, event, words):
        messages.success(request, words)
        return redirect("admin:events_event_change", event.pk)

    @politely
    def create(self, request):
        """An event in few words. Admins say whose it is too."""
        if not owns_events(request.user):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        with timezone.override(_zone_of(posted or QueryDict())):
            form = NewEventForm(posted, by=request.user)
            others = [(part, part.form(posted, prefix="part")) for part in parts]
            failed = any(each.errors for each in (form, *(other for _part, other in others)))
            if posted is not None and not failed:
                event = create_event(
                    form.event(),
                    parts=[(part, other.cleaned_data) for part, other in others],
                )
                words = _("Your draft is made. Publish it when it has all you want.")
                return self._done(request, event, words)
            groups = form.groups() + [(other.title, list(other)) for _part, other in others]
            page = self._page(request, "create", _("New event"), form=form, groups=groups)
            page.status_code = 422 if failed else 200
            return page.render()

    @politely
    def publish(self, request, event_id):
        """What is missing or worth doing, and the button."""
        event, now = self._event(request, event_id, can_edit), timezone.now()
        if request.method == "POST":
            publish_event(event, by=request.user, at=now)
            return self._done(request, event, _("It is published."))
        items = checklist_of(event, user=request.user, at=now)
        context = {
            "items": items,
            "is_ready": all(item.is_there for item in items if item.is_needed),
            "nothing_to_do": event.status not in SHOWN,
        }
        return self._page(request, "publish", _("Publish: %(event)s") % {"event": event}, event,
                          **context)  # fmt: skip

    @politely
    def duplicate(self, request, event_id):
        event = self._event(request, event_id, can_duplicate)

        def duplicated(told):
            words = {"title": told["title"], "start": told["start"]}
            copy = duplicate_event(event, **words, by=request.user, at=timezone.now())
            return self._done(request, copy, _("This is the new draft."))

        kept = {"title": event.title}
        title = _("Duplicate: %(event)s") % {"event": event}
        return self._filled_in(request, "duplicate", title, event, duplicated,
                               lambda posted: DuplicateForm(posted, initial=kept))  # fmt: skip

    @politely
    def postpone(self, request, event_id):
        event = self._event(request, event_id, can_move)

        def postponed(told):
            acting = {"by": request.user, "at": timezone.now()}
            if told["start"]:
                move_event(event, start=told["start"], end=told["end"], **acting)
                return self._done(request, event, _("It has its new dates."))
            postpone_event(event, **acting)
            return self._done(request, event, _("It is postponed until there is a date."))

        title = _("New dates: %(event)s") % {"event": event}
        return self._filled_in(request, "postpone", title, event, postponed,
                               lambda posted: NewDatesForm(posted, event=event))  # fmt: skip

    def _filled_in(self, request, name, title, event, rule, form_of):
        """A form on the venue's clock, and what comes of it."""
        with timezone.override(event.zone):
            form = form_of(request.POST if request.method == "POST" else None)
            if form.is_valid():
                try:
                    return rule(form.cleaned_data)
                except DomainError as refusal:
                    form.add_error(None, refusal.sentence)
            return self._page(request, name, title, event, form=form).render()

    @politely
    def cancel(self, request, event_id):
        event = self._event(request, event_id, can_edit)
        if request.method == "POST":
            cancel_event(event, by=request.user, at=timezone.now())
            return self._done(request, event, _("It is cancelled."))
        return self._page(request, "cancel", _("Cancel: %(event)s") % {"event": event}, event)

    @politely
    def complete(self, request, event_id):
        event = self._event(request, event_id, can_edit)
        if request.method == "POST":
            complete_event(event, by=request.user, at=timezone.now())
            return self._done(request, event, _("It is closed."))
        return self._page(request, "complete", _("Close: %(event)s") % {"event": event}, event)


def _zone_of(posted):
    """The clock of the venue that is chosen together with the times."""
    try:
        chosen = Venue.objects.filter(pk=posted.get("venue") or None).first()
    except ValidationError:
        chosen = None
    name = chosen.timezone if chosen else posted.get("timezone")
    return name if name in dict(zones()) else None


def _way_to(page, may, statuses):
    def address(event, user):
        if event.status not in statuses or not may(user, event):
            return None
        return reverse(f"admin:events_event_{page}", args=[event.pk])

    return address


def page_on_site(event, user):
    return reverse("events:event_detail", args=[event.slug])


def page_in_words(event):
    return _("Preview") if event.status == Status.DRAFT else _("Public page")


link(Event, page_in_words, page_on_site, first=True)
link(Event, gettext_lazy("Publish"), _way_to("publish", can_edit, SHOWN), first=True)
link(Event, gettext_lazy("Duplicate"), _way_to("duplicate", can_duplicate, set(Status)))
link(Event, gettext_lazy("New dates"), _way_to("postpone", can_move, {*SHOWN, *RUNS}))
link(Event, gettext_lazy("Close as over"), _way_to("complete", can_edit, {Status.PUBLISHED}))
link(Event, gettext_lazy("Cancel event"), _way_to("cancel", can_edit, RUNS))
