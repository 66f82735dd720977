"""`/healthz`: whether database, broker and worker are there."""

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

WORKER_KEY = "health:worker"
# The worker refreshes its key every few seconds; this many may pass before it counts as gone.
WORKER_SECONDS = 15
BROKER_SECONDS = 1


def note_worker() -> None:
    try:
        cache.set(WORKER_KEY, True, WORKER_SECONDS)
    except redis.RedisError:
        pass  # the worker lives on without a broker, and reconnects


def forget_worker() -> None:
    try:
        cache.delete(WORKER_KEY)
    except redis.RedisError:
        pass


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when everything is there, 503 naming what is missing."""
    broker = broker_answers()
    found = {
        "database": database_answers(),
        "broker": broker,
        "worker": broker and worker_was_seen(),
    }
    return JsonResponse(
        {part: "ok" if there else "missing" for part, there in found.items()},
        status=200 if all(found.values()) else 503,
    )


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def broker_answers() -> bool:
    client = redis.from_url(
        settings.REDIS_URL,
        socket_timeout=BROKER_SECONDS,
        socket_connect_timeout=BROKER_SECONDS,
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def worker_was_seen() -> bool:
    try:
        return bool(cache.get(WORKER_KEY))
    except redis.RedisError:
        return False
