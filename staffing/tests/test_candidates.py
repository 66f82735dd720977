"""Who is free and fit for a shift, without a word of work elsewhere; several asked at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import UserFactory
from communications.models import Notification
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from staffing.candidates import crew_for, next_open
from staffing.exceptions import JustAsked, LacksCertificate, NotTheirRole, ShiftOver
from staffing.fitness import is_away, lacking
from staffing.models import StaffAssignment, StaffMember
from staffing.offering import send_again, send_offers
from staffing.rostering import offer_shift
from staffing.shapes import AwayField, CertificationsField, validate_availability
from staffing.tests.factories import (
    ShiftFactory,
    StaffAssignmentFactory,
    StaffMemberFactory,
    StaffRoleFactory,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def door(db):
    return StaffRoleFactory(name="Door", requirements=["First aid"])


@pytest.fixture
def shift(door):
    return ShiftFactory(required_staff=2, role=door)


@pytest.fixture
def hire(shift, door):
    def hire(name, **fields):
        fields = {"role": door, "certifications": {"First aid": ""}} | fields
        user = fields.pop("user", None) or UserFactory(full_name=name)
        return StaffMemberFactory(organizer=shift.event.organizer, user=user, **fields)

    return hire


def work(member, shift, first, hours, *, organizer=None, **fields):
    """Another shift of this person, beginning so many hours after this one, there or elsewhere."""
    event = EventFactory(organizer=organizer or member.organizer, title="Secret Show")
    if organizer:
        member = StaffMemberFactory(organizer=organizer, user=member.user)
    start = shift.start_time + first * HOUR
    other = ShiftFactory(event=event, start_time=start, end_time=start + hours * HOUR)
    return StaffAssignmentFactory(shift=other, staff=member, **fields)


def crew_of(shift):
    with acting_as(shift.event.organizer):
        crew = crew_for(shift)
        return (
            [(each.member.user.full_name, each.minutes) for each in crew.free],
            {each.member.user.full_name: each.reasons for each in crew.others},
            [(each.staff.user.full_name, each.status) for each in crew.asked],
        )


def test_who_plans_one_event_asks_the_crew_and_changes_no_books(shift, hire, client):
    planner, ann = UserFactory(), hire("Ann")
    EventTeamMemberFactory(event=shift.event, user=planner, permissions=["staff"])
    elsewhere = StaffMemberFactory(user=UserFactory(full_name="A rival's"))

    with acting_as(planner):
        crew = crew_for(shift)
        made, refused = send_offers(shift, [each.member for each in crew.free], by=planner, at=NOON)

    assert [each.member.user.full_name for each in crew.free] == ["Ann"]
    assert ([each.staff for each in made], refused) == ([ann], [])
    client.force_login(planner)
    page = client.get(page_of(ann))
    assert (page.status_code, page.context["has_change_permission"]) == (200, False)
    client.post(page_of(ann), {"role": str(ann.role_id), "skills": "Ironing"})
    assert stored(ann).skills == []
    assert client.get(page_of(elsewhere)).status_code == 302


def test_the_crew_is_those_free_and_fit_and_the_others_with_their_reasons(shift, hire):
    rival = EventFactory().organizer
    day = shift.start_time.date()
    hire("Fay Free")
    work(hire("Wes Week"), shift, -12, 5)
    work(hire("Una Unanswered"), shift, -12, 5, status="offered")
    work(hire("Ben Busy"), shift, 1, 2, organizer=rival)
    work(hire("Bea Booked"), shift, 1, 2, status="offered")
    work(hire("Dan Declined"), shift, 1, 2, status="declined")
    hire("Otto Other", role=StaffRoleFactory(name="Dresser"))
    hire("Skye Skilled", role=StaffRoleFactory(name="Usher"), skills=["door"])
    hire("Len Lapsed", certifications={"First aid": str(day - DAY)})
    hire("Abe Away", availability={"away": [{"from": str(day), "to": str(day + DAY)}]})
    hire("Ina Inactive", status="inactive")
    StaffAssignmentFactory(shift=shift, staff=hire("Ona On It"))
    StaffMemberFactory(organizer=rival, user=UserFactory(full_name="Rita Rival"))

    free, others, asked = crew_of(shift)

    assert free == [
        ("Dan Declined", 0), ("Fay Free", 0), ("Skye Skilled", 0), ("Una Unanswered", 0),
        ("Wes Week", 300),
    ]  # fmt: skip
    assert others == {
        "Ben Busy": ["busy at that time"], "Bea Booked": ["busy at that time"],
        "Otto Other": ["another role"], "Len Lapsed": ["lacks First aid"],
        "Abe Away": ["away that day"],
    }  # fmt: skip
    assert asked == [("Ona On It", "scheduled")]


def test_hours_of_the_week_are_this_organizers_only(shift, hire):
    member = hire("Wes Week")
    work(member, shift, -12, 5, organizer=EventFactory().organizer)
    work(member, shift, -24 * 8, 5)

    assert crew_of(shift)[0] == [("Wes Week", 0)]


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ({}, ["First aid"]), ({"first AID": ""}, []), ({"First aid": "2100-01-01"}, []),
        ({"First aid": "2099-12-31"}, ["First aid"]), ({"First aid": "soon"}, ["First aid"]),
        ([], ["First aid"]),
    ],
)  # fmt: skip
def test_a_certificate_is_good_until_its_day(held, missing):
    member = StaffMember(certifications=held)
    role = StaffRoleFactory.build(requirements=["First aid"])

    assert lacking(member, role, on=date(2100, 1, 1)) == missing


def test_away_is_by_days_of_the_venue(shift, hire):
    zone = shift.event.venue.zone
    day = str(shift.end_time.astimezone(zone).date() + DAY)
    member = hire("Abe Away", availability={"away": [{"from": day, "to": day}]})

    assert not is_away(member, shift.start_time, shift.end_time, zone)
    assert is_away(member, shift.start_time, shift.end_time + DAY, zone)


def test_offers_are_refused_to_who_does_not_fit(shift, hire, door):
    dresser = hire("Otto Other", role=StaffRoleFactory(name="Dresser"))
    lapsed = hire("Len Lapsed", certifications={})
    organizer = shift.event.organizer

    with acting_as(organizer):
        with pytest.raises(NotTheirRole):
            offer_shift(shift, dresser, by=organizer, at=NOON)
        with pytest.raises(LacksCertificate, match=r"asks for: First aid\."):
            offer_shift(shift, lapsed, by=organizer, at=NOON)
        offer = offer_shift(
            shift, dresser, role=door, by=organizer, at=NOON
        )  # a planner may say so

    assert offer.role_id == door.pk
    with everything():
        assert StaffAssignment.objects.count() == 1


def test_several_are_asked_and_each_refusal_is_named(shift, hire):
    members = [hire("Fay Free"), hire("Len Lapsed", certifications={}), hire("Gil Good")]
    late = hire("Lou Late")
    organizer = shift.event.organizer

    with acting_as(organizer):
        made, refused = send_offers(shift, [*members, late], by=organizer, at=NOON)

    assert [offer.staff_id for offer in made] == [members[0].pk, members[2].pk]
    assert refused == [
        (members[1], "They lack what the role asks for: First aid."),
        (late, "This shift is full."),
    ]
    with everything():
        assert Notification.objects.count() == 2


def again(assignment, at):
    with everything():
        row = StaffAssignment.objects.select_related("staff__user", "role", "shift").get(
            pk=assignment.pk
        )
        organizer = row.staff.organizer
    with acting_as(organizer):
        return send_again(row, by=organizer, at=at)


def test_an_open_offer_is_told_anew_and_counts_from_then(shift, hire):
    offer = StaffAssignmentFactory(shift=shift, staff=hire("Fay Free"), status="offered")

    with pytest.raises(JustAsked):
        again(offer, NOON + HOUR / 2)
    again(offer, NOON + DAY)
    with pytest.raises(ShiftOver):
        again(offer, shift.end_time)

    assert stored(offer).offered_at == NOON + DAY
    with everything():
        assert Notification.objects.count() == 1


def test_who_said_no_is_offered_it_once_more(shift, hire):
    offer = StaffAssignmentFactory(shift=shift, staff=hire("Fay Free"), status="declined")

    new = again(offer, NOON + DAY)

    assert (stored(offer).status, new.status, new.pk != offer.pk) == ("declined", "offered", True)


def test_an_answer_meanwhile_is_not_asked_again(shift, hire):
    offer = StaffAssignmentFactory(shift=shift, staff=hire("Fay Free"), status="offered")
    with everything():
        StaffAssignment.objects.filter(pk=offer.pk).update(status="scheduled", answered_at=NOON)
        organizer = shift.event.organizer

    with acting_as(organizer), pytest.raises(NotFromHere):
        send_again(offer, by=organizer, at=NOON + DAY)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (CertificationsField, "First aid, 2027-05-01\nDriving\n", {
            "First aid": "2027-05-01", "Driving": "",
        }),
        (AwayField, "2027-03-01 – 2027-03-05\n2027-04-01", {"away": [
            {"from": "2027-03-01", "to": "2027-03-05"}, {"from": "2027-04-01", "to": "2027-04-01"},
        ]}),
        (AwayField, "", {}),
    ],
)  # fmt: skip
def test_lines_are_read_and_written(field, typed, value):
    field = field()

    assert field.clean(typed) == value
    assert field.clean(field.prepare_value(value)) == value


@pytest.mark.parametrize("typed", ["in March", "2027-03-05 – 2027-03-01", "2027-02-31"])
def test_days_that_are_none_are_refused(typed):
    with pytest.raises(ValidationError):
        AwayField().clean(typed)
    with pytest.raises(ValidationError):
        validate_availability({"weekdays": [1]})


def words(answer):
    return " ".join(answer.content.decode().split())


def crew_page(shift):
    return f"/admin/staffing/shift/{shift.pk}/crew/"


def test_the_page_asks_whoever_is_ticked(shift, hire, client):
    free, busy = hire("Fay Free"), hire("Ben Busy")
    work(busy, shift, 1, 2, organizer=EventFactory().organizer)
    client.force_login(shift.event.organizer)

    page = words(client.get(crew_page(shift)))
    assert "Ben Busy" in page
    assert "busy at that time" in page
    assert "Secret Show" not in page
    asked = client.post(crew_page(shift), {"member": [free.pk, busy.pk]}, follow=True)

    assert "1 offer is sent." in words(asked)
    assert "Ben Busy: They already work" in words(asked)
    with everything():
        offer = StaffAssignment.objects.get(shift=shift)
    soon = client.post(crew_page(shift), {"again": offer.pk}, follow=True)
    assert "They were asked less than an hour ago." in words(soon)
    back = client.post(crew_page(shift), {"withdraw": offer.pk}, follow=True)
    assert "The offer is taken back." in words(back)
    assert stored(offer).status == "withdrawn"
    assert "Tick somebody first." in words(client.post(crew_page(shift), follow=True))


def test_nobody_of_a_rivals_is_asked_and_no_rival_looks(shift, hire, client):
    theirs = StaffMemberFactory()
    client.force_login(shift.event.organizer)
    client.post(crew_page(shift), {"member": [theirs.pk]})
    client.force_login(theirs.organizer)

    assert client.get(crew_page(shift)).status_code == 404
    with everything():
        assert not StaffAssignment.objects.exists()


def test_the_way_from_the_desk_leads_to_the_next_open_shift(shift, hire, client):
    event = shift.event
    client.force_login(event.organizer)
    other = ShiftFactory(event=event, start_time=shift.start_time + HOUR)
    StaffAssignmentFactory(shift=shift, staff=hire("Ona On It"))

    way = f"/admin/staffing/shift/{event.pk}/open/"
    assert client.get(way)["Location"] == crew_page(shift)
    with acting_as(event.organizer):
        assert next_open(event, after=shift, at=NOON) == other
        assert next_open(event, after=other, at=NOON) == shift
        assert next_open(event, at=other.end_time) is None
    assert way in words(client.get(f"/admin/?event={event.slug}"))
    assert crew_page(shift) in words(client.get(page_of(shift)))


def test_the_page_costs_the_same_for_one_and_many(
    shift, hire, client, django_assert_max_num_queries
):
    client.force_login(shift.event.organizer)
    for number in range(3):
        work(hire(f"Wes {number}"), shift, -12, 5)
        StaffAssignmentFactory(shift=shift, staff=hire(f"No {number}"), status="declined")
        with django_assert_max_num_queries(10):
            client.get(crew_page(shift))


def test_planners_keep_certificates_and_days_away(shift, hire, client):
    member = hire("Fay Free")
    client.force_login(shift.event.organizer)

    page = client.get(page_of(member))
    client.post(page_of(member), filled_in(
        page, certifications="First aid, 2101-01-01", availability="2100-01-01", skills="Bar",
    ))  # fmt: skip

    now = stored(member)
    assert (now.certifications, now.availability, now.skills) == (
        {"First aid": "2101-01-01"},
        {"away": [{"from": "2100-01-01", "to": "2100-01-01"}]},
        ["Bar"],
    )
