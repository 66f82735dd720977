"""Which language a page speaks, and that it speaks no other."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.tests.factories import UserFactory
from events.tests.factories import EventFactory
from fashionista.common.catalogues import FOLDER, read_catalogue
from fashionista.common.testing import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_pages")]
SWITCH = "/account/language/"
SITE = "http://127.0.0.1:8000"


def language_of(client, path="/", **headers):
    page = client.get(path, headers=headers, follow=True).content.decode()
    return re.search(r'<html lang="([^"]+)" dir="ltr">', page)[1]


def switch(client, language, page="/events/", **fields):
    return client.post(
        SWITCH, {"language": language} | fields, headers={"referer": f"http://testserver{page}"}
    )


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("it", "it"), ("it-CH,fr;q=0.5", "it"), ("en-US", "en-gb"), ("de,it;q=0.5", "it"),
     ("ja", "en-gb"), ("", "en-gb")],
)  # fmt: skip
def test_a_page_speaks_as_the_browser_asks(client, wanted, spoken):
    assert language_of(client, **{"accept-language": wanted}) == spoken


def test_the_switch_is_remembered_and_leads_back(client):
    answer = switch(client, "it", "/events/?city=Milan&lang=en")

    assert (answer.status_code, answer["Location"]) == (302, "/events/?city=Milan")
    assert language_of(client, "/events/") == "it"
    assert language_of(Client(), "/events/") == "en-gb"
    cookie = client.cookies["language"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    switch(client, "en-gb")
    assert language_of(client, **{"accept-language": "it"}) == "en-gb"


def test_the_switch_needs_its_token_and_a_kept_page_has_it():
    client = Client(enforce_csrf_checks=True)
    assert switch(client, "it").status_code == 403

    for _visit in range(2):  # the second is kept
        page = client.get("/events/").content.decode()
    form = re.search(r'action="/account/language/">(.+?)</form>', page, re.DOTALL)[1]
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', form)[1]

    assert re.findall(r'value="(\S+)" lang="\S+"( aria-current="true")?>(\w+)', form) == [
        ("en-gb", ' aria-current="true"', "English"),
        ("it", "", "Italiano"),
    ]
    assert switch(client, "it", csrfmiddlewaretoken=token).status_code == 302
    assert language_of(client) == "it"


@pytest.mark.parametrize("page", ["//evil.example/", "https:evil.example", "", "javascript:x"])
def test_the_switch_leads_to_pages_of_ours_only(client, page):
    answer = client.post(SWITCH, {"language": "it", "page": page})

    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("//")


@pytest.mark.parametrize("language", ["", "xx", "it\x00", "../../etc", "i" * 10_000])
def test_a_language_that_is_not_spoken_changes_nothing(client, language):
    ann = UserFactory()
    client.force_login(ann)

    answer = switch(client, language)

    assert answer.status_code == 302
    assert "language" not in client.cookies
    with everything():
        assert User.objects.get(pk=ann.pk).preferences == {}


def test_whoever_is_signed_in_finds_their_choice_elsewhere():
    ann = UserFactory(password="correct horse", preferences={"no_mail": ["shifts"]})
    here, there = Client(), Client()
    here.force_login(ann)

    switch(here, "it")
    there.post("/account/login/", {"email": ann.email, "password": "correct horse"})

    with everything():
        kept = User.objects.get(pk=ann.pk).preferences
    assert kept == {"no_mail": ["shifts"], "language": "it"}
    assert language_of(there) == "it"


@pytest.mark.parametrize(
    ("path", "spoken"),
    [("/events/?lang=it", "it"), ("/events/?lang=en", "en-gb"), ("/events/?lang=xx", "en-gb"),
     ("/events/?lang=%00", "en-gb"), ("/events/?lang=" + "i" * 10_000, "en-gb")],
)  # fmt: skip
def test_an_address_can_fix_the_language_of_its_page_alone(client, path, spoken):
    assert language_of(client, path) == spoken
    assert language_of(client, "/events/") == "en-gb"


@pytest.mark.parametrize("path", ["/", "/events/?city=Milan", "/calendar/", "/events/show/"])
def test_a_public_page_names_its_addresses_in_each_language(client, path):
    EventFactory(slug="show", venue__city="Milan")
    join = "&amp;" if "?" in path else "?"

    for asked in (path, f"{path}{'&' if '?' in path else '?'}lang=it"):
        page = client.get(asked).content.decode()
        assert re.findall(r'hreflang="(\S+)" href="(\S+)"', page) == [
            ("en", f"{SITE}{path}{join}lang=en"),
            ("it", f"{SITE}{path}{join}lang=it"),
            ("x-default", f"{SITE}{path}"),
        ]
        assert re.findall(r'rel="canonical" href="(\S+)"', page) == [f"{SITE}{path}"]


def test_the_sitemap_names_them_too(client):
    EventFactory(slug="show")

    sitemap = client.get("/sitemap.xml").content.decode()

    entry = next(url for url in sitemap.split("<url>") if "/events/show/</loc>" in url)
    assert re.findall(r'hreflang="(\w+)" href="http://\w+(\S+?)"', entry) == [
        ("en", "/events/show/?lang=en"),
        ("it", "/events/show/?lang=it"),
    ]


def test_kept_pages_are_kept_in_each_language(client):
    with CaptureQueriesContext(connection) as asked:
        english, italian, again = [
            Client(headers={"accept-language": wanted}).get("/events/").content.decode()
            for wanted in ("en", "it", "it")
        ]

    assert ("<h1>Events</h1>" in english, "<h1>Eventi</h1>" in italian) == (True, True)
    assert "<h1>Eventi</h1>" in again
    assert len(asked) > 0


# Words that are the same in both, or that English pages borrow.
SHARED = {"Home", "Workshop", "Account", "Menu", "Password", "Email", "Look", "Fashionista Portal"}


def english_words():
    """What the pages say in English, and do not say in Italian."""
    catalogue = read_catalogue(FOLDER / "it" / "LC_MESSAGES" / "django.po")
    pairs = [(each.id, each.string) for each in catalogue if isinstance(each.id, str) and each.id]
    said = {italian for _, italian in pairs}
    return {
        english
        for english, italian in pairs
        if len(english) > 3 and "%" not in english and english[0].isupper() and english not in said
    } - SHARED


def texts(page):
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    attributes = re.findall(r'\b(?:aria-label|alt|placeholder|title)="([^"]*)"', page)
    return {" ".join(text.split()) for text in re.findall(r">([^<]+)<", page) + attributes}


PAGES = {
    None: [
        "/", "/events/", "/events/?past=1&q=zzzz", "/events/{shown_a.slug}/", "/calendar/",
        "/designers/", "/models/", "/venues/{venue_a.slug}/", "/account/login/",
        "/account/signup/", "/account/reset/", "/account/reset/x/", "/account/verify/x/", "/no/",
        "/pay/sandbox/{sandbox_a.pk}/", "/events/calendar.ics",
    ],
    "ann": [
        "/account/", "/account/profile/", "/account/tickets/", "/orders/{order_a.pk}/",
        "/tickets/{ticket_a.pk}/", "/account/notifications/", "/account/notifications/preferences/",
    ],
    "stan": ["/checkin/", "/checkin/{shown_a.slug}/", "/staff/shifts/"],
    "olga": ["/admin/", "/admin/events/event/", "/admin/ticketing/order/"],
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_no_english_is_left_on_an_italian_page(world, name):
    english = english_words()
    client = Client(headers={"accept-language": "it"})
    if name:
        client.force_login(getattr(world, name))
    typed = {"Staff", "Show", "Door"}  # names that people gave

    left = {}
    for pattern in PAGES[name]:
        path = pattern.format_map(world)
        answer = client.get(path, follow=True)
        assert (path, answer["Content-Language"]) == (path, "it")
        if found := (texts(answer.content.decode()) & english) - typed:
            left[path] = found

    assert left == {}
    assert settings.LANGUAGE_CODE == "en-gb"
