"""The people of the demo season, each with a browser that changes nothing."""

from html import unescape

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from .crawling import Answer

NAMES = ["attendee", "staff", "designer", "model", "organizer", "organizer2", "admin"]
NOBODY = "nobody"
NO_STATEMENT = ("SAVEPOINT", "RELEASE SAVEPOINT")  # of the test's own transaction


def noting(statements):
    def note(execute, sql, *rest):
        if not sql.startswith(NO_STATEMENT):
            statements.append(sql)
        return execute(sql, *rest)

    return note


class Visitor:
    """Somebody with a browser that counts what each page asks of the database."""

    def __init__(self, user, kept_files):
        self.client = Client(raise_request_exception=False)
        self.kept_files = kept_files  # what is the same for everybody is opened once
        if user:
            self.client.force_login(user)

    def fetch(self, address):
        public = address.startswith(("/static/", "/uploads/pictures/"))
        if public and address in self.kept_files:
            return self.kept_files[address]
        answer = self.ask(address)
        if public:
            self.kept_files[address] = answer
        return answer

    def ask(self, address, sent=None):
        """Open a page or, with fields, send a form to it; whatever it writes is undone."""
        cache.clear()
        statements = []
        with transaction.atomic(), connection.execute_wrapper(noting(statements)):
            ask = self.client.get if sent is None else self.client.post
            response = ask(address, sent)
            body = response.getvalue()
            said = get_messages(response.wsgi_request)
            self.client.cookies.pop("messages", None)
            transaction.set_rollback(True)
        failure = getattr(response, "exc_info", None)
        return Answer(
            status=response.status_code,
            type=response.headers.get("Content-Type", "").partition(";")[0],
            body=body,
            location=response.headers.get("Location", ""),
            said=[unescape(str(message)) for message in said],
            statements=len(statements),
            trouble=repr(failure[1]) if response.status_code >= 500 and failure else "",
        )
