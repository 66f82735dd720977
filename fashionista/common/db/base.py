"""PostgreSQL, told before each statement who acts (`fashionista.common.identity`)."""

import re

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from ..identity import UNASKED, current_identity
from .creation import DatabaseCreation
from .operations import DatabaseOperations

# Statements that need nobody's identity: see `identity.plain_table`.
PLAIN = re.compile(
    r"\s*(SELECT .*? FROM|INSERT INTO|UPDATE|DELETE FROM) \"?(django_session|outbox|throttles)\b"
    r"|(RELEASE |ROLLBACK TO )?SAVEPOINT ",
    re.DOTALL,
)
TELL = "SELECT set_config('app.claim', %s, false), set_config('role', %s, false)"


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations

    _told = None  # what this connection knows; None = not sure, tell it again

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._tell_before)

    def _tell_before(self, execute, sql, params, many, context):
        if current_identity() is UNASKED and not PLAIN.match(sql):
            raise RuntimeError("Say who acts: only tables without policies may do without.")
        self._tell()
        return execute(sql, params, many, context)

    def create_cursor(self, name=None):
        self._tell()  # for what does not pass execute(): COPY, streams
        return super().create_cursor(name)

    def _tell(self):
        identity = current_identity()
        if identity is UNASKED:
            return
        news = identity.claim, identity.database_role
        if news == self._told or self.connection is None:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # only a rollback can follow, and it must not fail on our account
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(TELL, news)
        self._told = news

    # A rollback takes a claim told inside it back: afterwards we are not sure.
    def _rollback(self):
        try:
            return super()._rollback()
        finally:
            self._told = None

    def _savepoint_rollback(self, sid):
        try:
            return super()._savepoint_rollback(sid)
        finally:
            self._told = None

    def connect(self):
        self._told = None
        return super().connect()
