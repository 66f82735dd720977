"""Pages for when something is not right: in words, with a way on, and telling no secret."""

from uuid import uuid4

import pytest
from django.test import Client

from accounts.tests.factories import UserFactory
from fashionista.common.page_cache import TOKEN
from fashionista.common.tests.pages import inline_code

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("fashionista.tests.broken_urls"),
    pytest.mark.usefixtures("fresh_pages"),
]
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
    "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "form-action 'self'",
    "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip


@pytest.fixture(params=["stranger", "signed in"])
def visitor(request):
    client = Client(raise_request_exception=False)
    if request.param == "signed in":
        client.force_login(UserFactory(full_name="Ann Canary"))
    return client


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere/", 404, "This look didn’t walk"),
        ("/events/nowhere/", 404, "This look didn’t walk"),
        ("/broken/403/", 403, "Backstage is closed"),
        ("/broken/400/", 400, "That did not arrive whole"),
        ("/broken/500/", 500, "A seam gave way"),
    ],
)
def test_what_goes_wrong_has_a_page_with_words_and_a_way_on(visitor, path, status, words):
    answer = visitor.get(path)

    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert 'class="btn btn-primary" href="/' in page
    assert "secret" not in page
    assert "Traceback" not in page
    assert inline_code(answer) == []
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY


def test_a_host_that_is_not_ours_is_a_400(visitor):
    answer = visitor.get("/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "That did not arrive whole" in answer.content.decode()


def test_a_form_too_large_is_a_400(visitor):
    answer = visitor.post("/broken/form/", {f"field-{number}": 1 for number in range(1100)})

    assert answer.status_code == 400
    assert "That did not arrive whole" in answer.content.decode()
    assert visitor.post("/broken/form/", {"field": 1}).content == b"1"


def test_a_form_without_its_token_is_refused_in_words():
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/account/login/", {"email": "ann@example.org", "password": "x"})

    assert answer.status_code == 403
    assert "This page went stale" in answer.content.decode()
    assert inline_code(answer) == []


def without_token(page):
    return TOKEN.sub(rb"\1", page.content)


def test_unknown_ids_and_those_of_others_look_alike(world, client):
    client.force_login(world.ann)
    unknown = uuid4()

    for path, mine, others in [
        ("/orders/{}/", world.order_a, world.order_b),
        ("/orders/{}/", world.order_a, world.held_a),
        ("/tickets/{}/", world.ticket_a, world.ticket_b),
        ("/tickets/{}/qr.svg", world.ticket_a, world.guest_ticket_a),
        ("/tickets/{}/qr.png", world.ticket_a, world.ticket_b),
    ]:
        assert client.get(path.format(mine.pk)).status_code == 200
        hidden, missing = client.get(path.format(others.pk)), client.get(path.format(unknown))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without_token(hidden) == without_token(missing)
    hidden, missing = client.get("/events/secret/"), client.get(f"/events/{world.draft_a.slug}/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert without_token(hidden) == without_token(missing)


PAGES = {
    None: [
        "/", "/events/", "/events/?city=x", "/events/{shown_a.slug}/", "/account/login/",
        "/account/signup/", "/account/reset/", "/account/verify/x/", "/account/reset/x/",
        "/pay/sandbox/{sandbox_a.pk}/", "/checkin/", "/account/tickets/",
    ],
    "ann": [
        "/", "/events/{shown_a.slug}/", "/account/", "/account/profile/", "/account/tickets/",
        "/orders/{order_a.pk}/", "/tickets/{ticket_a.pk}/", "/tickets/{used_a.pk}/",
    ],
    "stan": ["/checkin/", "/checkin/{shown_a.slug}/"],
    "olga": ["/events/{draft_a.slug}/", "/checkin/", "/checkin/{shown_a.slug}/"],
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_no_page_runs_code_of_its_own_nor_from_elsewhere(world, client, name):
    if name:
        client.force_login(getattr(world, name))

    for path in PAGES[name]:
        answer = client.get(path.format_map(world), follow=True)
        assert (path, answer.status_code in (200, 410)) == (path, True)
        assert (path, inline_code(answer)) == (path, [])
        assert (path, set(answer["Content-Security-Policy"].split("; "))) == (path, POLICY)
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_cookies_are_kept_from_scripts_and_other_sites(client):
    UserFactory(email="ann@example.org", password="correct horse")
    client.get("/account/login/")
    client.post("/account/login/", {"email": "ann@example.org", "password": "correct horse"})

    for name in ("session", "csrf"):
        cookie = client.cookies[name]
        assert (name, cookie["httponly"], cookie["samesite"]) == (name, True, "Lax")
