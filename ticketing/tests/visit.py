"""Visitors: what people do with a browser."""

import html
import re

from django.conf import settings
from django.test import Client

from ticketing.issuing import order_link

TAGS = re.compile(r"<script.*?</script>|<[^>]+>", re.S)


def visitor(person=None):
    """A browser of its own, logged in as the person, if there is one."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def words(response):
    """What a page says, without its tags and line breaks."""
    return " ".join(html.unescape(TAGS.sub(" ", response.content.decode())).split())


def hold_by_http(client, sale, number=1):
    """Hold places in the ticket box. Returns the address of the order."""
    answer = client.post(f"/events/{sale.event.slug}/hold/", {f"qty-{sale.type.pk}": number})
    assert answer.status_code == 302, words(answer)
    return answer.url.removesuffix("checkout/")


def buyer(**changes):
    """A checkout form filled in."""
    details = {"full_name": "Gwen Guest", "email": "gwen@example.org", "accept_terms": "on"}
    return details | changes


def mailed_link(order):
    """The path of the link that came with the tickets."""
    return order_link(order).removeprefix(settings.SITE_URL)
