"""Goes where a person can go: every link, picture and search form of every page they come to."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

STARTS = [
    "/", "/sitemap.xml", "/robots.txt", "/events/calendar.ics", "/account/", "/account/tickets/",
    "/account/notifications/", "/checkin/", "/staff/shifts/",
]  # fmt: skip
FILES = ("/static/", "/uploads/")
LEFT_OUT = re.compile(r"^/(account/logout|webhooks|dev)/")  # they change things, or are no pages
TYPES = {
    ".css": "text/css", ".csv": "text/csv", ".ics": "text/calendar", ".js": "text/javascript",
    ".pdf": "application/pdf", ".png": "image/png",
    ".svg": "image/svg+xml", ".txt": "text/plain", ".webp": "image/webp", ".woff2": "font/woff2",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml", ".webmanifest": "application/manifest+json",
}  # fmt: skip
ENDLESS = {"events:month": 6}  # there is always a month after


@dataclass
class Answer:
    status: int
    type: str = ""
    body: bytes = b""
    location: str = ""
    said: list = field(default_factory=list)
    statements: int = 0
    trouble: str = ""

    @property
    def is_page(self):
        return self.status == 200 and self.type == "text/html"


@dataclass
class Crawl:
    """
    One person's way through the portal. `fetch(address)` opens what is there.

    A page is seen at most `most` times, `most_admin` in the admin. With search words its kind is
    what words it has: each is seen once, with two sorts of words at most, in the admin with one.
    """

    fetch: object
    most: int = 60
    most_admin: int = 3
    found_on: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    kinds: Counter = field(default_factory=Counter)
    dead_anchors: list = field(default_factory=list)

    def follow(self, *starts):
        waiting = deque()
        self._meet(starts, "the start", waiting)
        while waiting:
            address = waiting.popleft()
            self.answers[address] = answer = self.fetch(address)
            self._meet(self._links(address, answer), address, waiting)
        return self

    def pages(self):
        return {where: answer for where, answer in self.answers.items() if answer.is_page}

    def _meet(self, addresses, page, waiting):
        for address in addresses:
            if address in self.found_on or LEFT_OUT.match(address):
                continue
            kind = kind_of(address)
            if not is_file(address) and self.kinds[kind] >= self._limit(kind):
                continue
            self.kinds[kind] += 1
            self.found_on[address] = page
            waiting.append(address)

    def _limit(self, kind):
        view, words = kind
        in_admin = view.startswith("admin:")
        if words:
            return int(len(words) <= (1 if in_admin else 2))
        return ENDLESS.get(view, self.most_admin if in_admin else self.most)

    def _links(self, address, answer):
        if answer.location:
            return filter(None, [ours(urljoin(address, answer.location))])
        text = answer.body.decode() if answer.type in ("text/html", "application/xml") else ""
        if answer.type == "application/xml":
            return filter(None, map(ours, re.findall(r"<loc>(.*?)</loc>", text)))
        page = Links()
        page.feed(text)
        self.dead_anchors += [
            f"{address}#{name}" for name in page.anchors - page.names if answer.is_page
        ]
        return filter(None, (ours(urljoin(address, link)) for link in page.links))


def kind_of(address):
    parts = urlsplit(address)
    try:
        view = resolve(parts.path).view_name
    except Resolver404:
        view = parts.path
    return view, frozenset(dict(parse_qsl(parts.query, keep_blank_values=True)))


def is_file(address):
    return address.startswith(FILES)


def expected_type(address):
    path, words = urlsplit(address).path, dict(parse_qsl(urlsplit(address).query))
    if "as" in words:
        return TYPES.get(f".{words['as']}", "text/html")
    if path == "/admin/jsi18n/":
        return "text/javascript"
    return TYPES.get(path[path.rfind(".") :], "" if is_file(address) else "text/html")


def ours(address):
    """The path and search words of an address of the portal's own; None for others."""
    for origin in (settings.SITE_URL, settings.SITE_URL.replace("http", "webcal", 1)):
        address = address.removeprefix(origin)
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class Links(HTMLParser):
    """All that a page points to, and the anchors within it."""

    def __init__(self):
        super().__init__()
        self.links, self.anchors, self.names = [], set(), set()
        self._form = None

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        self.names.add(attrs.get("id"))
        if href := attrs.get("href"):
            if href.startswith("#"):
                self.anchors |= {href[1:]} - {""}
            else:
                self.links.append(href)
        self.links += filter(None, [attrs.get("src"), attrs.get("poster")])
        self.links += [entry.split()[0] for entry in attrs.get("srcset", "").split(",") if entry]
        if attrs.get("property") in ("og:image", "og:url"):
            self.links.append(attrs["content"])
        if tag == "form" and attrs.get("method", "get").lower() == "get":
            self._form = attrs.get("action", ""), []
        elif tag == "input" and self._form and attrs.get("name") and is_sent(attrs):
            self._form[1].append((attrs["name"], attrs.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form" and self._form:
            action, fields = self._form
            self.links.append(f"{action}?{urlencode(fields)}" if fields else action)
            self._form = None


def is_sent(attrs):
    return attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs
