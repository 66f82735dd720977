"""
Whole pages for visitors without a session, kept ready in the cache.

A kept page is the same for everybody but for its CSRF token, which is put in when it is served.
Whoever has a session, or a message waiting, gets a page of their own. When the cache is gone,
pages are made anew each time.
"""

import re
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from redis.exceptions import RedisError

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
PLACEHOLDER = b"--the-csrf-token--"


def kept_for(seconds, *, stamp=None):
    """
    Keep a page for so long, or until `stamp(**kwargs)` of the view's arguments says otherwise.

    A stamp is a short text that changes with what the page shows; None means: not to be kept.
    """

    def decorate(view):
        @wraps(view)
        def served(request, **kwargs):
            if not _is_anybodys(request):
                return view(request, **kwargs)
            mark = stamp(**kwargs) if stamp else ""
            if mark is None:
                return view(request, **kwargs)
            key = _key(request, mark)
            try:
                page = cache.get(key)
                if page is None:
                    response = view(request, **kwargs)
                    if response.status_code != 200:
                        return response
                    page = TOKEN.sub(rb"\1" + PLACEHOLDER, response.content)
                    cache.set(key, page, seconds)
            except RedisError:
                return view(request, **kwargs)
            if PLACEHOLDER in page:
                page = page.replace(PLACEHOLDER, get_token(request).encode())
            response = HttpResponse(page)
            patch_vary_headers(response, ["Cookie", "Accept-Language"])
            return response

        return served

    return decorate


def _is_anybodys(request):
    return request.method in ("GET", "HEAD") and not (
        settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
    )


def _key(request, mark):
    where = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return "page:" + sha256(f"{where}|{get_language()}|{mark}".encode()).hexdigest()
