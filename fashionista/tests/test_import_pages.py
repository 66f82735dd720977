"""The import at the desk, page by page."""

import io
import subprocess
import sys
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import load_workbook

from accounts.tests.factories import ImportFactory, UserFactory
from events.tests.factories import EventFactory, EventTeamMemberFactory, OrganizerProfileFactory
from fashionista.common.models import Import
from fashionista.common.testing import drain_outbox, everything
from fashionista.importing.catalogue import KINDS
from fashionista.importing.reading import read
from sponsorship.models import Sponsor
from sponsorship.tests.factories import SponsorFactory
from staffing.tests.factories import StaffMemberFactory, StaffRoleFactory
from ticketing.tests.sale import show
from ticketing.tests.visit import visitor, words
from vendors.models import Vendor
from vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
ALL = "/admin/import/"


@pytest.fixture
def olga():
    return OrganizerProfileFactory().user


def upload(client, kind, text, target, name="rows.csv"):
    body = text if isinstance(text, bytes) else text.encode()
    form = {"file": SimpleUploadedFile(name, body)}
    if target:
        form["target"] = str(target.pk)
    return client.post(f"{ALL}{kind}/", form)


def names(model):
    with everything():
        return sorted(model.objects.values_list("name", flat=True))


def offered(client):
    page = client.get(ALL)
    return [name for name in KINDS if f'"{ALL}{name}/"' in page.content.decode()]


def test_who_may_import_what():
    sale = show(10)
    organizer = sale.event.organizer
    seller = EventTeamMemberFactory(event=sale.event, permissions=["sell"]).user
    buyer_of_vendors = EventTeamMemberFactory(event=None, organizer=organizer,
                                              permissions=["vendors"]).user  # fmt: skip
    doors = EventTeamMemberFactory(event=sale.event, permissions=["door"]).user
    houses = ["guests", "attendees", "venues", "halls", "vendors", "sponsors", "staff"]

    assert offered(visitor(UserFactory(user_type="admin"))) == houses
    assert offered(visitor(organizer)) == houses
    assert offered(visitor(seller)) == ["guests", "attendees"]
    assert offered(visitor(buyer_of_vendors)) == ["vendors"]
    assert visitor(doors).get(ALL).status_code == 403
    assert visitor(seller).get(f"{ALL}venues/").status_code == 403
    assert visitor(seller).get(f"{ALL}staff/").status_code == 403
    assert visitor(organizer).get(f"{ALL}orders/").status_code == 404
    assert visitor(UserFactory()).get(ALL).status_code == 302
    assert visitor().get(ALL).status_code == 302
    assert ALL in visitor(seller).get("/admin/").content.decode()
    assert ALL not in visitor(doors).get("/admin/").content.decode()


def test_faults_are_shown_by_cell_and_nothing_can_be_imported(olga):
    client = visitor(olga)

    answer = upload(client, "vendors", "name,type\nLux,sewing\nBloom,flowers\n", olga)
    page = client.get(answer.url)

    said = words(page)
    form = words(client.get(f"{ALL}vendors/"))
    assert "Companies that can be hired." in form
    assert "5000 rows and 5 MB at most." in form
    assert answer.status_code == 302
    assert "1 row is not in order." in said
    assert "“sewing” is none of: catering, flowers" in said
    assert said.index("Lux") < said.index("Bloom")
    assert "Import 2 rows" not in page.content.decode()
    client.post(f"{answer.url}run/")
    assert names(Vendor) == []


def test_a_mended_file_is_imported_listed_and_undone(olga):
    client = visitor(olga)
    page = upload(client, "sponsors", "name\nOltremare\nSotto\n", olga).url
    assert 'value="Import 2 rows"' in client.get(page).content.decode()

    first, second = client.post(f"{page}run/"), client.post(f"{page}run/")

    assert (first.url, second.url) == (page, page)
    assert names(Sponsor) == ["Oltremare", "Sotto"]
    with everything():
        made = Sponsor.objects.get(name="Sotto")
    assert f"/admin/sponsorship/sponsor/{made.pk}/change/" in client.get(page).content.decode()
    assert "rows.csv 2 imported" in words(client.get(ALL))
    client.post(f"{page}undo/")
    assert names(Sponsor) == []
    assert "What it had made was taken back." in words(client.get(page))


def test_what_is_not_in_order_any_more_is_shown(olga):
    client = visitor(olga)
    page = upload(client, "sponsors", "name\nOltremare\n", olga).url
    SponsorFactory(organizer=olga, name="oltremare")

    answer = client.post(f"{page}run/", follow=True)

    assert "Not every row is in order (any more), so nothing was imported." in words(answer)
    assert "There is a sponsor of that name already." in words(answer)


