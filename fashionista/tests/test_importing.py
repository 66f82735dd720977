"""An import as a whole: looked through without a trace, all or nothing, once, and undone."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from events.models import Venue
from events.tests.factories import EventFactory, OrganizerProfileFactory
from fashionista.common.errors import DomainError
from fashionista.common.identity import acting_as
from fashionista.common.models import Import
from fashionista.common.tasks import forget
from fashionista.common.testing import NOON, assert_integrity, everything
from fashionista.common.tests.races import race
from fashionista.importing.exceptions import RowsRefused
from fashionista.importing.running import carry_out, look_through, receive, take_back
from sponsorship.models import Sponsor
from sponsorship.tests.factories import SponsorFactory
from vendors.models import Vendor
from vendors.tests.factories import EventVendorFactory, VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga():
    return OrganizerProfileFactory().user


def looked_through(text, kind, by, target=None):
    with acting_as(by):
        row = receive(text.encode(), kind=kind, target=target, file_name="rows.csv", by=by, at=NOON)
        return look_through(row, by=by, at=NOON)


def imported(row, by):
    with acting_as(by):
        return carry_out(row, by=by, at=NOON)


def undone(row, by):
    with acting_as(by):
        return take_back(row, by=by, at=NOON)


def found(model):
    with everything():
        return list(model.objects.order_by("name").values_list("name", flat=True))


def test_looking_through_leaves_no_row(olga):
    row = looked_through("name,type\nLux,lighting", "vendors", olga, olga)

    assert (row.status, row.rows, row.faults) == ("previewed", 1, {})
    assert found(Vendor) == []


def test_every_fault_of_every_row_is_named_by_its_column(olga):
    VendorFactory(organizer=olga, name="Here Already")
    text = (
        "name,type,contact_email\n"
        ",sewing,nobody\n"
        'Lux,"lighting, sound",lea@lux.example\n'
        "LUX,sound,\n"
        "here already,sound,\n"
    )

    row = looked_through(text, "vendors", olga, olga)

    assert set(row.faults) == {"2", "4", "5"}
    assert set(row.faults["2"]) == {"name", "type", "contact_email"}
    assert row.faults["4"] == {"name": ["Row 3 says the same."]}
    assert row.faults["5"] == {"": ["There is a vendor of that name already."]}
    with pytest.raises(RowsRefused):
        imported(row, olga)
    assert found(Vendor) == ["Here Already"]


def test_vendors_are_imported_and_undone(olga):
    text = "Name;What they do;Contact;Postal address\nLux;Lighting; Lea ;Via Lampo\nBloom;flowers;;"
    row = looked_through(text, "vendors", olga, olga)

    done = imported(row, olga)

    with everything():
        lux = Vendor.objects.get(name="Lux")
    assert (lux.organizer_id, lux.type) == (olga.pk, ["lighting"])
    assert lux.contact_info == {"name": "Lea", "address": "Via Lampo"}
    assert (done.status, done.content, [made[0] for made in done.made]) == ("done", None, [2, 3])
    assert undone(done, olga).status == "undone"
    assert found(Vendor) == []
    assert_integrity()


def test_sent_twice_it_is_imported_once_and_undone_once(olga):
    row = looked_through("name\nOltremare", "sponsors", olga, olga)

    imported(row, olga)
    imported(row, olga)

    assert found(Sponsor) == ["Oltremare"]
    undone(row, olga)
    SponsorFactory(organizer=olga, name="Oltremare")
    assert undone(row, olga).status == "undone"
    assert found(Sponsor) == ["Oltremare"]


def test_a_fault_in_the_last_of_many_rows_leaves_nothing(olga):
    names = [f"House {number}" for number in range(2, 301)]
    row = looked_through("name\n" + "\n".join(names), "sponsors", olga, olga)
    SponsorFactory(organizer=olga, name=names[-1].upper())  # meanwhile

    with pytest.raises(RowsRefused) as refused:
        imported(row, olga)

    assert refused.value.faults == {"300": {"": ["There is a sponsor of that name already."]}}
    assert found(Sponsor) == [names[-1].upper()]
    with everything():
        assert Import.objects.get().status == "previewed"


@pytest.mark.django_db(transaction=True)
def test_race_of_one_import_sent_three_times():
    olga = OrganizerProfileFactory().user
    row = looked_through("name\nOltremare\nSotto", "sponsors", olga, olga)

    outcomes = race(*[partial(imported, row, olga) for _ in range(3)])

    assert [each.status for each in outcomes] == ["done"] * 3
    assert found(Sponsor) == ["Oltremare", "Sotto"]


@pytest.mark.parametrize("number", [1, 10])
def test_statements_for_each_row_are_few_and_the_same(number, olga, django_assert_max_num_queries):
    text = "name\n" + "".join(f"House {n}\n" for n in range(number))

    with django_assert_max_num_queries(9 + 14 * number):
        looked_through(text, "sponsors", olga, olga)


def test_what_something_hangs_on_is_not_taken_back_nor_anything_else(olga):
    row = imported(
        looked_through("name,type\nLux,lighting\nBloom,flowers", "vendors", olga, olga), olga
    )
    with everything():
        lux = Vendor.objects.get(name="Lux")
        EventVendorFactory(event=EventFactory(organizer=olga), vendor=lux)

    with pytest.raises(DomainError) as refused:
        undone(row, olga)

    assert refused.value.sentence.startswith("Row 2 cannot be taken back, so nothing was: ")
    assert "Others hang on it" in refused.value.sentence
    assert found(Vendor) == ["Bloom", "Lux"]


def test_what_was_deleted_meanwhile_does_not_keep_the_rest(olga):
    row = imported(looked_through("name\nOltremare\nSotto", "sponsors", olga, olga), olga)
    with everything():
        Sponsor.objects.get(name="Sotto").delete()

    undone(row, olga)

    assert found(Sponsor) == []


def test_a_rival_is_neither_imported_for_nor_sees_an_import(olga):
    boris = OrganizerProfileFactory().user
    row = looked_through("name\nOltremare", "sponsors", olga, olga)

    with acting_as(boris), pytest.raises(Import.DoesNotExist):
        carry_out(row, by=boris, at=NOON)
    with pytest.raises(PermissionDenied):
        looked_through("name\nOltremare", "sponsors", boris, olga)  # no form offers that
    other = looked_through("name\nOltremare", "sponsors", boris, boris)
    with everything():
        Import.objects.filter(pk=other.pk).update(target=olga.pk)
    with pytest.raises(PermissionDenied):
        imported(other, boris)
    assert found(Sponsor) == []


VENUES = "name,address,city,country,capacity,time zone,latitude,longitude,facilities\n"


def test_venues_belong_to_who_imports_them(olga):
    text = (
        VENUES + "Filanda,Via dei Telai 7,Como,Italy,450,Europe/Rome,45.81,9.085,Step-free; Bar\n"
    )

    row = imported(looked_through(text, "venues", olga), olga)

    with everything():
        venue = Venue.objects.get()
    assert (venue.owner_id, venue.slug, venue.capacity) == (olga.pk, "filanda", 450)
    assert (str(venue.latitude), venue.facilities) == ("45.810000", ["Step-free", "Bar"])
    event = EventFactory(organizer=olga, venue=venue)
    with pytest.raises(DomainError, match="Others hang on it: Events 1"):
        undone(row, olga)
    with everything():
        event.delete()
    undone(row, olga)
    assert found(Venue) == []


def test_venues_that_a_rivals_draft_needs_stay(olga):
    text = VENUES + "Filanda,Via dei Telai 7,Como,Italy,450,Europe/Rome,,,\n"
    row = imported(looked_through(text, "venues", olga), olga)
    with everything():
        venue = Venue.objects.get()
    EventFactory(venue=venue, status="draft")

    with pytest.raises(DomainError, match="Other records depend on this"):
        undone(row, olga)

    assert found(Venue) == ["Filanda"]


def test_faults_of_venues(olga):
    text = VENUES + (
        "Filanda,Via 7,Como,Italy,0,Europe/Como,,,\n"
        "Filanda,Via 7,Como,Italy,10,Europe/Rome,,,\n"
        "Hall,Via 8,Como,Italy,10,Europe/Rome,45.81,,\n"
    )

    row = looked_through(text, "venues", olga)

    assert set(row.faults["2"]) == {"capacity", "timezone"}
    assert row.faults["3"] == {"name": ["Row 2 says the same."]}
    assert set(row.faults["4"]) == {""}


def test_old_imports_are_forgotten(olga):
    row = looked_through("name\nOltremare", "sponsors", olga, olga)
    with everything():
        fresh = Import.objects.get(pk=row.pk)
        Import.objects.filter(pk=row.pk).update(created_at="2020-01-01T00:00Z")
    kept = looked_through("name\nOltremare", "sponsors", olga, olga)

    with acting_as(None):
        forget()

    with everything():
        assert fresh.pk != kept.pk
        assert list(Import.objects.all()) == [kept]
