"""What work costs: whose rate, from which day on, and for whom it is to know."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory
from fashionista.common.identity import acting_as
from fashionista.common.reports import Asked
from fashionista.common.testing import NOON, everything, stored
from fashionista.common.tests.pages import filled_in, page_of
from staffing.models import StaffRate
from staffing.reports import by_person, by_role

from .factories import (
    ShiftFactory,
    StaffAssignmentFactory,
    StaffMemberFactory,
    StaffRateFactory,
    StaffRoleFactory,
)

pytestmark = pytest.mark.django_db
MORNING = datetime(2099, 11, 20, 8, tzinfo=UTC)


def work(staff, event, *, hours, start=MORNING, **fields):
    end = start + timedelta(hours=hours)
    shift = ShiftFactory(event=event, start_time=start, end_time=end)
    return StaffAssignmentFactory(shift=shift, staff=staff, **fields)


def told(build, event):
    with acting_as(event.organizer):
        table = build(Asked(event, NOON))
    return table.rows, table.total


@pytest.fixture
def event():
    return EventFactory()


@pytest.fixture
def dora(event):
    role = StaffRoleFactory(name="Dresser")
    user = UserFactory(full_name="Dora Dressed")
    return StaffMemberFactory(organizer=event.organizer, user=user, role=role)


def test_hours_cost_what_the_rate_of_their_day_says(event, dora):
    StaffRateFactory(staff=dora, since=date(2099, 1, 1), hourly="1850")
    StaffRateFactory(staff=dora, since=date(2099, 11, 21), hourly="2000")
    work(dora, event, hours=2.5)
    work(dora, event, hours=1, start=datetime(2099, 11, 20, 23, 30, tzinfo=UTC))  # the 21st there
    work(dora, event, hours=3, start=MORNING + timedelta(days=3), status="offered")

    assert told(by_role, event) == (
        [("Dresser", 2, D("3.5"), D("66.25"), D(0))],
        ("In all", 2, D("3.5"), D("66.25"), D(0)),
    )


def test_hours_without_a_rate_are_told_apart(event, dora):
    StaffRateFactory(staff=dora, since=date(2099, 11, 21))
    StaffRateFactory(staff=dora, currency="JPY", hourly="3000")
    work(dora, event, hours=2)

    assert told(by_person, event)[0] == [("Dora Dressed", "Dresser", 1, D(2), D(0), D(2))]


def test_each_shift_is_rounded_for_itself(event, dora):
    StaffRateFactory(staff=dora, hourly="1001")
    for days in range(2):
        work(dora, event, hours=0.25, start=MORNING + timedelta(days=days))

    assert told(by_role, event)[0] == [("Dresser", 2, D("0.5"), D("5.00"), D(0))]  # 2.5025 each


def test_who_plans_sees_no_rate_and_who_keeps_books_does(event, dora):
    rate = StaffRateFactory(staff=dora)
    may = {"event": None, "organizer": event.organizer}
    planner = EventTeamMemberFactory(**may, permissions=["staff"]).user
    keeper = EventTeamMemberFactory(**may, permissions=["staff", "finance"]).user
    rival = EventFactory().organizer

    found = {}
    for name, person in {"planner": planner, "keeper": keeper, "rival": rival,
                         "dora": dora.user}.items():  # fmt: skip
        with acting_as(person):
            found[name] = StaffRate.objects.filter(pk=rate.pk).exists()
    assert found == {"planner": False, "keeper": True, "rival": False, "dora": False}


def test_a_rate_is_sealed(dora):
    StaffRateFactory(staff=dora, hourly="1850")

    with everything(), connection.cursor() as cursor:
        cursor.execute("SELECT hourly FROM staff_rates")
        [(sealed,)] = cursor.fetchall()
    assert b"1850" not in bytes(sealed)


def test_an_amount_is_of_its_currency():
    rate = StaffRate(currency="EUR")
    rate.amount = D("18.50")
    assert (rate.hourly, rate.amount) == ("1850", D("18.50"))
    yen = StaffRate(currency="JPY")
    for bad in (D("18.50"), D("NaN")):
        with pytest.raises(ValidationError):
            yen.amount = bad
    with pytest.raises(ValidationError):
        StaffRate(currency="XYZ").amount = D(1)


def test_an_organizer_writes_rates_on_the_page_of_their_people(event, dora, client):
    client.force_login(event.organizer)
    data = filled_in(client.get(page_of(dora)))
    new = {"rates-TOTAL_FORMS": "1", "rates-0-since": "2027-01-01", "rates-0-currency": "EUR"}
    new |= {"rates-0-staff": str(dora.pk), "rates-0-id": ""}

    refused = client.post(page_of(dora), data | new | {"rates-0-per_hour": "18.505"})
    kept = client.post(page_of(dora), data | new | {"rates-0-per_hour": "18.50"})

    assert "This currency has no such small part." in refused.content.decode()
    assert kept.status_code == 302
    with everything():
        [rate] = StaffRate.objects.all()
    assert (rate.amount, rate.organizer_id) == (D("18.50"), event.organizer_id)

    data = filled_in(client.get(page_of(dora)), rates__0__per_hour="20")
    client.post(page_of(dora), data)
    assert stored(rate).amount == D(20)


def test_a_planners_page_has_no_rates(event, dora, client):
    StaffRateFactory(staff=dora)
    may = {"event": None, "organizer": event.organizer}
    client.force_login(EventTeamMemberFactory(**may, permissions=["staff"]).user)

    page = client.get(page_of(dora)).content.decode()

    assert "rates-0" not in page
    with acting_as(event.organizer), pytest.raises(DatabaseError), transaction.atomic():
        StaffRate.objects.create(
            staff=StaffMemberFactory(), organizer=event.organizer, since=date(2099, 1, 1),
            currency="EUR", hourly="1",
        )  # fmt: skip
