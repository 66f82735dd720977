"""Imports the worker works off: as whoever asked, as a whole, once; or left as they were."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory, OrganizerProfileFactory
from fashionista.common.models import Import, OutboxMessage
from fashionista.common.testing import NOON, assert_integrity, drain_outbox, everything
from fashionista.common.tests.races import race
from fashionista.importing import waiting
from fashionista.importing.running import carry_out
from fashionista.importing.tasks import give_up_imports
from fashionista.importing.waiting import LONGEST, Progress, done_of, give_up, work_off
from sponsorship.models import Sponsor
from sponsorship.tests.factories import SponsorFactory
from ticketing.models import Order
from ticketing.tests.sale import counters, show
from ticketing.tests.visit import visitor, words
from vendors.models import Vendor
from vendors.tests.factories import EventVendorFactory

pytestmark = pytest.mark.django_db
THREE = "name\nOltremare\nSotto\nSopra\n"


@pytest.fixture(autouse=True)
def two_are_few(monkeypatch):
    monkeypatch.setattr(waiting, "FEW", 2)


@pytest.fixture
def olga():
    return OrganizerProfileFactory().user


def upload(user, text=THREE, kind="sponsors", target=None, **headers):
    form = {"file": SimpleUploadedFile("rows.csv", text.encode())}
    form["target"] = str((target or user).pk)
    return visitor(user).post(f"/admin/import/{kind}/", form, **headers)


def looked_through(user, *args, **kwargs):
    """The address of an import that was uploaded, and looked through by the worker."""
    page = upload(user, *args, **kwargs).url
    drain_outbox()
    return page


def said(user, page):
    return words(visitor(user).get(page))


def post(user, page, what):
    return visitor(user).post(f"{page}{what}/", follow=True)


def the_import():
    with everything():
        return Import.objects.get()


def promises():
    with everything():
        return OutboxMessage.objects.filter(kind="common.import").count()


def names(model=Sponsor):
    with everything():
        return sorted(model.objects.values_list("name", flat=True))


def test_a_large_file_is_looked_through_imported_and_undone_by_the_worker(olga):
    page = upload(olga).url
    assert "3 rows wait their turn. This page looks again by itself." in said(olga, page)
    assert (the_import().status, names()) == ("reading", [])
    drain_outbox()
    assert "Every row is in order." in said(olga, page)

    post(olga, page, "run")
    assert (the_import().status, names()) == ("running", [])
    assert "being imported" in said(olga, page)
    drain_outbox()

    assert names() == ["Oltremare", "Sopra", "Sotto"]
    assert "3 imported" in said(olga, "/admin/import/")
    post(olga, page, "undo")
    assert (the_import().status, len(names())) == ("undoing", 3)
    drain_outbox()
    assert names() == []
    assert "What it had made was taken back." in said(olga, page)
    assert promises() == 0


def test_few_rows_are_done_at_once(olga):
    page = upload(olga, "name\nOltremare\nSotto\n").url

    post(olga, page, "run")

    assert (names(), promises()) == (["Oltremare", "Sotto"], 0)


def test_a_file_that_cannot_be_read_is_told_at_once(olga):
    answer = upload(olga, "colour\nred\nblue\ngreen\n")

    assert answer.status_code == 422
    with everything():
        assert not Import.objects.exists()


def test_the_page_tells_how_far_the_worker_is(olga):
    page = upload(olga).url
    step = Progress(the_import())

    step()
    step.next = 0
    step()

    assert done_of(the_import()) == 2
    assert "2 of 3 rows are done. This page looks again by itself." in said(olga, page)
    assert 'value="66"' in visitor(olga).get(page).content.decode()


def test_asked_twice_it_is_done_once(olga):
    page = looked_through(olga)

    post(olga, page, "run")
    post(olga, page, "run")
    assert promises() == 1
    row = the_import()
    drain_outbox()
    work_off(row.pk, at=NOON)

    assert len(names()) == 3
    post(olga, page, "run")
    assert (promises(), len(names())) == (0, 3)


def test_what_a_row_lacks_by_then_leaves_all_of_it_to_be_mended(olga):
    page = looked_through(olga)
    post(olga, page, "run")
    SponsorFactory(organizer=olga, name="SOPRA")

    drain_outbox()

    row = the_import()
    assert (row.status, row.faults) == (
        "previewed", {"4": {"": ["There is a sponsor of that name already."]}},
    )  # fmt: skip
    assert names() == ["SOPRA"]
    text = said(olga, page)
    assert "Not every row is in order (any more), so nothing was imported." in text
    assert "1 row is not in order." in text


def test_the_worker_has_the_rights_of_whoever_asked_by_then(olga):
    colleague = EventTeamMemberFactory(event=None, organizer=olga, permissions=["sponsors"])
    person = colleague.user
    page = looked_through(person, target=olga)
    post(person, page, "run")
    with everything():
        colleague.delete()

    drain_outbox()

    row = the_import()
    assert (row.status, row.refusal) == (
        "previewed", "You may not do this, so nothing was changed.",
    )  # fmt: skip
    assert names() == []


def test_who_is_gone_imports_nothing(olga):
    upload(olga)
    with everything():
        User.objects.filter(pk=olga.pk).update(status="inactive")

    drain_outbox()

    row = the_import()
    assert (row.status, row.content, names()) == ("failed", None, [])


def test_what_cannot_be_undone_stays_and_says_why(olga):
    page = looked_through(olga, "name,type\nLux,sound\nBloom,flowers\nSet,sound\n", "vendors")
    post(olga, page, "run")
    drain_outbox()
    with everything():
        event = EventFactory(organizer=olga)
        EventVendorFactory(event=event, vendor=Vendor.objects.get(name="Lux"))

    post(olga, page, "undo")
    drain_outbox()

    assert the_import().status == "done"
    assert "Row 2 cannot be taken back, so nothing was: Others hang on it" in said(olga, page)
    assert len(names(Vendor)) == 3


def test_a_worker_that_dies_half_way_leaves_nothing_and_is_followed_by_another(olga, monkeypatch):
    page = looked_through(olga)
    post(olga, page, "run")

    class Killed(BaseException):
        pass

    def dies(row, *, by, at, step):
        carry_out(row, by=by, at=at, step=step)
        raise Killed

    with monkeypatch.context() as broken:
        broken.setitem(waiting.RULES, Import.Status.RUNNING, dies)
        with pytest.raises(Killed):
            work_off(the_import().pk, at=NOON)

    assert (the_import().status, names(), promises()) == ("running", [], 1)
    drain_outbox()
    assert len(names()) == 3


def test_one_import_is_worked_off_at_a_time(olga, monkeypatch):
    upload(olga)
    row = the_import()
    monkeypatch.setattr(waiting, "_is_alone", lambda: False)

    work_off(row.pk, at=NOON)

    assert the_import().status == "reading"
    with everything():
        _first, again = OutboxMessage.objects.filter(target=row.pk).order_by("pk")
    assert again.due_at - again.created_at == timedelta(seconds=waiting.AGAIN)


@pytest.mark.django_db(transaction=True)
def test_race_of_three_workers_imports_once():
    olga = OrganizerProfileFactory().user
    page = looked_through(olga)
    post(olga, page, "run")
    row = the_import()

    race(*[partial(work_off, row.pk, at=NOON)] * 3)

    assert (the_import().status, len(names())) == ("done", 3)
    drain_outbox()
    assert (promises(), len(names())) == (0, 3)


def test_three_may_wait_at_once(olga):
    for _more in range(3):
        assert upload(olga).status_code == 302

    answer = upload(olga)

    assert answer.status_code == 422
    assert "Three imports of yours are waiting already." in words(answer)


@pytest.mark.parametrize(
    ("what", "left"), [(None, "failed"), ("run", "previewed"), ("undo", "done")]
)
def test_what_no_worker_does_within_an_hour_is_given_up(olga, what, left):
    page = upload(olga).url
    for step in {None: [], "run": ["run"], "undo": ["run", "undo"]}[what]:
        drain_outbox()
        post(olga, page, step)
    asked = the_import().asked_at
    before = names()

    give_up(at=asked + LONGEST)
    assert the_import().asked_at == asked
    give_up(at=asked + LONGEST + timedelta(seconds=1))

    assert (the_import().status, the_import().asked_at, names()) == (left, None, before)
    assert "This could not be done within an hour" in said(olga, page)
    drain_outbox()
    assert (the_import().status, names()) == (left, before)
    give_up_imports()


def test_its_sentences_are_in_the_language_of_whoever_asked(olga):
    text = "name,industry\n,Perfume\nSotto,\nSopra,\n"
    page = upload(olga, text, headers={"Accept-Language": "it"}).url
    drain_outbox()

    assert the_import().language == "it"
    assert the_import().faults["2"]["name"] == ["Questo campo è obbligatorio."]
    assert "1 row is not in order." in said(olga, page)


def test_a_rival_sees_nothing_of_it(olga):
    page = upload(olga).url
    boris = OrganizerProfileFactory().user

    for user in (boris, UserFactory(user_type="admin")):
        assert visitor(user).get(page).status_code == 404
        for what in ("run", "undo"):
            assert visitor(user).post(f"{page}{what}/").status_code == 404


def test_guests_are_given_their_tickets_by_the_worker():
    sale = show(10)
    by = sale.event.organizer
    text = "name,email,ticket type\n" + "".join(
        f"Guest {n},g{n}@house.example,Type 1\n" for n in range(4)
    )

    page = looked_through(by, text, "guests", sale.event)
    post(by, page, "run")
    drain_outbox("common.import")

    with everything():
        assert Order.objects.filter(status="completed").count() == 4
    assert counters(sale.event) == [(0, 4), (0, 4)]
    assert_integrity()


def test_the_waiting_page_costs_little(olga, django_assert_max_num_queries):
    page = upload(olga).url
    client = visitor(olga)

    with django_assert_max_num_queries(5):
        client.get(page)
