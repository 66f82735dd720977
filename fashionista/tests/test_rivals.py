"""
What is hidden from somebody is to them as if it were not: every address of the portal that names
something, opened and sent to, answers as it does for a name of nothing.
"""

import difflib

import pytest

from accounts.tests.factories import UserFactory
from events.access import PERMISSIONS
from events.models import EventTeamMember
from fashionista.common.testing import everything

from .crawling import Crawl
from .trespassing import attempts_at, attempts_at_lists, hidden_from, routes, told, visible_to
from .visiting import NAMES, NOBODY, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TEAM = [f"team_{permission}" for permission in PERMISSIONS]


@pytest.fixture(scope="module")
def people(season, django_db_blocker):
    """Those of the season, and one colleague of an organizer for each permission."""
    people, _canaries = season
    with django_db_blocker.unblock(), everything():
        colleagues = {}
        for name, permission in zip(TEAM, PERMISSIONS, strict=True):
            colleagues[name] = UserFactory(email=f"{name}@fashionista.example")
            EventTeamMember.objects.create(
                organizer=people["organizer"], user=colleagues[name], permissions=[permission]
            )
    return people | colleagues | {NOBODY: None}


@pytest.mark.parametrize("name", [NOBODY, *TEAM, *[name for name in NAMES if name != "admin"]])
def test_what_is_hidden_is_as_if_it_were_not(name, people, season):
    _people, canaries = season
    visitor = Visitor(people[name], {})
    hidden = hidden_from(people[name], canaries)
    in_vain, wrong = {}, []

    def answer_to(attempt, address, names, sent):
        answer = visitor.ask(address, sent)
        if answer.status >= 500 and answer.status != 503:
            wrong.append(f"{answer.status} {address} {sent} {answer.trouble}")
        return told(answer, names)

    def once(attempt, sent):
        key = attempt.vain, str(sent)
        if key not in in_vain:
            in_vain[key] = answer_to(attempt, attempt.vain, attempt.vain_names, sent)
        return in_vain[key]

    for route in routes():
        for attempt in attempts_at(route, hidden):
            for sent in (None, {}):
                answer = answer_to(attempt, attempt.address, attempt.names, sent)
                if difference := between(once(attempt, sent), answer):
                    wrong.append(f"{attempt.address} {sent}: {difference}")
    for attempt in attempts_at_lists(hidden):
        answer = answer_to(attempt, attempt.address, attempt.names, attempt.sent)
        if difference := between(once(attempt, attempt.vain_sent), answer):
            wrong.append(f"{attempt.address} {attempt.sent}: {difference}")

    assert len(in_vain) > 100
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", TEAM)
def test_a_colleague_comes_to_read_what_their_permission_opens(name, people, season):
    """What the pages show them is what the policies do, and the links they find are for them."""
    _people, canaries = season
    crawl = Crawl(Visitor(people[name], {}).fetch, most=3, most_admin=2)
    desk = [page for page, readers in canaries.pages if "organizer" in readers]

    crawl.follow("/account/", "/checkin/", "/admin/", *desk)

    may_read = words_for(people[name], canaries)
    dead, leaks = [], []
    for address, answer in crawl.answers.items():
        if answer.status not in (200, 301, 302) and address not in desk:
            found = f"{address}, found on {crawl.found_on[address]}"
            dead.append(f"{answer.status} {found} {answer.trouble}")
        if words := canaries.within(answer.body) - may_read:
            leaks.append(f"{address}: {[canaries.where[word] for word in sorted(words)]}")
    assert len(crawl.pages()) > 30
    assert not dead, "\n".join(dead)
    assert not leaks, "\n".join(leaks)


def words_for(colleague, canaries):
    """Canaries of their organizer in rows that the policies let them see."""
    theirs = {word for word, readers in canaries.readers.items() if "organizer" in readers}
    seen = set()
    for word in theirs:
        row = canaries.rows[word]
        if visible_to(colleague, type(row).objects.filter(pk=row.pk)):
            seen.add(word)
    return seen


def between(vain, answer):
    if vain == answer:
        return ""
    lines = difflib.unified_diff(vain.split("\n"), answer.split("\n"), n=0, lineterm="")
    return "\n    ".join(list(lines)[2:12])
