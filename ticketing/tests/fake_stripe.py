"""
Stripe as far as the portal knows it, on this machine: written from Stripe's documentation.

It keeps its state, honours Idempotency-Key, and tells what happened by signed messages.
"""

import hashlib
import hmac
import json
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

PAGE = b"""<!doctype html><html lang="en"><title>Stripe</title><main><h1>Stripe</h1>
<form method="post"><button>Pay</button></form></main></html>"""
KEY, SECRET = "sk_test_fake", "whsec_fake"
LEAST, MOST = 30 * 60, 24 * 60 * 60  # seconds a session is open


class FakeStripe:
    def __init__(self):
        self.sessions, self.refunds, self.answers = {}, {}, {}
        self.requests = []  # (method, path, sent)
        self.failing = None  # a status to answer everything with
        self.refunds_are = "succeeded"
        self.tells = ""  # the address that hears of what buyers pay on the session's page
        self.number = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    # What happens there

    def pay(self, session):
        """The buyer pays on the session's page."""
        session |= {"status": "complete", "payment_status": "paid"}
        session["payment_intent"] = self._id("pi")
        return session

    def expire(self, session):
        session["status"] = "expired"
        return session

    # What it tells

    def event(self, kind, thing, **changes):
        """A message about a thing as it is now."""
        event = {
            "id": self._id("evt"),
            "object": "event",
            "created": int(time.time()),
            "type": kind,
            "data": {"object": {**thing}},
        }
        return event | changes

    def charge_of(self, session, refunded):
        return {
            "id": self._id("ch"),
            "object": "charge",
            "amount": session["amount_total"],
            "amount_refunded": refunded,
            "currency": session["currency"],
            "metadata": session["intent_metadata"],
            "payment_intent": session["payment_intent"],
        }

    @staticmethod
    def signature(body, *, secret=SECRET, at=None):
        stamp = int(at or time.time())
        mac = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256)
        return f"t={stamp},v1={mac.hexdigest()}"

    def send(self, client, event, *, slug="house", **signing):
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        return client.post(
            f"/webhooks/payments/stripe/{slug}/",
            body,
            content_type="application/json",
            headers={"Stripe-Signature": self.signature(body, **signing)},
        )

    # What it answers

    def _id(self, kind):
        self.number += 1
        return f"{kind}_{self.number}"

    def _answer(self, method, path, sent, key):
        if self.failing:
            return self.failing, _error("api_error", "We are sorry")
        if method == "POST" and key in self.answers:
            before, answer = self.answers[key]
            if before != (path, sent):
                return 400, _error("idempotency_error", "Keys are for the same parameters.")
            return answer
        answer = self._work(method, path, sent)
        if method == "POST":
            self.answers[key] = (path, sent), answer
        return answer

    def _work(self, method, path, sent):
        if (method, path) == ("POST", "/v1/checkout/sessions"):
            return self._open(sent)
        if (method, path) == ("POST", "/v1/refunds"):
            return self._refund(sent)
        if method == "GET" and (session := self.sessions.get(path.rpartition("/")[2])):
            return 200, session
        return 404, _error("invalid_request_error", "No such thing", "resource_missing")

    def _open(self, sent):
        open_for = int(sent["expires_at"]) - time.time()
        if not LEAST <= open_for <= MOST:
            return 400, _error("invalid_request_error", "Bad expires_at")
        name = self._id("cs")
        self.sessions[name] = {
            "id": name,
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "amount_total": int(sent["line_items[0][price_data][unit_amount]"]),
            "currency": sent["line_items[0][price_data][currency]"],
            "metadata": _within(sent, "metadata"),
            "intent_metadata": _within(sent, "payment_intent_data[metadata]"),
            "created": int(time.time()),
            "success_url": sent["success_url"],
            "url": f"{self.url}/c/pay/{name}",
        }
        return 200, self.sessions[name]

    def _refund(self, sent):
        paid = [s for s in self.sessions.values() if s["payment_intent"] == sent["payment_intent"]]
        if not paid:
            return 404, _error("invalid_request_error", "No such payment_intent")
        back = sum(
            each["amount"]
            for each in self.refunds.values()
            if each["payment_intent"] == sent["payment_intent"]
        )
        if back:
            return 400, _error("invalid_request_error", "Refunded", "charge_already_refunded")
        name = self._id("re")
        self.refunds[name] = {
            "id": name,
            "object": "refund",
            "status": self.refunds_are,
            "amount": int(sent["amount"]),
            "currency": paid[0]["currency"],
            "metadata": _within(sent, "metadata"),
            "payment_intent": sent["payment_intent"],
        }
        return 200, self.refunds[name]

    def _paid_by_hand(self, session):
        """What the button of the session's page does. Returns where the buyer goes next."""
        body = json.dumps(self.event("checkout.session.completed", self.pay(session))).encode()
        headers = {"Content-Type": "application/json", "Stripe-Signature": self.signature(body)}
        urllib.request.urlopen(urllib.request.Request(self.tells, body, headers)).close()
        return session["success_url"]

    def _handler(fake):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if self._session():
                    self._answer(200, "text/html", PAGE)
                else:
                    self._serve("GET", {})

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
                if session := self._session():
                    address = fake._paid_by_hand(session)
                    self._answer(303, "text/html", b"", Location=address)
                else:
                    self._serve("POST", dict(parse_qsl(body)))

            def _session(self):
                """That whose page is asked for, by a buyer."""
                is_page, name = self.path.startswith("/c/pay/"), self.path.rpartition("/")[2]
                return is_page and fake.sessions.get(name)

            def _serve(self, method, sent):
                path = self.path.partition("?")[0]
                fake.requests.append((method, path, sent))
                if self.headers["Authorization"] == f"Bearer {KEY}":
                    status, told = fake._answer(method, path, sent, self.headers["Idempotency-Key"])
                else:
                    status, told = 401, _error("invalid_request_error", "Invalid API Key")
                self._answer(status, "application/json", json.dumps(told).encode())

            def _answer(self, status, kind, body, **headers):
                self.send_response(status)
                told = {"Content-Type": kind, "Content-Length": str(len(body))} | headers
                for name, value in told.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                """Nobody reads it."""

        return Handler


def _error(kind, message, code=None):
    return {"error": {"type": kind, "message": message, "code": code}}


def _within(sent, name):
    return {
        key.removeprefix(f"{name}[").removesuffix("]"): value
        for key, value in sent.items()
        if key.startswith(f"{name}[")
    }
