"""Pages kept for visitors without a session: quick, fresh, and nobody's own."""

import re

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import UserFactory
from events.models import Event
from events.tests.factories import EventFactory, EventScheduleFactory, OrganizerProfileFactory
from fashionista.common.page_cache import kept_for
from fashionista.common.testing import everything
from ticketing.models import TicketType
from ticketing.tests.factories import EventCapacityFactory, TicketTypeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]


@pytest.fixture
def event():
    event = EventFactory(title="Spring Show", slug="spring")
    TicketTypeFactory(event=event, name="Front row", quantity=9)
    return event


def cost(client, path):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize(("path", "kept"), [("/", 0), ("/events/", 0), ("/events/spring/", 1)])
def test_a_page_is_made_once_for_all_who_have_no_session(event, path, kept):
    first = cost(Client(), path)

    assert first > kept + 1
    assert [cost(Client(), path) for _more in range(2)] == [kept, kept]


def test_each_address_has_a_page_of_its_own(event):
    EventFactory(title="Workshop", type="workshop")
    pages = [
        Client().get(path).content.decode()
        for path in ("/events/", "/events/?type=workshop", "/events/?type=exhibition")
    ]

    assert [("Spring Show" in page, "Workshop</a>" in page) for page in pages] == [
        (True, True), (False, True), (False, False),
    ]  # fmt: skip


def test_a_page_for_one_host_is_not_served_to_another(event, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]

    costs = [
        cost(Client(headers={"host": host}), "/events/")
        for host in [*settings.ALLOWED_HOSTS, *settings.ALLOWED_HOSTS]
    ]

    assert costs[0] == costs[1] > 0
    assert costs[2:] == [0, 0]


@pytest.mark.parametrize("path", ["/", "/events/", "/events/spring/"])
def test_nobody_gets_the_page_of_somebody_signed_in(event, path):
    ann, bob = Client(), Client()
    ann.force_login(UserFactory(full_name="Annabel Canary"))
    bob.force_login(UserFactory(full_name="Bobby Canary"))

    pages = [client.get(path).content.decode() for client in (ann, Client(), bob, Client(), ann)]

    names = [re.findall("Annabel|Bobby|Sign in", page) for page in pages]
    assert [set(found) for found in names] == [
        {"Annabel"}, {"Sign in"}, {"Bobby"}, {"Sign in"}, {"Annabel"},
    ]  # fmt: skip


def test_a_message_is_for_whom_it_was_meant(event):
    ann = Client()
    ann.force_login(UserFactory())
    ann.post("/account/profile/", {"full_name": "Ann"})  # leaves a message
    ann.cookies.pop("session")

    assert "messages" in ann.cookies
    assert "Saved." in ann.get("/events/").content.decode()
    assert "Saved." not in Client().get("/events/").content.decode()


def test_a_kept_page_carries_each_visitors_own_token(event):
    with everything():
        kind = TicketType.objects.get()
    EventCapacityFactory(event=event)
    tokens = []

    for _visitor in range(2):
        visitor = Client(enforce_csrf_checks=True)
        page = visitor.get("/events/spring/")
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
        tokens.append(token)
        box = {"csrfmiddlewaretoken": token, f"qty-{kind.pk}": 1}
        assert visitor.post("/events/spring/hold/", box).status_code == 302
        assert {"Cookie", "Accept-Language"} <= set(page["Vary"].split(", "))

    assert tokens[0] != tokens[1]
    stranger = Client(enforce_csrf_checks=True)
    stranger.get("/events/spring/")
    assert stranger.post("/events/spring/hold/", box).status_code == 403


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda event: Event.objects.update(title="Renamed"), "Renamed"),
        (lambda event: Event.objects.update(status="cancelled"), "This event is cancelled."),
        (lambda event: type(event.venue).objects.update(name="Moved"), "Moved"),
        (lambda event: TicketType.objects.update(sold=9), "Every seat is taken."),
        (lambda event: TicketTypeFactory(event=event, name="Standing"), "Standing"),
        (lambda event: EventScheduleFactory(event=event, title="Encore"), "Encore"),
        (lambda event: OrganizerProfileFactory(user=event.organizer, public_name="Tide"), "Tide"),
        (lambda event: EventCapacityFactory(event=event, quantity=7), "7 places left"),
    ],
)
def test_an_events_page_is_made_anew_when_a_row_it_shows_changes(event, change, words):
    assert words not in Client().get("/events/spring/").content.decode()

    with everything(), transaction.atomic():  # else all in a test has one version
        change(event)

    assert words in Client().get("/events/spring/").content.decode()


def test_what_is_not_there_is_not_kept(event):
    with everything():
        Event.objects.update(status="draft")
    assert Client().get("/events/spring/").status_code == 404

    with everything():
        Event.objects.update(status="published")
    assert Client().get("/events/spring/").status_code == 200

    with everything():
        Event.objects.update(status="draft")
    assert Client().get("/events/spring/").status_code == 404


def test_an_answer_that_is_no_page_is_not_kept(rf):
    answers = iter([404, 302, 200, 500])
    view = kept_for(60)(lambda request: HttpResponse("words", status=next(answers)))

    seen = [view(rf.get("/tests/only/")).status_code for _visit in range(4)]

    assert seen == [404, 302, 200, 200]


@pytest.mark.parametrize("path", ["/", "/events/", "/events/spring/"])
def test_without_the_cache_pages_are_made_each_time(event, settings, tmp_path, path):
    default = settings.CACHES["default"] | {"LOCATION": f"unix://{tmp_path}/nobody-listens"}
    settings.CACHES = {"default": default}

    first, second = Client().get(path), Client().get(path)

    for answer in (first, second):
        assert (answer.status_code, "/events/spring/" in answer.content.decode()) == (200, True)


def test_no_shared_cache_on_the_way_may_keep_a_personal_page(event):
    ann = Client()
    ann.force_login(UserFactory())

    assert "Cookie" in ann.get("/events/spring/")["Vary"]
