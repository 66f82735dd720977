"""
Who is acting, told to PostgreSQL as a signed claim.

    with acting_as(user): ...                    a person
    with acting_as("ticketing.checkout"): ...    the system, on behalf of whoever acted before
    with acting_as(None): ...                    a stranger
    with order_in_scope(order_id): ...           whoever acts, and the one order besides

The database believes only claims signed with a key that no SQL statement can read, so even
injected SQL stays the person it runs as. What a person may do is read from `users` at every
statement, never from the claim. `common.db` tells each connection who acts, so views, templates,
the admin, tasks and commands need nothing but `acting_as`.
"""

import hashlib
import hmac
import time
import uuid
from contextlib import contextmanager
from contextvars import ContextVar, copy_context

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseError

from .db import WIDE_ROLE

CLAIM_LIFETIME = 600  # seconds; a claim half as old is minted anew, so long work never outlives it
BLOCK = 64  # of SHA-256, for the two pads of HMAC

known_systems: set[str] = set()  # filled by the `System` rules on the models


class Identity:
    narrow_role = "none"  # to SET ROLE: the login role itself

    def __init__(self, user_id=None, *, system="", request_id="", order_id=None, wide=False):
        self.user_id, self.system, self.request_id = user_id, system, request_id
        self.order_id, self.wide = order_id, wide
        self.database_role = WIDE_ROLE if wide or system else self.narrow_role
        self._claim, self._fresh_until = "", 0.0

    @property
    def claim(self):
        if (now := time.time()) > self._fresh_until:
            self._claim = self._mint(expires=int(now) + CLAIM_LIFETIME)
            self._fresh_until = now + CLAIM_LIFETIME / 2
        return self._claim

    def _mint(self, *, expires):
        if not (self.user_id or self.system or self.request_id or self.order_id):
            return ""
        parts = (self.user_id, self.system, self.request_id, self.order_id, expires)
        body = "|".join(str(part or "") for part in parts)
        return f"{body}|{hmac.new(claim_key(), body.encode(), hashlib.sha256).hexdigest()}"


class Undecided(Identity):
    """For tests: the first guarded row anyone touches is an error until somebody acts."""

    claim = "say who acts: with acting_as(...)"


class Unasked(Identity):
    """Nobody in particular, for tables that ask nobody: see `plain_table`."""


NOBODY = Identity()
UNASKED = Unasked()
_current = ContextVar("identity", default=NOBODY)


def current_identity():
    return _current.get()


@contextmanager
def acting_as(who):
    """
    Act as a person, as a named system identity, or (None) as a stranger, until the block ends.

    A system keeps the person it serves as `actor`, and the order in scope: policies can ask for
    both and the audit names them. Evaluate querysets inside the block: a lazy one runs as whoever
    iterates it.
    """
    token = _current.set(_identity_of(who))
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def plain_table():
    """
    For one statement on a table without policies (sessions, outbox, throttles).

    The connection is not told who acts, which saves a round trip. The backend refuses any other
    statement meanwhile: it would run as whoever the connection was told of last.
    """
    token = _current.set(UNASKED)
    try:
        yield
    finally:
        _current.reset(token)


def become(who):
    """Switch identity for the rest of the surrounding block: a login in mid-request."""
    _current.set(_identity_of(who))


@contextmanager
def order_in_scope(order_id):
    """
    Open one order to whoever acts: a guest whose session or signed link names it, a webhook.

    It adds that order, its lines, payments and tickets, and nothing else of anybody.
    """
    now = _current.get()
    token = _current.set(
        Identity(
            now.user_id,
            system=now.system,
            request_id=now.request_id,
            order_id=order_id,
            wide=now.wide,
        )
    )
    try:
        yield
    finally:
        _current.reset(token)


def _identity_of(who):
    before = _current.get()
    if isinstance(who, Identity):
        return who
    if isinstance(who, str):
        if who not in known_systems:
            raise LookupError(f"No model grants anything to the system identity {who!r}.")
        return Identity(
            before.user_id, system=who, request_id=before.request_id, order_id=before.order_id
        )
    if isinstance(who, uuid.UUID):
        return Identity(who, request_id=before.request_id)
    is_admin = getattr(who, "user_type", "") == "admin"  # only picks policies: they ask again
    return Identity(getattr(who, "pk", None), request_id=before.request_id, wide=is_admin)


def claim_key():
    return hashlib.sha256(b"authz.claim:" + settings.AUTHZ_KEY.encode()).digest()


def claim_key_pads():
    """The key as the database keeps it: ready for two plain SHA-256 calls, no pgcrypto needed."""
    key = claim_key().ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in key), bytes(b ^ 0x5C for b in key)


class IdentityMiddleware:
    """
    Every request acts as the person whose session it carries. Goes after AuthenticationMiddleware.

    A statement the policies refuse is a bug in the view, yet the visitor gets a 403, not a 500.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex[:16]
        request.carries_identity = True
        with acting_as(Identity(request_id=request.id)):
            response = self.get_response(request)
            if response.streaming and not response.is_async:
                response.streaming_content = _in_this_identity(response.streaming_content)
        return response

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "for_nobody", False):
            become(request.user)

    def process_exception(self, request, exception):
        if is_refusal(exception):
            raise PermissionDenied from exception


def for_nobody(view):
    """A view that serves everybody alike: it runs as a stranger, and no session is read."""
    view.for_nobody = True
    return view


def is_refusal(exception):
    return (
        isinstance(exception, DatabaseError)
        and getattr(exception.__cause__, "sqlstate", "") == "42501"
    )


def _in_this_identity(chunks):
    """A stream is consumed after the middleware has gone: each step runs in today's context."""
    context, done = copy_context(), object()
    return iter(lambda: context.run(next, chunks, done), done)


def on_login(sender, user, request, **kwargs):
    """Stands in for Django's `update_last_login`, which would run as nobody and touch no row."""
    from django.contrib.auth.models import update_last_login  # needs loaded apps

    with acting_as(user):
        update_last_login(sender, user)
    if getattr(request, "carries_identity", False):
        become(user)


def on_logout(sender, request, **kwargs):
    if getattr(request, "carries_identity", False):
        become(None)


# Celery: a task starts as nobody, so it can do nothing until it says who it is with `acting_as`.
# Identities never travel through the broker; its id does, and the audit shows it.
def on_task_start(task_id, **kwargs):
    _current.set(Identity(request_id=task_id.replace("-", "")[:16]))


def on_task_end(**kwargs):
    _current.set(NOBODY)
