"""Every address of the portal, filled in with what is somebody else's."""

import re
from dataclasses import dataclass, field
from itertools import islice, product

from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, transaction
from django.urls import get_resolver

from fashionista.common.access import Guarded
from fashionista.common.identity import acting_as, is_refusal
from fashionista.common.testing import everything

from .crawling import LEFT_OUT

PART = re.compile(r"<(?:(\w+):)?(\w+)>")
CHANGING = re.compile(r'(name="csrfmiddlewaretoken" value|nonce|data-csrf)="[^"]*"')
SECRET = {  # whoever has the address may open it
    "account/reset/<str:token>/", "account/verify/<str:token>/", "pay/sandbox/<uuid:payment_id>/",
    "staff/join/<str:secret>/", "staff/shifts/<str:secret>.ics", "teams/<str:secret>/",
    "waiting/<str:secret>/",
}  # fmt: skip
SEEN, TRIED = 6, 2  # rows of a table that are looked at, and of those hidden from somebody
MOST_PAIRS = 6  # of an address with two parts
NO_SUCH_KEY, NO_SUCH_WORD = "6f1d8c0a-53de-4c6b-9c39-2e1f0d7ab9e4", "nothing-like-that"


@dataclass(frozen=True)
class Attempt:
    """An address that names something hidden, and the same with names of nothing at all."""

    address: str
    names: tuple
    vain: str
    vain_names: tuple
    sent: dict | None = None
    vain_sent: dict | None = None


@dataclass
class Hidden:
    """What the policies do not let a person see, a few rows of each table."""

    person: object
    rows: dict = field(default_factory=dict)

    def of(self, model):
        return self.rows.get(model, [])

    def keys(self, name, route):
        """Values for a part of an address that is a key: of its own table, if the name tells."""
        models = models_named(name, route) or self.rows
        return [str(row.pk) for model in models for row in self.of(model)]

    def words(self, name):
        """Values for a part that is a word: slugs, and the numbers of invoices."""
        column = "number" if name == "number" else "slug"
        found = [getattr(row, column, None) for rows in self.rows.values() for row in rows]
        return [word for word in found if isinstance(word, str) and word]


def hidden_from(person, canaries):
    """Of each table those with canaries first."""
    known = {}
    for row in canaries.rows.values():
        known.setdefault(type(row), {})[row.pk] = row
    found = Hidden(person)
    for model in apps.get_models():
        if not issubclass(model, Guarded):
            continue
        with everything():
            rows = known.get(model, {}) | {row.pk: row for row in model.objects.all()[:SEEN]}
        visible = visible_to(person, model.objects.filter(pk__in=rows))
        if unseen := [row for key, row in rows.items() if key not in visible]:
            found.rows[model] = unseen[:TRIED]
    return found


def visible_to(person, rows):
    """The keys of those of these rows that the policies let somebody see."""
    try:
        with acting_as(person), transaction.atomic():
            return set(rows.values_list("pk", flat=True))
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        return set()  # a table of the system's own


def models_named(name, route):
    if match := re.match(r"admin/(\w+)/(\w+)/<path:object_id>", route):
        return [apps.get_model(*match.groups())]
    words = name.removesuffix("_id").replace("_", "")
    return [
        model
        for model in apps.get_models()
        if model._meta.model_name.endswith(words) and issubclass(model, Guarded)
    ]


def routes():
    """Of all addresses that name something, but for those that are secret themselves."""

    def walk(patterns, before=""):
        for each in patterns:
            route = before + str(each.pattern)
            if hasattr(each, "url_patterns"):
                yield from walk(each.url_patterns, route)
            elif PART.search(route) and not LEFT_OUT.match(f"/{route}") and route not in SECRET:
                yield route

    return sorted(set(walk(get_resolver().url_patterns)))


def attempts_at(route, hidden):
    parts = PART.findall(route)
    values = [_values(kind, name, route, hidden) for kind, name in parts]
    vain_names = tuple(_nothing(kind) for kind, _name in parts)
    for names in islice(product(*values), MOST_PAIRS if len(parts) > 1 else None):
        yield Attempt(_filled(route, names), names, _filled(route, vain_names), vain_names)


def _values(kind, name, route, hidden):
    if kind in ("uuid", "path"):
        return hidden.keys(name, route)
    return hidden.words(name) if kind == "slug" else []


def _nothing(kind):
    return NO_SUCH_KEY if kind in ("uuid", "path") else NO_SUCH_WORD


def _filled(route, names):
    left = iter(names)
    return "/" + PART.sub(lambda _part: next(left), route)


def attempts_at_lists(hidden):
    """Filters, actions and forms for new rows at the desk, with keys of what is hidden."""
    for page in admin.site._registry.values():
        where = f"/admin/{page.opts.app_label}/{page.opts.model_name}/"
        for row in hidden.of(page.model):
            for action in page.actions or ():
                chosen = {"action": action if isinstance(action, str) else action.__name__}
                yield _sent(where, chosen, "_selected_action", row)
            yield _sent(where, {"action": "export_csv"}, "_selected_action", row)
        for key in page.model._meta.fields:
            if not key.is_relation:
                continue
            for row in hidden.of(key.related_model)[:1]:
                if not visible_to(hidden.person, page.model.objects.filter(**{key.name: row})):
                    yield _asked(where, f"{key.name}__{key.target_field.name}__exact", row)
                yield _asked(f"{where}add/", key.name, row)
                yield _sent(f"{where}add/", {}, key.name, row)


def _sent(where, fields, name, row):
    key = str(row.pk)
    return Attempt(
        where, (key,), where, (NO_SUCH_KEY,), fields | {name: key}, fields | {name: NO_SUCH_KEY}
    )


def _asked(where, name, row):
    key = str(row.pk)
    return Attempt(f"{where}?{name}={key}", (key,), f"{where}?{name}={NO_SUCH_KEY}", (NO_SUCH_KEY,))


def told(answer, names):
    """All that an answer tells, but for the names that were in the question."""
    text = answer.body.decode(errors="replace") if answer.type.startswith("text/") else ""
    whole = "\n".join([str(answer.status), answer.location, *answer.said, text])
    for name in names:
        whole = whole.replace(name, "…")
    return CHANGING.sub(r"\1", whole)
