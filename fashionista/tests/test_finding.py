"""The one box of the desk: what it finds, for whom, and that others learn nothing by it."""

import pytest
from django.test import Client

from fashionista.common.testing import everything
from fashionista.common.tests.pages import page_of

SEARCH = "/admin/search/"


def found(user, text):
    """{kind: names} that the page shows."""
    client = Client()
    client.force_login(user)
    answer = client.get(SEARCH, {"q": text})
    assert answer.status_code == 200
    return {kind.name: [row["name"] for row in kind.rows] for kind in answer.context["found"]}


def test_a_title_is_found_by_any_part_of_each_word(world):
    assert found(world.olga, "A raf")["Events"] == [str(world.draft_a)]


def test_an_order_is_found_by_its_number_however_it_is_typed(world):
    number = world.order_a.number

    assert found(world.olga, f"  {number.lower()} ")["Orders"] == [number]


def test_people_are_found_by_their_whole_address_only(world):
    with everything():
        address = world.order_a.buyer_email

    assert world.order_a.number in found(world.olga, address)["Orders"]
    assert found(world.olga, address[:-1]) == {}
    assert found(world.olga, "@") == {}


def test_an_admin_finds_an_account_by_its_address(world):
    assert found(world.admin, world.ann.email)["People"] == [str(world.ann)]


@pytest.mark.parametrize("row", ["draft_b", "order_b", "used_code_b", "lights_b"])
def test_what_is_a_rivals_is_as_if_it_were_not(world, row):
    """Unlike one's own of the same kind, which the same words find."""
    rivals = getattr(world, row)
    text = str(rivals)

    assert any(text in names for names in found(world.boris, text).values())
    assert found(world.olga, text) == {}


def test_kinds_whose_pages_are_not_for_somebody_are_not_looked_through(world):
    assert found(world.tess, world.order_a.number) == {"Orders": [world.order_a.number]}
    assert found(world.hal, world.order_a.number) == {}


def test_a_row_leads_to_its_page(world):
    client = Client()
    client.force_login(world.olga)

    answer = client.get(SEARCH, {"q": world.order_a.number})

    assert f'href="{page_of(world.order_a)}"' in answer.text


@pytest.mark.parametrize("text", ["", " ", "x", "x" * 101, "\0\0", "%", "' OR 1=1"])
def test_what_is_no_search_is_answered_in_words(world, text):
    assert found(world.olga, text) == {}


def test_many_rows_of_a_kind_are_cut_and_it_says_so(world, monkeypatch):
    monkeypatch.setattr("fashionista.finding.SHOWN", 1)
    client = Client()
    client.force_login(world.admin)

    answer = client.get(SEARCH, {"q": "show"})

    assert [len(kind.rows) for kind in answer.context["found"] if kind.name == "Events"] == [1]
    assert "say it more closely" in answer.text


def test_it_asks_once_a_kind(world, django_assert_max_num_queries):
    client = Client()
    client.force_login(world.olga)
    client.get(SEARCH, {"q": "show"})

    with django_assert_max_num_queries(16):
        client.get(SEARCH, {"q": "show"})


@pytest.mark.parametrize("name", ["ann", None])
def test_it_is_for_those_at_a_desk(world, name):
    client = Client()
    if name:
        client.force_login(getattr(world, name))

    assert client.get(SEARCH, {"q": "show"}).status_code in (302, 403)
