"""
Sessions whose table is of no use to a thief: SESSION_ENGINE = "fashionista.common.sessions".

The table holds a hash of each key, and the data is signed together with the key itself. Reading
the table yields no cookie, and an admin's data copied into one's own row does not load.
"""

import hashlib

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.db import connection
from django.utils.crypto import get_random_string

from .identity import plain_table

FIND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"


def hashed(key):
    return key and hashlib.sha256(key.encode()).hexdigest()[:40]  # the column's width


class SessionStore(db.SessionStore):
    def _get_new_session_key(self):
        """128 bits of chance need no look whether they are taken; `create` would notice."""
        return get_random_string(32, VALID_KEY_CHARS)

    @property
    def key_salt(self):
        return f"fashionista.common.sessions:{self.session_key}"

    def load(self):
        """By plain SQL: every page of somebody signed in begins with this."""
        with plain_table(), connection.cursor() as cursor:
            cursor.execute(FIND, [hashed(self.session_key)])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def exists(self, session_key):
        with plain_table():
            return super().exists(hashed(session_key))

    def save(self, must_create=False):
        with plain_table():
            super().save(must_create)

    def delete(self, session_key=None):
        with plain_table():
            super().delete(hashed(session_key or self.session_key))

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = hashed(row.session_key)
        return row
