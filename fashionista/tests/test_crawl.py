"""
Every link of the demo season, followed by each of its people.

None is dead, no page fails or asks the database for too much, and nobody comes to read what is
somebody else's: not by links, and not by addresses that others have found.
"""

from collections import Counter

import pytest

from .crawling import STARTS, Crawl, expected_type, kind_of
from .visiting import NOBODY, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

MOST_STATEMENTS = 20
MOST_OF_A_CHANGE_FORM = 30  # at the desk
MOST_PAGES = {"nobody": 60, "organizer": 40}  # of each kind; the others see the same ones


@pytest.fixture(scope="module")
def visitors(season):
    people, _canaries = season
    kept_files = {}
    return {name: Visitor(people.get(name), kept_files) for name in [NOBODY, *people]}


@pytest.fixture(scope="module")
def crawls(season, visitors, django_db_blocker):
    """All that each of them has found."""
    _people, canaries = season
    found = {}
    for name, visitor in visitors.items():
        crawl = Crawl(visitor.fetch, most=MOST_PAGES.get(name, 12))
        at_a_desk = name == "admin" or name.startswith("organizer")
        desk = ["/admin/", *canaries.pages_for(name)] if at_a_desk else []
        found[name] = crawl.follow(*STARTS, *desk)
    return found


def test_no_link_is_dead(crawls):
    dead = [
        f"{name}: {answer.status} {address}, found on {crawl.found_on[address]} {answer.trouble}"
        for name, crawl in crawls.items()
        for address, answer in crawl.answers.items()
        if answer.status not in (200, 301, 302)
    ]

    assert not dead, "\n".join(dead)


def test_no_link_within_a_page_leads_nowhere(crawls):
    nowhere = {anchor for crawl in crawls.values() for anchor in crawl.dead_anchors}

    assert not nowhere, "\n".join(sorted(nowhere))


def test_what_is_behind_a_link_is_what_its_name_says(crawls):
    wrong = {
        f"{address}: {answer.type}"
        for crawl in crawls.values()
        for address, answer in crawl.answers.items()
        if answer.status == 200 and answer.type != (expected_type(address) or answer.type)
    }

    assert not wrong, "\n".join(sorted(wrong))


def test_no_page_asks_the_database_for_too_much(crawls):
    dear = {}  # the worst of each kind
    for name, crawl in crawls.items():
        for address, answer in crawl.answers.items():
            view, _words = kind_of(address)
            if answer.statements > dear.get(view, (most_statements(view),))[0]:
                dear[view] = (answer.statements, address, name)

    too_dear = sorted(dear.values(), reverse=True)

    assert not too_dear, "\n".join(map(str, too_dear[:10]))


def most_statements(view):
    is_form = view.startswith("admin:") and view.endswith("_change")
    return MOST_OF_A_CHANGE_FORM if is_form else MOST_STATEMENTS


def test_nobody_comes_to_read_what_is_somebody_elses(crawls, season):
    _people, canaries = season
    leaks = [
        f"{name}: {sorted(words)} at {address}"
        for name, crawl in crawls.items()
        for address, answer in crawl.answers.items()
        if (words := canaries.within(answer.body) & canaries.not_for(name))
    ]

    assert not leaks, "\n".join(leaks)


def test_each_canary_is_found_by_somebody(crawls, season):
    _people, canaries = season
    seen = set()
    for crawl in crawls.values():
        for answer in crawl.answers.values():
            seen |= canaries.within(answer.body)

    unseen = canaries.readers.keys() - seen

    assert not unseen, "\n".join(f"{word}: {canaries.where[word]}" for word in sorted(unseen))


def test_no_address_that_another_has_found_opens_what_is_theirs(crawls, season, visitors):
    _people, canaries = season
    pages = {
        address
        for crawl in crawls.values()
        for address in crawl.answers
        if "?" not in address and not address.startswith(("/static/", "/uploads/pictures/"))
    }
    wrong = []
    for name, visitor in visitors.items():
        for address in sorted(pages - crawls[name].answers.keys()):
            answer = visitor.fetch(address)
            words = canaries.within(answer.body) & canaries.not_for(name)
            if words or answer.status not in (200, 301, 302, 403, 404):
                wrong.append(f"{name}: {answer.status} {address} {sorted(words)} {answer.trouble}")

    assert not wrong, "\n".join(wrong)


def test_the_crawl_has_gone_everywhere(crawls):
    """So that nothing above can hold for want of pages."""
    pages = Counter({name: len(crawl.pages()) for name, crawl in crawls.items()})
    views = {kind_of(address)[0] for crawl in crawls.values() for address in crawl.pages()}

    assert min(pages.values()) > 60, pages
    assert {
        "home", "events:event_list", "events:event_detail", "events:venue_detail", "events:month",
        "industry:designer_list", "industry:designer_detail", "industry:collection_detail",
        "industry:model_list", "industry:model_detail", "industry:own_designer",
        "industry:own_model", "ticketing:order_list", "ticketing:order_detail",
        "ticketing:ticket_detail", "ticketing:door_list", "ticketing:door_scan",
        "staffing:shift_list", "communications:notification_list", "production:run_of_show",
        "production:line_up", "admin:index", "admin:events_event_change",
    } <= views  # fmt: skip
