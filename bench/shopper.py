"""A visitor over HTTP: one connection, a jar of cookies, forms filled in from the page."""

import gzip
import http.client
import re
import time
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
QUANTITY = re.compile(r'name="(qty-[0-9a-f-]+)"')
TICKET = re.compile(r'href="(/tickets/[0-9a-f-]{36}/)"')
NONCE = re.compile(r'name="nonce" value="([^"]+)"')


class Visitor:
    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}
        self.page = self.next = self.provider = self.order = ""
        self.requests = 0

    def get(self, address: str) -> int:
        return self._ask("GET", address)

    def post(self, address: str, **fields) -> int:
        token = TOKEN.search(self.page)
        fields["csrfmiddlewaretoken"] = token[1] if token else ""
        return self._ask("POST", address, urlencode(fields))

    def token(self) -> str:
        """What a form on the page that is open proves itself with."""
        return TOKEN.search(self.page)[1]

    def send(self, address: str, content: bytes, kind: str, token: str) -> int:
        """Post a file's content as a script does."""
        return self._ask("POST", address, content, {"Content-Type": kind, "X-CSRFToken": token})

    def _ask(self, method, address, body=None, more=None):
        """One request, redirects not followed; keeps the page, cookies and where to go next."""
        target = urlsplit(address)
        path = target.path + (f"?{target.query}" if target.query else "")
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Encoding": "gzip",
        }
        if body is not None:
            headers |= more or {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        page = content.decode(errors="replace")
        if answer.status != 302:  # a redirect leaves the page where it is
            self.page = page
        self.requests += 1
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.next = answer.headers.get("Location", "")
        return answer.status

    def close(self):
        self.connection.close()

    def hold(self, slug: str, number: int = 1) -> int:
        """Ask for places of the first type on the event page that is open."""
        field = QUANTITY.search(self.page)
        return self.post(f"/events/{slug}/hold/", **({field[1]: number} if field else {}))

    def check_out(self, email: str) -> None:
        """From the hold on to the provider's page, as a guest."""
        checkout = self.next
        self.get(checkout)
        details = {"full_name": "Bench Guest", "email": email, "accept_terms": "on"}
        self.post(checkout, gateway="sandbox", **details)
        self.provider = self.next
        self.get(self.provider)

    def decide(self, decision: str) -> int:
        """Press a button of the provider's page; the order's page follows."""
        self.post(self.provider, decision=decision)
        self.order = self.next
        return self.get(self.order)

    def pay(self, email: str = "bench@mail.example") -> int:
        """From the hold on to the order's page."""
        self.check_out(email)
        return self.decide("pay")

    def buy(self, slug: str, email: str = "bench@mail.example") -> bool:
        """A whole purchase of one ticket. Returns whether the places were got."""
        self.get(f"/events/{slug}/")
        if self.hold(slug) != 302:
            return False
        return self.pay(email) == 200

    def open_ticket(self, *, within: float = 60) -> bool:
        """From the order page on to its first ticket, looking again as often as the page does."""
        limit = time.monotonic() + within
        while not (ticket := TICKET.search(self.page)):
            if time.monotonic() > limit:
                return False
            time.sleep(2)
            self.get(self.order)
        return self.get(ticket[1]) == 200

    def log_in(self, email: str, password: str) -> None:
        self.get("/account/login/")
        self.post("/account/login/", email=email, password=password)

    def scan(self, slug: str, code: str) -> int:
        return self.post(f"/checkin/{slug}/", code=code, nonce=NONCE.search(self.page)[1])
