"""
Whole pages for visitors without a session, kept ready in the cache.

A kept page is the same for everybody but for its CSRF token, which is put in when it is served.
Whoever has a session, or a message waiting, gets a page of their own. When the cache is gone,
pages are made anew each time.
"""

import re
from contextlib import suppress
from functools import partial, wraps
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from redis.exceptions import RedisError

TOKEN_NAME = "csrfmiddlewaretoken"  # noqa: S105  the field's name
TOKEN = re.compile(rf'(name="{TOKEN_NAME}" value=")[^"]+'.encode())
PLACEHOLDER = b"--the-csrf-token--"


def kept_for(seconds, *, stamp=None):
    """
    Keep a page for so long, or until `stamp(**kwargs)` of the view's arguments says otherwise.

    A stamp is a short text that changes with what the page shows; None means: not to be kept.
    """

    def decorate(view):
        @wraps(view)
        def served(request, **kwargs):
            if request.method not in ("GET", "HEAD") or not _is_anybodys(request):
                return view(request, **kwargs)
            mark = stamp(**kwargs) if stamp else ""
            if mark is None:
                return view(request, **kwargs)
            return _keep(request, mark, seconds, 200, partial(view, request, **kwargs))

        return served

    return decorate


def kept_refusals(seconds):
    """
    Answer whoever sends the same form so soon after a refusal (409) with the same page.

    In a rush hundreds ask for the last place in the same second: one of them is worth asking for.
    """

    def decorate(view):
        @wraps(view)
        def served(request, **kwargs):
            if not _is_anybodys(request):
                return view(request, **kwargs)
            sent = sorted(item for item in request.POST.items() if item[0] != TOKEN_NAME)
            return _keep(request, f"refused {sent}", seconds, 409, partial(view, request, **kwargs))

        return served

    return decorate


def kept_part(key, seconds, make):
    """A part of pages that is the same for everybody, as `make()` made it so long ago at most."""
    try:
        part = cache.get(key)
    except RedisError:
        return make()
    if part is None:
        part = make()
        with suppress(RedisError):
            cache.set(key, part, seconds)
    return part


def _keep(request, mark, seconds, status, make):
    """The page under this mark. `make()` makes it; with another status its answer is not kept."""
    key = _key(request, mark)
    try:
        page = cache.get(key)
    except RedisError:
        return make()
    if page is None:
        response = make()
        if response.status_code != status:
            return response
        page = TOKEN.sub(rb"\1" + PLACEHOLDER, response.content)
        with suppress(RedisError):
            cache.set(key, page, seconds)
    if PLACEHOLDER in page:
        page = page.replace(PLACEHOLDER, get_token(request).encode())
    response = HttpResponse(page, status=status)
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


def _is_anybodys(request):
    return not (settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES)


def _key(request, mark):
    where = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return "page:" + sha256(f"{where}|{get_language()}|{mark}".encode()).hexdigest()