def test_what_cannot_be_undone_says_why(olga):
    client = visitor(olga)
    page = upload(client, "vendors", "name,type\nLux,lighting\n", olga).url
    client.post(f"{page}run/")
    with everything():
        Vendor.objects.get().services.create(organizer=olga, name="Rig")

    answer = client.post(f"{page}undo/", follow=True)

    assert (
        "Row 2 cannot be taken back, so nothing was: Others hang on it: Vendors’ services 1."
        in (words(answer).replace("'", "’"))
    )
    assert names(Vendor) == ["Lux"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The submitted file is empty."),
        (b"PK\x03\x04", "This is neither a CSV nor an XLSX file that can be read."),
        (b"x" * (5 * 1024 * 1024 + 1), "A file has 5 MB at most."),
        (b"name\n\x81", "The letters of this file cannot be told."),
        (b"colour\nred", "The first row has to name the columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_in_words(body, sentence, olga):
    answer = upload(visitor(olga), "sponsors", body, olga)

    assert answer.status_code == 422
    assert sentence in words(answer)
    with everything():
        assert not Import.objects.exists()


def test_a_rivals_books_and_events_are_as_none(olga):
    sale = show(10)
    boris = sale.event.organizer
    client = visitor(olga)

    for target in (boris, UserFactory.build(id=uuid.uuid4())):
        answer = upload(client, "sponsors", "name\nOltremare\n", target)
        assert answer.status_code == 422
        assert "That choice is not one of the available choices." in words(answer)
    for target in (sale.event, EventFactory.build(id=uuid.uuid4())):
        answer = upload(client, "guests", "name,email,ticket type\nA,a@b.example,C\n", target)
        assert answer.status_code == 422
    with everything():
        assert not Import.objects.exists()


def test_an_import_of_somebody_else_is_not_there(olga):
    row = ImportFactory(person=OrganizerProfileFactory().user)
    admin = visitor(UserFactory(user_type="admin"))

    for client in (visitor(olga), admin):
        for way in ("", "run/", "undo/"):
            for key in (row.pk, uuid.uuid4()):
                send = client.post if way else client.get
                assert send(f"{ALL}{key}/{way}").status_code == 404
    assert visitor(olga).get(f"{ALL}{row.pk}/run/").status_code == 405


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "it"])
def test_samples_have_every_column_under_a_name_that_is_read(kind, language):
    client = visitor(UserFactory(user_type="admin"))

    with override(language):
        text, book = (
            client.get(f"{ALL}{kind}/sample.{ending}?lang={language}") for ending in ("csv", "xlsx")
        )

    columns = KINDS[kind].columns
    for sample in (text, book):
        found = read(sample.content, columns=columns)
        assert found.headers == ["#", *columns]
        assert list(found) == [("2", *(column.example for column in columns.values()))]
    assert load_workbook(io.BytesIO(book.content)).active.max_row == 2
    assert 'filename="' + kind in text["Content-Disposition"]
    assert client.get(f"{ALL}{kind}/sample.ods").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_much_for_one_row_as_for_three(number, olga, django_assert_max_num_queries):
    client = visitor(olga)
    text = "name\n" + "".join(f"House {n}\n" for n in range(number))
    pages = [upload(client, "sponsors", text, olga).url for _n in range(number)]
    client.post(f"{pages[0]}run/")

    with django_assert_max_num_queries(5):
        client.get(ALL)
    with django_assert_max_num_queries(7):
        client.get(pages[0])


def test_the_preview_says_who_is_asked_and_who_changes(olga):
    member = StaffMemberFactory(organizer=olga)
    StaffRoleFactory(name="Door")
    client = visitor(olga)
    text = f"email,role\n{member.user.email},Door\ndora@doors.example,Door\n"

    page = upload(client, "staff", text, olga).url

    said = words(client.get(page))
    assert f"{member.user.email} Door changes on the books" in said
    assert "dora@doors.example Door will be asked by mail" in said
    client.post(f"{page}run/")
    assert "Invitation to dora@doors.example" in words(client.get(page))


def test_many_rows_are_shown_by_the_hundred_with_faults_first(olga):
    client = visitor(olga)
    VendorFactory(organizer=olga, name="Vendor last")
    lines = "".join(f"House {n},sound\n" for n in range(150))
    page = upload(client, "vendors", f"name,type\n{lines}Vendor last,sound\n", olga).url
    drain_outbox()

    first, second = client.get(page), client.get(f"{page}?page=2")

    assert "Page 1 of 2" in words(first)
    assert words(first).index("Vendor last") < words(first).index("House 0")
    assert "House 149" in words(second)


def test_the_server_starts_without_the_library():
    script = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'fashionista.settings';"
        "django.setup(); import fashionista.urls;"
        "print([name for name in ('import_export', 'tablib', 'openpyxl') if name in sys.modules])"
    )

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout.strip().endswith("[]")
