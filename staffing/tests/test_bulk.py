"""Many shifts in one go: all of them as they were looked at, or none."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError

from events.tests.factories import EventFactory, EventTeamMemberFactory, VenueFactory
from fashionista.common.identity import acting_as
from fashionista.common.testing import NOON, everything
from fashionista.common.tests.pages import filled_in
from fashionista.common.tests.races import race
from staffing.bulk import add_shifts, from_day, from_rows, keep_template, misfits
from staffing.exceptions import DoesNotFit, NothingToPlan
from staffing.given import GIVEN
from staffing.models import Shift, ShiftTemplate
from staffing.models.templates import validate_rows
from staffing.tests.factories import (
    ShiftFactory,
    ShiftTemplateFactory,
    StaffRoleFactory,
    shift_row,
)

ROME = ZoneInfo("Europe/Rome")
SHIFTS = "/admin/staffing/shift/"


def at_rome(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=ROME)


@pytest.fixture
def event(db):
    return EventFactory(
        venue=VenueFactory(timezone="Europe/Rome"),
        start_date=at_rome(2100, 3, 27, 20),  # the clock goes forward in the night after
        end_date=at_rome(2100, 3, 27, 23),
    )


def planned_for(event, *rows):
    return from_rows(rows, {}, start=event.start_date, end=event.end_date)


def make(event, planned):
    with acting_as(event.organizer):
        return add_shifts(event, planned, by=event.organizer, at=NOON)


def shifts_of(event):
    with everything():
        rows = Shift.objects.filter(event=event).order_by("start_time", "name")
        return [
            (row.name, *(f"{t.astimezone(ROME):%d %H:%M}" for t in (row.start_time, row.end_time)),
             row.required_staff)
            for row in rows
        ]  # fmt: skip


def test_a_template_is_told_from_the_show(event):
    rows = [
        shift_row("Setup", -360, -120, people=4),
        shift_row("Doors", -60, 30, people=6),
        shift_row("Strike", 0, 180, starts_from="end", ends_from="end"),
    ]

    made = make(event, planned_for(event, *rows))

    assert len(made) == 3
    assert shifts_of(event) == [
        ("Setup", "27 14:00", "27 18:00", 4),
        ("Doors", "27 19:00", "27 20:30", 6),
        ("Strike", "27 23:00", "28 03:00", 1),  # three hours that pass, over the hour that is not
    ]


def test_a_template_knows_the_role_that_is_wanted(event):
    door = StaffRoleFactory()
    row = shift_row("Doors", -60, 30, role=str(door.pk))
    planned = from_rows([row], {str(door.pk): door}, start=event.start_date, end=event.end_date)

    [shift] = make(event, planned)

    assert shift.role_id == door.pk


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_given_has_the_shape_of_a_template_and_fits(event, name):
    rows = GIVEN[name][1]()

    validate_rows(rows)
    with everything():
        assert misfits(event, planned_for(event, *rows), at=NOON) == []


@pytest.mark.parametrize(
    "rows",
    [
        [], {}, [{"name": "Doors"}], [shift_row("Doors", -60, 30, people=0)],
        [shift_row("Doors", -60, 30, starts_from="noon")], [shift_row("Doors", "-60", 30)],
        [shift_row("Doors", -60, 30 + 7 * 24 * 60)], [shift_row("Doors", -60, 30)] * 31,
    ],
)  # fmt: skip
def test_other_shapes_are_no_template(rows):
    with pytest.raises(ValidationError):
        validate_rows(rows)


def test_one_that_does_not_fit_keeps_all_from_being_made(event):
    make(event, planned_for(event, shift_row("Doors", -60, 30)))
    rows = [
        shift_row("Setup", -360, -120),
        shift_row("Doors", -60, 30),
        shift_row("Backwards", 30, -30),
        shift_row("Vigil", 0, 17 * 60),
    ]

    with pytest.raises(DoesNotFit) as refusal:
        make(event, planned_for(event, *rows))
    with pytest.raises(NothingToPlan):
        make(event, [])

    assert refusal.value.sentence == (
        "Nothing was made, because some of it does not fit."
        " Doors, Sat 27 Mar, 19:00–20:30: there is such a shift already."
        " Backwards, Sat 27 Mar, 20:30–19:30: it would end before it starts."
        " Vigil, Sat 27 Mar, 20:00–14:00: more than 16 hours are too long for a shift."
    )
    assert len(shifts_of(event)) == 1
    with everything():
        late = misfits(event, planned_for(event, rows[0]), at=event.start_date)
    assert late == ["Setup, Sat 27 Mar, 14:00–18:00: that is over already."]


def test_a_day_is_copied_by_the_wall_through_a_change_of_the_clock(event):
    ShiftFactory(
        event=event, name="Doors", notes="Dock 2.", required_staff=3,
        start_time=at_rome(2100, 3, 27, 19), end_time=at_rome(2100, 3, 27, 22),
    )  # fmt: skip
    ShiftFactory(
        event=event, name="Night",
        start_time=at_rome(2100, 3, 27, 23), end_time=at_rome(2100, 3, 28, 4),
    )  # fmt: skip
    other_day = ShiftFactory(
        event=event, start_time=at_rome(2100, 3, 26, 10), end_time=at_rome(2100, 3, 26, 12)
    )

    with acting_as(event.organizer):
        planned = from_day(event, date(2100, 3, 27), event=event, on=date(2100, 3, 28))
        made = add_shifts(event, planned, by=event.organizer, at=NOON)

    assert [shift.end_time - shift.start_time for shift in made] == [
        timedelta(hours=3), timedelta(hours=5),
    ]  # fmt: skip
    assert (made[0].notes, made[0].pk == other_day.pk) == ("Dock 2.", False)
    assert shifts_of(event)[-2:] == [
        ("Doors", "28 19:00", "28 22:00", 3), ("Night", "28 23:00", "29 04:00", 1),
    ]  # fmt: skip


def test_a_day_is_copied_to_another_house_by_its_own_clock(event):
    ShiftFactory(
        event=event, start_time=at_rome(2100, 3, 27, 19), end_time=at_rome(2100, 3, 27, 22)
    )
    lisbon = EventFactory(organizer=event.organizer, venue=VenueFactory(timezone="Europe/Lisbon"))

    with acting_as(event.organizer):
        [copy] = from_day(event, date(2100, 3, 27), event=lisbon, on=date(2100, 6, 1))

    there = copy.start.astimezone(ZoneInfo("Europe/Lisbon"))
    assert (there.date(), there.hour) == (date(2100, 6, 1), 19)


def test_a_template_is_kept_in_place_of_what_had_its_name(event):
    with acting_as(event.organizer):
        for people in (1, 2):
            rows = [shift_row("Doors", -60, 30, people=people)]
            kept = keep_template(event.organizer, name="Ours", rows=rows, by=event.organizer)

    with everything():
        assert ShiftTemplate.objects.get().rows == kept.rows == [
            shift_row("Doors", -60, 30, people=2)
        ]  # fmt: skip


def test_a_rival_makes_nothing(event):
    rival = EventFactory().organizer
    planned = planned_for(event, shift_row("Doors", -60, 30))

    with acting_as(rival), pytest.raises(ProgrammingError):
        add_shifts(event, planned, by=rival, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_them_once():
    event = EventFactory()
    planned = planned_for(event, shift_row("Doors", -60, 30))

    outcomes = race(*[lambda: make(event, planned)] * 3)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "DoesNotFit", "DoesNotFit", "list",
    ]  # fmt: skip
    assert len(shifts_of(event)) == 1


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_shows_first_and_makes_what_it_showed(event, client):
    client.force_login(event.organizer)
    page = f"{SHIFTS}{event.pk}/template/"

    data = filled_in(client.get(page)) | {"rows-0-people": "5"}
    looked = client.post(page, data)
    assert "4 shifts would be made" in words(looked)
    assert shifts_of(event) == []

    data = filled_in(looked) | {"confirm": "1"}
    client.post(page, data | {"rows-0-people": "7"})
    assert shifts_of(event) == []  # it is other than was looked at
    done = client.post(page, data, follow=True)

    assert "4 shifts are made." in words(done)
    assert ("Setup", "27 14:00", "27 18:00", 5) in shifts_of(event)
    again = client.post(page, data)
    assert (again.status_code, "there is such a shift already" in words(again)) == (422, True)


def test_the_page_keeps_a_template_and_begins_with_it(event, client):
    client.force_login(event.organizer)
    page = f"{SHIFTS}{event.pk}/template/"
    data = filled_in(client.get(f"{page}?of=workshop"))

    kept = client.post(page, data | {"keep": "1", "keep_as": "Our sewing day"}, follow=True)

    assert "The template is kept." in words(kept)
    assert ">Our sewing day</option>" in words(kept)
    assert 'value="Tables and tools"' in words(kept)
    wrong = client.post(page, data | {"rows-0-starts": "soon"})
    assert "Hours and minutes, such as -6:00 or +0:30." in words(wrong)


def test_the_page_copies_a_day(event, client):
    ShiftFactory(
        event=event, name="Doors",
        start_time=at_rome(2100, 3, 27, 19), end_time=at_rome(2100, 3, 27, 22),
    )  # fmt: skip
    client.force_login(event.organizer)
    page = f"{SHIFTS}{event.pk}/copy/"

    looked = client.post(page, filled_in(client.get(page), on="2100-03-29"))
    client.post(page, filled_in(looked) | {"confirm": "1"})

    assert "Doors, Mon 29 Mar, 19:00–22:00" in words(looked)
    assert shifts_of(event)[1:] == [("Doors", "29 19:00", "29 22:00", 1)]


def test_the_pages_are_for_who_plans_there(event, client):
    shown = ShiftTemplateFactory(organizer=event.organizer)
    programmer = EventTeamMemberFactory(event=event, permissions=["programme"]).user
    planner = EventTeamMemberFactory(event=event, permissions=["staff"]).user
    rival = EventFactory().organizer
    pages = [f"{SHIFTS}{event.pk}/{name}/" for name in ("template", "copy")]

    answers = {}
    for person in (programmer, planner, rival, event.organizer):
        client.force_login(person)
        answers[person] = [client.get(page).status_code for page in pages]

    assert list(answers.values()) == [[403, 403], [200, 200], [403, 403], [200, 200]]
    client.force_login(rival)
    theirs = EventFactory(organizer=rival)
    assert shown.name not in words(client.get(f"{SHIFTS}{theirs.pk}/template/?of={shown.pk}"))


def test_the_pages_cost_the_same_for_many(event, client, django_assert_max_num_queries):
    client.force_login(event.organizer)
    for number in range(5):
        ShiftTemplateFactory(organizer=event.organizer)
        ShiftFactory(event=event, start_time=event.start_date - timedelta(days=number))
    for page in ("template", "copy"):
        with django_assert_max_num_queries(8):
            client.get(f"{SHIFTS}{event.pk}/{page}/")
