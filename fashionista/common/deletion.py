"""
What goes with a row that is deleted, and what keeps it: counted in one statement for all tables.

Rows that the policies hide are not counted: the database knows them, and refuses by itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.deletion import get_candidate_relations_to_delete


@dataclass(frozen=True)
class Consequence:
    """Rows of one table that go as well or, where `keeps`, that must go before."""

    model: type[models.Model]
    keeps: bool
    rows: models.QuerySet
    count: int


def consequences_of(row):
    """One for each table that has rows hanging on this one, at any remove."""
    ways: dict[Any, list[models.QuerySet]] = defaultdict(list)
    _follow([row], type(row), ways)
    if not ways:
        return []
    found = {key: _together(*several) for key, several in ways.items()}
    itself = type(row)._base_manager.filter(pk=row.pk)
    counts = itself.values_list(*map(_count, found.values())).first()  # None: gone meanwhile
    return [
        Consequence(model, on_delete is models.PROTECT, rows, count)
        for ((model, on_delete), rows), count in zip(found.items(), counts or (), strict=False)
        if count
    ]


def _follow(rows, model, ways):
    """Every way down from these rows. No cascade of ours comes back to its own table."""
    relation: Any  # a reverse one, which the stubs take for a column
    for relation in get_candidate_relations_to_delete(model._meta):
        below = relation.related_model
        hanging = below._base_manager.filter(**{f"{relation.field.name}__in": rows})
        if relation.on_delete in (models.CASCADE, models.PROTECT):
            ways[below, relation.on_delete].append(hanging)
        if relation.on_delete is models.CASCADE:
            _follow(hanging, below, ways)


def _together(first, *more):
    """The rows found in one way or another, each way by its own index."""
    if not more:
        return first
    keys = first.values("pk").union(*(rows.values("pk") for rows in more))
    return first.model._base_manager.filter(pk__in=keys)


def _count(rows):
    number = models.Func("pk", function="COUNT", output_field=models.IntegerField())
    return models.Subquery(rows.order_by().values_list(number))
