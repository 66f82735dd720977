"""What a visitor typed, as a search that forgives: accents, beginnings of words, slips of a key."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F

from .models import NamedPage

LONGEST = 100  # characters
WORDS = 8  # of them are looked for; the rest is not
ALTERNATIVES = 4
MOST_NAMED = 8  # pages shown beside the events
BY_LENGTH = 2  # a rank is divided by the number of words: who is called that before who also is


@dataclass(frozen=True)
class Wanted:
    """A search. `read_as` is what was looked for instead of mistyped words, or empty."""

    query: SearchQuery
    read_as: str = ""


def wanted(text: str) -> Wanted | None:
    """
    The search for every word of a text, or None where there is no word in it.

    A word finds what begins with it. One that nothing begins with finds the nearest that there
    are: one edit away up to five letters, two beyond, or with two letters changed about (edits as
    Levenshtein counts them).
    """
    words = _nearest(text)
    if not words:
        return None
    parts = [
        " | ".join(_quoted(near) for near in nearest) if nearest else f"{_quoted(word)}:*"
        for word, nearest in words
    ]
    query = SearchQuery(
        " & ".join(f"({part})" for part in parts), config="simple", search_type="raw"
    )
    corrected = any(nearest for _word, nearest in words)
    read_as = " ".join(nearest[0] if nearest else word for word, nearest in words)
    return Wanted(query, read_as if corrected else "")


def pages_named(search: Wanted) -> list[NamedPage]:
    """The people and places whose names have all the words, best first."""
    rank = SearchRank(F("document"), search.query, normalization=BY_LENGTH)
    named = NamedPage.objects.filter(document=search.query).defer("document")
    return list(named.order_by(rank.desc(), "name", "pk")[:MOST_NAMED])


def _nearest(text):
    """[(word, the words it may stand for, nearest first)]: none where it begins a word."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.word, near.word, near.edits
              FROM (SELECT word, place
                      FROM string_to_table(trim(search.plain(%s)), ' ')
                           WITH ORDINALITY said(word, place)
                     WHERE word <> '' ORDER BY place LIMIT %s) asked
              LEFT JOIN LATERAL (
                    SELECT k.word, levenshtein(k.word, asked.word) AS edits
                      FROM event_words k
                     WHERE NOT EXISTS (SELECT FROM event_words b
                                        WHERE starts_with(b.word, asked.word))
                       AND levenshtein_less_equal(k.word, asked.word, 2) <= 2
                       AND EXISTS (SELECT FROM search.documents d
                                    WHERE d.document @@ plainto_tsquery('simple', k.word))) near
                    ON true
             ORDER BY asked.place, near.edits, near.word
            """,
            (text[:LONGEST], WORDS),
        )
        found: dict[str, list[str]] = {}
        for word, near, edits in cursor.fetchall():
            nearest = found.setdefault(word, [])
            if near and _is_slip(word, near, edits) and len(nearest) < ALTERNATIVES:
                nearest.append(near)
    return list(found.items())


def _is_slip(word, near, edits):
    allowed = 0 if len(word) < 4 else 1 if len(word) < 6 else 2
    return edits <= allowed or sorted(word) == sorted(near)


def _quoted(word):
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
