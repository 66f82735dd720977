"""What people are told about shifts: who is asked or moved, and the organizer who asked."""

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from communications.notifications import notify_person, site_url
from events.models import Event


def offered(assignment):
    _tell_person(
        assignment,
        _("A shift for you"),
        _("Please accept it or decline it: until then the place is kept for you."),
    )


def moved(assignment):
    _tell_person(assignment, _("Your shift has new times"), _("These are the times from here on:"))


def called_off(assignment):
    _tell_person(assignment, _("A shift less for you"), _("You are not needed on this shift:"))


def answered(assignment):
    """The answer, for the organizer whose books the person is on."""
    yes = assignment.status == assignment.Status.SCHEDULED
    headline = _("A shift is accepted") if yes else _("A shift is declined")
    lead = format_lazy(_("{name} has answered:"), name=assignment.user.full_name)
    page = reverse("admin:staffing_shift_change", args=[assignment.shift_id])
    _tell(assignment.staff.organizer_id, assignment, headline, lead, page)


def swap_asked(swap, person_id):
    """The colleague who is asked by name."""
    lead = _("A colleague would like to hand this shift on to you:")
    _tell(person_id, swap, _("Will you take over a shift?"), lead, _my_page())


def swap_taken(swap, name):
    """Who hands it on, and the organizer, who decides."""
    lead = format_lazy(_("{name} would take it over; the organizer decides:"), name=name)
    _tell(swap.user_id, swap, _("Somebody takes over your shift"), lead, _my_page())
    page = reverse("admin:staffing_shift_swaps", args=[swap.event])
    lead = format_lazy(_("{name} would take over this shift:"), name=name)
    _tell(swap.organizer, swap, _("A swap waits for you"), lead, page)


def swap_declined(swap):
    lead = _("Your colleague cannot take it over, so it stays yours:")
    _tell(swap.user_id, swap, _("Your shift stays yours"), lead, _my_page())


def swap_approved(swap, person_id):
    lead = _("A colleague works it in your place:")
    _tell(swap.user_id, swap, _("A shift less for you"), lead, _my_page())
    _tell(person_id, swap, _("A shift is yours now"), _("You have taken it over:"), _my_page())


def swap_refused(swap, person_id):
    lead = _("The organizer has not approved the swap, so it stays yours:")
    _tell(swap.user_id, swap, _("Your shift stays yours"), lead, _my_page())
    if person_id:
        lead = _("The organizer has not approved the swap; you are not on this shift:")
        _tell(person_id, swap, _("A swap is not approved"), lead, _my_page())


def _my_page():
    return reverse("staffing:shift_list")


def _tell_person(assignment, headline, lead):
    _tell(assignment.user_id, assignment, headline, lead, _my_page())


def _tell(user_id, assignment, headline, lead, page):
    event = Event.objects.filter(pk=assignment.event_id).select_related("venue").first()
    context = {
        "headline": headline,
        "lead": lead,
        "assignment": assignment,
        "event": event,  # none where it is not announced yet to whoever causes this
        "zone": event.timezone if event else "UTC",
        "page_url": site_url(page),
    }
    notify_person("staffing/shift", context, user_id=user_id, kind="shifts", page=page)
