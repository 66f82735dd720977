"""A shift is handed on: asked, taken over, approved, and the organizer has the last word."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from communications.models import Notification
from events.tests.factories import EventFactory
from fashionista.common.identity import acting_as
from fashionista.common.lifecycle import NotFromHere
from fashionista.common.testing import NOON, assert_integrity, everything, stored
from fashionista.common.tests.races import race
from staffing.exceptions import (
    AlreadyWorks,
    AskedAlready,
    NotAColleague,
    NotForYou,
    OffTheBooks,
    ShiftBegun,
    TimesChanged,
    YouWork,
)
from staffing.models import ShiftSwap, StaffAssignment
from staffing.rostering import cancel_assignment, change_shift
from staffing.swapping import (
    approve_swap,
    ask_swap,
    decline_swap,
    refuse_swap,
    take_swap,
    withdraw_swap,
)
from staffing.tests.factories import (
    ShiftFactory,
    StaffAssignmentFactory,
    StaffMemberFactory,
    StaffRoleFactory,
)

HOUR = timedelta(hours=1)
LIST = "/staff/shifts/"


@pytest.fixture
def house(db):
    return House()


class House:
    """Gil has a shift, at the door; Tom could work it too."""

    def __init__(self):
        self.event = EventFactory()
        self.organizer = self.event.organizer
        self.door = StaffRoleFactory(name="Door")
        self.shift = ShiftFactory(event=self.event)
        self.gil, self.tom = (self.hire(name) for name in ("Gil", "Tom"))
        self.row = StaffAssignmentFactory(shift=self.shift, staff=self.gil, notes="Dock 2.")

    def hire(self, name, **fields):
        user = UserFactory(full_name=name, email=f"{name.lower()}@crew.example")
        fields = {"role": self.door} | fields
        return StaffMemberFactory(organizer=self.organizer, user=user, **fields)

    def ask(self, to=""):
        return act(self.gil.user, ask_swap, self.row, to=to)

    def take(self, swap, member=None):
        return act((member or self.tom).user, take_swap, swap)

    def decide(self, rule, swap, at=NOON):
        with everything():
            swap = ShiftSwap.objects.select_related(
                "assignment__shift", "role", "taken_by__user"
            ).get(pk=swap.pk)
        return act(self.organizer, rule, swap, at=at)

    def rows(self):
        with everything():
            rows = StaffAssignment.objects.filter(shift=self.shift).order_by("status")
            return [(row.staff.user.full_name, row.status, row.slot) for row in rows]


def act(person, rule, row, *, at=NOON, **options):
    with acting_as(person):
        return rule(row, by=person, at=at, **options)


def messages():
    with everything():
        notes = Notification.objects.select_related("user").order_by("created_at", "pk")
        return sorted((note.user.full_name, note.title.partition(":")[0]) for note in notes)


def test_a_shift_goes_to_a_colleague_once_the_organizer_approves(house):
    swap = house.take(house.ask())
    assert house.rows() == [("Gil", "scheduled", 1)]
    after = house.decide(approve_swap, swap)

    assert house.rows() == [("Gil", "cancelled", 1), ("Tom", "scheduled", 1)]
    now = stored(after)
    assert (now.role_id, now.notes, now.answered_at) == (house.door.pk, "Dock 2.", NOON)
    assert (stored(swap).status, stored(swap).decided_at) == ("approved", NOON)
    organizer = house.organizer.full_name
    assert messages() == sorted([
        ("Gil", "Somebody takes over your shift"), (organizer, "A swap waits for you"),
        ("Gil", "A shift less for you"), ("Tom", "A shift is yours now"),
    ])  # fmt: skip
    with acting_as(None):
        assert_integrity()


def test_a_named_colleague_is_asked_and_can_say_no(house):
    swap = house.ask(to="TOM@crew.example")
    other = house.hire("Ola")
    with pytest.raises(ShiftSwap.DoesNotExist):
        house.take(swap, other)
    act(house.tom.user, decline_swap, swap)

    assert stored(swap).status == "declined"
    assert messages() == [("Gil", "Your shift stays yours"), ("Tom", "Will you take over a shift?")]


def test_a_draft_that_crew_do_not_see_has_swaps_too(house):
    with everything():
        house.event.status = "draft"
        house.event.save()

    assert house.take(house.ask()).status == "taken"


@pytest.mark.parametrize("to", ["gil@crew.example", "nobody@crew.example", "rival@crew.example"])
def test_only_colleagues_are_named_and_nobody_learns_who_else_there_is(house, to):
    StaffMemberFactory(user=UserFactory(email="rival@crew.example"))

    with pytest.raises(NotAColleague) as refusal:
        house.ask(to=to)
    assert refusal.value.sentence == "Nobody else of that address is on the same books."
    with everything():
        assert not ShiftSwap.objects.exists()


def test_one_asks_for_ones_own_shift_once_before_it_begins(house):
    with pytest.raises(NotFromHere):
        act(house.tom.user, ask_swap, house.row)
    with pytest.raises(ShiftBegun):
        act(house.gil.user, ask_swap, house.row, at=house.shift.start_time)
    first = house.ask()
    with pytest.raises(AskedAlready):
        house.ask()
    act(house.gil.user, withdraw_swap, first)

    assert house.ask().status == "open"


def test_who_does_not_fit_or_works_then_takes_nothing(house):
    swap = house.ask()
    dresser = house.hire("Dot", role=StaffRoleFactory(name="Dresser"))
    gone = house.hire("Ina", status="inactive")
    stranger = StaffMemberFactory(role=house.door)
    elsewhere = ShiftFactory(start_time=house.shift.start_time, end_time=house.shift.end_time)
    busy = house.hire("Ben")
    StaffAssignmentFactory(
        shift=elsewhere,
        staff=StaffMemberFactory(organizer=elsewhere.event.organizer, user=busy.user),
    )

    for member, refusal in [
        (dresser, NotForYou), (gone, OffTheBooks), (stranger, OffTheBooks), (busy, YouWork),
    ]:  # fmt: skip
        with pytest.raises(refusal):
            house.take(swap, member)
    with pytest.raises(ShiftBegun):
        act(house.tom.user, take_swap, swap, at=house.shift.start_time)
    assert stored(swap).status == "open"


def test_giver_and_taker_cannot_approve_it_themselves(house):
    swap = house.take(house.ask())

    for member in (house.gil, house.tom):
        with pytest.raises((PermissionDenied, ShiftSwap.DoesNotExist, StaffAssignment.DoesNotExist,
                            type(house.shift).DoesNotExist)):  # fmt: skip
            with everything():
                whole = ShiftSwap.objects.select_related("assignment__shift").get(pk=swap.pk)
            act(member.user, approve_swap, whole)
    assert house.rows() == [("Gil", "scheduled", 1)]


def test_a_refusal_leaves_it_with_the_giver_and_tells_both(house):
    swap = house.take(house.ask())
    house.decide(refuse_swap, swap)

    assert house.rows() == [("Gil", "scheduled", 1)]
    assert messages()[-1] == ("Tom", "A swap is not approved")
    with pytest.raises(NotFromHere):
        house.decide(approve_swap, swap)


def test_what_has_changed_since_is_not_approved(house):
    swap = house.take(house.ask())
    moved = {"end_time": house.shift.end_time + HOUR}
    with acting_as(house.organizer):
        change_shift(house.shift, moved, by=house.organizer, at=NOON)

    assert stored(swap).end_time == moved["end_time"]
    with pytest.raises(TimesChanged):
        house.decide(approve_swap, swap)


def test_whoever_works_elsewhere_by_then_is_refused_and_nothing_is_written(house):
    swap = house.take(house.ask())
    elsewhere = ShiftFactory(start_time=house.shift.start_time, end_time=house.shift.end_time)
    StaffAssignmentFactory(
        shift=elsewhere,
        staff=StaffMemberFactory(organizer=elsewhere.event.organizer, user=house.tom.user),
    )

    with pytest.raises(AlreadyWorks):
        house.decide(approve_swap, swap)
    with pytest.raises(ShiftBegun):
        house.decide(approve_swap, swap, at=house.shift.start_time)

    assert house.rows() == [("Gil", "scheduled", 1)]
    assert stored(swap).status == "taken"


def test_who_is_called_off_hands_nothing_on(house):
    swap = house.take(house.ask())
    act(house.organizer, cancel_assignment, house.row)

    assert stored(swap).status == "withdrawn"
    with pytest.raises(NotFromHere):
        house.decide(approve_swap, swap)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_once_one_has_it():
    house = House()
    other, swap = house.hire("Ola"), house.ask()

    outcomes = race(lambda: house.take(swap), lambda: house.take(stored(swap), other))

    names = sorted(type(outcome).__name__ for outcome in outcomes)
    assert names in (["DoesNotExist", "ShiftSwap"], ["NotFromHere", "ShiftSwap"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rule", [cancel_assignment, withdraw_swap])
def test_an_approval_and_an_end_at_once_leave_one_of_them(rule):
    house = House()
    swap = house.take(house.ask())
    who, row = (house.organizer, house.row) if rule is cancel_assignment else (house.gil.user, swap)

    race(lambda: house.decide(approve_swap, swap), lambda: act(who, rule, row))

    after = (
        stored(swap).status,
        [name for name, status, _ in house.rows() if status == "scheduled"],
    )
    ended = [] if rule is cancel_assignment else ["Gil"]
    assert after in [("approved", ["Tom"]), ("withdrawn", ended)]


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_pages_lead_from_asking_to_approval(house, client):
    client.force_login(house.gil.user)
    assert f'href="{LIST}{house.row.pk}/swap/"' in words(client.get(LIST))
    page = f"{LIST}{house.row.pk}/swap/"
    assert "Hand on a shift" in words(client.get(page))
    assert "Nobody else of that address" in words(client.post(page, {"to": "x@y.example"}))
    assert "Nobody has taken it over yet" in words(client.post(page, {"to": ""}, follow=True))
    with everything():
        swap = ShiftSwap.objects.get()

    client.force_login(house.tom.user)
    listed = words(client.get(LIST))
    assert "You could take over" in listed
    assert "Gil" not in listed
    answer = f"/staff/swaps/{swap.pk}/answer/"
    assert client.post(answer, {"answer": "perhaps"}).status_code == 400
    taken = words(client.post(answer, {"answer": "take"}, follow=True))
    assert "once the organizer approves" in taken

    client.force_login(house.organizer)
    desk = f"/admin/staffing/shift/{house.event.pk}/swaps/"
    assert "Gil → Tom" in words(client.get(desk))
    assert "1 swap waits for approval" in words(client.get(f"/admin/?event={house.event.slug}"))
    approved = words(client.post(desk, {"approve": swap.pk}, follow=True))
    assert "The swap is approved." in approved
    assert house.rows() == [("Gil", "cancelled", 1), ("Tom", "scheduled", 1)]
    again = words(client.post(desk, {"approve": swap.pk}, follow=True))
    assert "This has moved on meanwhile" in again


def test_strangers_and_those_who_do_not_fit_see_no_swap(house, client):
    swap = house.ask()
    dresser = house.hire("Dot", role=StaffRoleFactory(name="Dresser"))

    for person in (dresser.user, StaffMemberFactory(role=house.door).user):
        client.force_login(person)
        assert "You could take over" not in words(client.get(LIST))
    answer = f"/staff/swaps/{swap.pk}/answer/"
    assert client.post(answer, {"answer": "take"}).status_code == 404
    assert client.get(f"{LIST}{house.row.pk}/swap/").status_code == 404
    client.force_login(EventFactory().organizer)
    desk = f"/admin/staffing/shift/{house.event.pk}/swaps/"
    assert client.post(desk, {"approve": swap.pk}, follow=True).status_code == 403
    assert stored(swap).status == "open"


def test_the_desk_page_costs_the_same_for_one_and_three(
    house, client, django_assert_max_num_queries
):
    client.force_login(house.organizer)
    for number in range(3):
        shift = ShiftFactory(event=house.event)
        row = StaffAssignmentFactory(shift=shift, staff=house.hire(f"Eve{number}"))
        act(row.staff.user, ask_swap, row)
        with django_assert_max_num_queries(9):
            client.get(f"/admin/staffing/shift/{house.event.pk}/swaps/")
