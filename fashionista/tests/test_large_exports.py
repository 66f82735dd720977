"""Files the worker makes: bit by bit, as whoever asked, fetched once and by them alone."""

import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from openpyxl import load_workbook

from accounts.tests.factories import ExportFactory, OrganizerFactory
from events.models import Event
from events.tests.factories import EventFactory, VenueFactory
from fashionista.common import exporting
from fashionista.common.exporting import KEPT, sweep, work_off
from fashionista.common.identity import acting_as
from fashionista.common.models import Export, OutboxMessage
from fashionista.common.spreadsheets import Said
from fashionista.common.testing import NOON, everything
from fashionista.common.workbooks import sheet_head, sheet_rows, workbook

pytestmark = pytest.mark.django_db
EVENTS = "/admin/events/event/"


@pytest.fixture(autouse=True)
def real_disk(settings, tmp_path):
    private = {
        "BACKEND": "fashionista.common.private_files.SealedStorage",
        "OPTIONS": {"location": tmp_path},
    }
    settings.STORAGES = settings.STORAGES | {"private": private}


@pytest.fixture(autouse=True)
def small_files(monkeypatch):
    """Two rows are many; the worker writes two at a time, and does so once for each message."""
    monkeypatch.setattr(exporting, "MOST", 2)
    monkeypatch.setattr(exporting, "CHUNK", 2)
    monkeypatch.setattr(exporting, "SLICE", -1)


def visitor(user):
    client = Client()
    client.force_login(user)
    return client


def ask(user, address=EVENTS, file_format="csv", **options):
    form = {"action": f"export_{file_format}", "select_across": "1"}
    with acting_as(user):
        form["_selected_action"] = str(Event.objects.first().pk)
    return visitor(user).post(address, form, **options)


def job_of(user):
    with acting_as(user):
        return Export.objects.get(person=user)


def make(user, at=NOON):
    """Let the worker do all of it; how often it was called."""
    job, times = job_of(user), 0
    while job_of(user).status == "making":
        work_off(job.pk, at=at)
        times += 1
    return times


def fetch(user, job):
    return visitor(user).post(f"/admin/exports/{job.pk}/")


def content(answer):
    return b"".join(answer.streaming_content)


def table(answer):
    return list(csv.reader(StringIO(content(answer).decode().removeprefix("\ufeff"))))


def lying():
    store = storages["private"]
    return sorted(store.listdir("exports")[1]) if store.exists("exports") else []


def page(user, job):
    return visitor(user).get(f"/admin/exports/{job.pk}/").content.decode()


def shows(organizer, *titles):
    for number, title in enumerate(titles):
        start = NOON + timedelta(days=30 - number)
        times = {"start_date": start, "end_date": start + timedelta(hours=2)}
        EventFactory(organizer=organizer, title=title, **times)


def test_the_worker_writes_what_the_list_found_in_its_order():
    olga = OrganizerFactory()
    shows(olga, "A found", "B lost", "C found", "D found", "E found")

    answer = ask(olga, f"{EVENTS}?q=found&o=-1")

    job = job_of(olga)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/exports/{job.pk}/")
    assert (job.status, job.rows, job.looked_for) == ("making", 0, "q=found&o=-1")
    assert "The rows are being looked for." in page(olga, job)
    work_off(job.pk, at=NOON)
    assert "2 of 4 rows are written." in page(olga, job)
    assert make(olga) == 1
    assert "Your file of 4 rows is ready." in page(olga, job)
    rows = table(fetch(olga, job))
    assert [row[0] for row in rows] == ["Title", "E found", "D found", "C found", "A found"]
    assert (job_of(olga).status, job_of(olga).rows) == ("handed_over", 4)


