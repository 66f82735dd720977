"""How organizers are paid: keys that are never shown again, accounts whose digits add up."""

import pytest

from accounts.tests.factories import UserFactory
from events.tests.factories import EventTeamMemberFactory, OrganizerProfileFactory
from fashionista.common.testing import everything

from .sale import stored
from .visit import visitor, words

pytestmark = pytest.mark.django_db
KEYS = {"secret_key": "sk_test_abcd1234", "webhook_secret": "whsec_efgh5678"}
ACCOUNT = {"holder": "House of Some", "iban": "GB29 NWBK 6016 1331 9268 19", "bic": ""}
KEPT = {"holder": "House of Some", "iban": "GB29NWBK60161331926819", "bic": ""}
NOTHING = {"holder": "", "iban": "", "bic": ""}


@pytest.fixture
def profile():
    return OrganizerProfileFactory(slug="house")


@pytest.fixture
def client(profile):
    with everything():
        return visitor(profile.user)


def url_of(profile):
    return f"/admin/ticketing/payment/ways/{profile.pk}/"


def agreed(profile):
    return stored(profile).gateway_credentials


def test_the_organizer_gives_keys_and_an_account(profile, client):
    answer = client.post(url_of(profile), KEYS | ACCOUNT, follow=True)

    assert "Kept. Buyers are offered these ways from now on." in words(answer)
    assert agreed(profile) == {"stripe": KEYS, "transfer": KEPT}


def test_a_key_is_never_shown_again(profile, client):
    client.post(url_of(profile), KEYS | NOTHING)

    page = client.get(url_of(profile))

    assert "Kept: the one that ends in 1234." in words(page)
    assert "Kept: the one that ends in 5678." in words(page)
    assert "http://127.0.0.1:8000/webhooks/payments/stripe/house/" in words(page)
    for secret in KEYS.values():
        assert secret not in page.content.decode()
    refused = client.post(url_of(profile), KEYS | NOTHING | {"iban": "GB00"})
    for secret in KEYS.values():
        assert secret not in refused.content.decode()


def test_a_key_left_empty_stays_and_a_new_one_replaces_it(profile, client):
    client.post(url_of(profile), KEYS | ACCOUNT)

    client.post(url_of(profile), ACCOUNT | {"secret_key": "rk_live_new99", "webhook_secret": ""})

    assert agreed(profile)["stripe"] == KEYS | {"secret_key": "rk_live_new99"}


def test_ways_that_are_not_wanted_any_more_are_forgotten(profile, client):
    client.post(url_of(profile), KEYS | ACCOUNT)

    client.post(url_of(profile), NOTHING | {"without_stripe": "on"})

    assert agreed(profile) == {"stripe": {}, "transfer": {}}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"secret_key": "pk_test_abcd1234"}, "Such a key begins with sk_"),
        ({"secret_key": "sk_a b\n"}, "Such a key begins with sk_"),
        ({"webhook_secret": "sk_test_abcd"}, "Such a key begins with whsec_"),
        ({"webhook_secret": ""}, "Stripe needs both its keys."),
        ({"iban": "GB28NWBK60161331926819"}, "This is no IBAN"),
        ({"bic": "NWBK"}, "A BIC has eight or eleven letters and digits."),
        ({"holder": ""}, "A bank account needs its holder and its IBAN"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(profile, client, change, said):
    answer = client.post(url_of(profile), KEYS | ACCOUNT | change)

    assert said in words(answer)
    assert agreed(profile) == {}


def team(profile, *permissions, event=None):
    person = UserFactory()
    with everything():
        organizer = profile.user
    member = {"organizer": organizer, "event": event, "user": person}
    EventTeamMemberFactory(permissions=[*permissions], **member)
    return visitor(person)


def test_who_keeps_the_books_of_all_events_may_and_the_list_leads_there(profile):
    client = team(profile, "finance")

    there = client.get("/admin/ticketing/payment/ways/")
    client.post(url_of(profile), KEYS | NOTHING)

    assert there.url == url_of(profile)
    assert agreed(profile)["stripe"] == KEYS


def test_nobody_else_may(profile):
    rival = OrganizerProfileFactory()
    with everything():
        rivals = rival.user
    for client in (visitor(rivals), team(profile, "refund"), team(profile, "sell", "programme")):
        assert client.get(url_of(profile)).status_code in (403, 404)
        assert client.post(url_of(profile), KEYS | ACCOUNT).status_code in (403, 404)
    assert visitor().post(url_of(profile), KEYS | ACCOUNT).status_code == 302

    assert agreed(profile) == {}
