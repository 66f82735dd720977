"""Pages that keep the addresses they had: what was linked or printed leads on."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from fashionista.common.access import Guarded

REMEMBERED = 20
LONGEST = 120


class Addressed(Guarded):
    """A row with a `slug`. Whoever changes it, and wherever, the old one is kept."""

    slug: Any
    known_slug: Any
    former_slugs = ArrayField(models.TextField(), default=list, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args, **kwargs):
        row = super().from_db(*args, **kwargs)
        row.known_slug = row.__dict__.get("slug")
        return row

    def save(self, *, update_fields=None, **kwargs):
        known, self.known_slug = getattr(self, "known_slug", None), self.slug
        if known and known != self.slug:
            kept = [slug for slug in self.former_slugs if slug not in (known, self.slug)]
            self.former_slugs = [*kept, known][-REMEMBERED:]
            update_fields = update_fields and {*update_fields, "former_slugs"}
        super().save(update_fields=update_fields, **kwargs)


def at_address(rows, slug):
    """The row of this address, or else the one that had it last. Raises Http404."""
    return rows.filter(slug=slug).first() or get_object_or_404(
        rows.filter(former_slugs__contains=[slug]).order_by("pk")[:1]
    )


def free_address(kind, words, *, of=""):
    """A slug of these words, with those of `of` or a number behind where it is taken."""
    base = slugify(words)[:LONGEST] or slugify(of)[:LONGEST] or "page"
    tries = [base, *([f"{base}-{slugify(of)}"[:LONGEST]] if of else [])]
    taken = set(kind.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 2
    while tries[0] in taken:
        tries = tries[1:] or [f"{base[: LONGEST - 5]}-{number}"]
        number += 1
    return tries[0]