def test_it_is_fetched_once_and_by_nobody_else(django_capture_on_commit_callbacks):
    olga, boris = OrganizerFactory(), OrganizerFactory()
    shows(olga, "A", "B", "C")
    ask(olga)
    make(olga)
    job = job_of(olga)
    assert lying() == [str(job.pk)]

    assert fetch(boris, job).status_code == 404
    assert visitor(boris).get(f"/admin/exports/{job.pk}/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        first = fetch(olga, job)
    second = visitor(olga).post(f"/admin/exports/{job.pk}/", follow=True)

    assert len(table(first)) == 4
    assert "each can be fetched once, within a day" in second.content.decode()
    assert lying() == []


def test_what_lies_there_is_sealed():
    olga = OrganizerFactory()
    shows(olga, "Canary", "B", "C")
    ask(olga)
    work_off(job_of(olga).pk, at=NOON)

    store = storages["private"]
    kept = [Path(store.path(f"exports/{name}")).read_bytes() for name in lying()]

    assert [len(file) > 100 for file in kept] == [True, True]
    assert not any(b"Canary" in file for file in kept)


def test_killed_half_way_it_goes_on_where_it_was_sure():
    olga = OrganizerFactory()
    shows(olga, "A", "B", "C", "D", "E")
    ask(olga)
    job = job_of(olga)
    work_off(job.pk, at=NOON)
    with open(storages["private"].path(f"exports/{job.pk}"), "ab") as file:
        file.write(b"half of a piece")  # its transaction was lost

    make(olga)

    assert [row[0] for row in table(fetch(olga, job))[1:]] == ["A", "B", "C", "D", "E"]


def test_a_file_the_disk_has_lost_is_begun_again():
    olga = OrganizerFactory()
    shows(olga, "A", "B", "C", "D", "E")
    ask(olga)
    job = job_of(olga)
    work_off(job.pk, at=NOON)
    for name in lying():
        storages["private"].delete(f"exports/{name}")

    make(olga)

    assert [row[0] for row in table(fetch(olga, job))[1:]] == ["A", "B", "C", "D", "E"]


def test_what_left_the_list_meanwhile_is_not_in_it():
    olga, boris = OrganizerFactory(), OrganizerFactory()
    shows(olga, "A", "B", "C", "D")
    ask(olga)
    job = job_of(olga)
    work_off(job.pk, at=NOON)
    with everything():
        Event.objects.filter(title="C").update(title="gone", organizer=boris)

    make(olga)

    assert [row[0] for row in table(fetch(olga, job))[1:]] == ["A", "B", "D"]


def test_forged_words_show_no_more_than_the_list_would(world):
    """A job is made of an address: what a rival's is, or a lookup no list has, finds nothing."""
    for words in (f"organizer={world.boris.pk}", "organizer__password__startswith=a"):
        with acting_as(world.olga):
            job = Export.objects.create(
                person=world.olga, what="events", rows=0, looked_for=words, status="making",
                created_at=NOON, language="en-gb",
            )  # fmt: skip
        while True:
            with acting_as(world.olga):
                job.refresh_from_db()
            if job.status != "making":
                break
            work_off(job.pk, at=NOON)
        assert job.status == "failed" or job.rows == 0, words


def test_who_may_not_see_the_list_any_more_gets_no_file():
    olga = OrganizerFactory()
    shows(olga, "A", "B", "C")
    ask(olga)
    job = job_of(olga)
    with everything():
        type(olga).objects.filter(pk=olga.pk).update(user_type="attendee")

    work_off(job.pk, at=NOON)

    with everything():
        job.refresh_from_db()
    assert (job.status, lying()) == ("failed", [])


def test_three_at_once_are_enough():
    olga = OrganizerFactory()
    shows(olga, "A", "B", "C")
    ExportFactory.create_batch(3, person=olga, status="making")

    answer = ask(olga, follow=True)

    assert "You have three files being made already." in answer.content.decode()
    with everything():
        assert Export.objects.filter(person=olga).count() == 3
        assert not OutboxMessage.objects.filter(kind="common.export").exists()


def test_what_nobody_fetches_is_deleted_after_a_day():
    olga = OrganizerFactory()
    shows(olga, "A", "B", "C")
    ask(olga)
    make(olga, at=NOON)
    job = job_of(olga)
    storages["private"].save("exports/of-nobody", BytesIO(b""))

    sweep(at=NOON + KEPT)
    assert (job_of(olga).status, lying()) == ("ready", [str(job.pk)])

    sweep(at=NOON + KEPT + timedelta(seconds=1))
    assert (job_of(olga).status, lying()) == ("expired", [])
    assert "is deleted. Export the list again" in page(olga, job)


def test_a_workbook_has_its_dates_numbers_and_words_as_such():
    olga = OrganizerFactory()
    mill = VenueFactory(owner=olga, name="=1+1", city="Antwerp", timezone="Europe/Brussels")
    start = datetime(2099, 12, 22, 12, tzinfo=UTC)
    for number in range(3):
        EventFactory(
            organizer=olga, title=f"Tide & <Lines> {number}", venue=mill, capacity=80,
            start_date=start, end_date=start + timedelta(hours=1),
        )  # fmt: skip
    ask(olga, f"{EVENTS}?o=1", "xlsx")
    make(olga)

    sheet = load_workbook(BytesIO(content(fetch(olga, job_of(olga))))).active

    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Title", "Status", "Type", "Starts", "Venue", "Capacity")
    on_the_wall = start.replace(hour=13, tzinfo=None)
    assert rows[1] == (
        "Tide & <Lines> 0", "published", "Fashion show", on_the_wall, "=1+1, Antwerp", 80,
    )  # fmt: skip
    assert len(rows) == 4
    assert (sheet["E2"].data_type, sheet["D2"].is_date) == ("s", True)


def test_money_is_a_number_that_says_its_currency():
    price = Said.of("£1,240.50", Decimal("1240.50"), "GBP")
    piece = sheet_rows([[price, "-5", "a\x00b", None, Decimal("3.10")]])

    file = b"".join(workbook([sheet_head("abcde").encode(), piece.encode()]))

    [cells] = load_workbook(BytesIO(file)).active.iter_rows(min_row=2)
    assert [cell.value for cell in cells] == [1240.5, "-5", "ab", None, 3.1]
    assert "GBP" in cells[0].number_format


def test_ones_own_exports_are_listed(world):
    listed = visitor(world.olga).get("/admin/exports/").content.decode()

    assert listed.count("<tr>") == 2
    assert "Events" in listed


def test_a_slice_costs_the_same_however_long_the_list(django_assert_max_num_queries):
    olga = OrganizerFactory()
    shows(olga, *"ABCDEFGH")
    ask(olga)
    job = job_of(olga)
    for _slice in range(4):
        with django_assert_max_num_queries(32):
            work_off(job.pk, at=NOON)
