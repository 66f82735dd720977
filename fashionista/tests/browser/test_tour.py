"""One page of each kind that each of the season's people can come to, as a browser shows it."""

import pytest

from fashionista.tests.crawling import STARTS, Answer, Crawl, is_file, kind_of

from .inspection import LOOKS, faults_of

pytestmark = pytest.mark.tour

AGAIN = [(390, "light"), (1280, "dark")]  # what somebody before has seen already
# Of each kind, a page that has much to show: the first that is met is looked at.
BEST = [
    "/events/tide-lines/", "/venues/copper-mill-hall/", "/designers/odalys-ferreira/",
    "/collections/tide-lines/", "/models/amara-okoye/", "/galleries/tide-lines-from-the-atelier/",
    "/events/salt/feedback/",
]  # fmt: skip
TEAM = [
    "/production/tide-lines/run-of-show/", "/production/tide-lines/line-up/",
    "/sponsors/tide-lines/", "/vendors/tide-lines/",
]  # fmt: skip
PEOPLE = ["nobody", "attendee", "staff", "designer", "model", "organizer", "organizer2", "admin"]


@pytest.fixture(scope="module")
def seen():
    return set()


@pytest.mark.parametrize("name", PEOPLE)
def test_each_kind_of_page(name, visits, cookies, seen):
    page = visits.open(cookies=None if name == "nobody" else cookies(name))

    def fetch(address):
        if is_file(address):  # the browser opens them, with the pages
            return Answer(status=200)
        answer = page.request.get(address, max_redirects=0)
        return Answer(
            status=answer.status,
            type=answer.headers.get("content-type", "").partition(";")[0],
            body=answer.body(),
            location=answer.headers.get("location", ""),
        )

    faults = []
    best = BEST + TEAM * (name == "organizer")
    for address in Crawl(fetch, most=1, most_admin=1).follow(*best, *STARTS).pages():
        view, words = kind_of(address)
        # The desk's pages are the same for all who may open them: one of each is enough.
        if words or (view in seen and view.startswith("admin:")):
            continue
        page.goto(address)
        looks = AGAIN if view in seen else LOOKS
        faults += faults_of(page, f"{view.replace(':', ' ')} {name}", looks=looks)
        seen.add(view)

    assert not faults, "\n".join(faults)
