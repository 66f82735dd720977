"""
The language of a page: by its address, else by the visitor's choice, else by their browser.

`?lang=it` fixes it for that address, for links from elsewhere. The choice sits in a cookie.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import QueryDict
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

PARAMETER = "lang"
SMALL_DATES = {"it"}
SHORT = {code.partition("-")[0]: code for code, _name in settings.LANGUAGES}


def language_in_use():
    return translation.get_language() or settings.LANGUAGE_CODE


def as_written(date):
    """Django's days and months are in capitals; Italian has one at most, at the start."""
    small = translation.get_language() in SMALL_DATES
    return date[:1] + date[1:].lower() if small else date


class LanguageMiddleware(LocaleMiddleware):
    def process_request(self, request):
        super().process_request(request)
        if language := SHORT.get(request.GET.get(PARAMETER)):
            translation.activate(language)
            request.LANGUAGE_CODE = language


def without_language(address):
    """An address's path and query, in whichever language one has."""
    return in_language(address, None)


def in_language(address, language):
    parts = urlsplit(address)
    query = QueryDict(parts.query, mutable=True)
    query.pop(PARAMETER, None)
    if language:
        query[PARAMETER] = language
    return f"{parts.path}?{query.urlencode()}" if query else parts.path


def page_of_form(request):
    """Where to go back to from this page. The answer to a form may have no page of its own."""
    if request.method == "POST":
        return without_language(request.headers.get("Referer", ""))
    return without_language(request.get_full_path())


def alternates_of(request):
    """[(language, path)] of this page: in each language, and in whichever one has."""
    path = request.get_full_path()
    languages = [(short, in_language(path, short)) for short in SHORT]
    return [*languages, ("x-default", without_language(path))]


def choose_in(response, language):
    """Remember the choice in this browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
