"""How often somebody may try something, counted in the database so that no restart forgets."""

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from .errors import DomainError
from .identity import plain_table
from .sealing import blind_digest


class Throttled(DomainError):
    message = _("That was too often. Please wait a few minutes and try again.")


def client_address(request):
    """
    Where a request comes from: with TRUSTED_PROXIES in between, what the outermost of them saw.

    Each appends to X-Forwarded-For who asked it. What stands before our own proxies' words may be
    made up, and is not looked at.
    """
    asked = request.headers.get("X-Forwarded-For", "").split(",")
    hops = [*asked, request.META["REMOTE_ADDR"]][-1 - settings.TRUSTED_PROXIES :]
    return hops[0].strip()


def hit(name, subject, *, limit, seconds):
    """
    Count one try of `name` by `subject` (an address, an IP); more than `limit` in `seconds` raise.

    Raises Throttled. The subject is kept as a keyed hash only. Call it outside a transaction: what
    is rolled back would not be counted.
    """
    with plain_table(), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO throttles AS t (key, started_at, count) VALUES (%s, now(), 1)
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN t.started_at < now() - make_interval(secs => %s) THEN 1
                        ELSE t.count + 1 END,
                started_at = CASE WHEN t.started_at < now() - make_interval(secs => %s) THEN now()
                             ELSE t.started_at END
            RETURNING count
            """,
            (blind_digest(f"{name}|{subject}", "throttles.key"), seconds, seconds),
        )
        (count,) = cursor.fetchone()
    if count > limit:
        raise Throttled
