"""What the public reads of a show: its public segments, and in them look after look."""

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import FilteredRelation, Q

from industry.models import Collection

from .models import LineupEntry


@dataclass(frozen=True)
class Name:
    """A designer, a collection or a model by the name they chose, and the address of their page."""

    name: str
    slug: str


@dataclass(frozen=True)
class Walker(Name):
    portrait: dict | None = field(default=None, compare=False)  # see `PictureField`


@dataclass(frozen=True)
class Look:
    number: int
    outfit: dict
    designer: Name | None  # with the collection: named once that is published
    collection: Name | None
    model: Walker | None  # named where they are listed
    picture: dict | None = None  # of the published collection: see `PicturesField`


@dataclass(frozen=True)
class Segment:
    name: str
    description: str
    looks: list[Look]


@dataclass(frozen=True)
class Lineup:
    segments: list[Segment] = field(default_factory=list)

    @property
    def looks(self):
        return [look for segment in self.segments for look in segment.looks]

    @property
    def collections(self):
        """Who shows what, in the order of their first looks: pairs of designer and collection."""
        return list(
            dict.fromkeys((look.designer, look.collection) for look in self.looks if look.designer)
        )

    @property
    def models(self):
        return list(dict.fromkeys(look.model for look in self.looks if look.model))


FIELDS = [
    "segment_id", "segment__name", "segment__description", "look_number", "outfit_details",
    "collection_id", "collection_look", "listed__display_name", "listed__slug", "listed__portrait",
]  # fmt: skip


def public_lineup(event):
    """
    The line-up as the event's page shows it to anybody, in two statements.

    The team, too, reads there only what all may read: the rest is on `production:line_up`.
    """
    rows = list(
        LineupEntry.objects.filter(event=event, segment__is_public=True)
        .annotate(
            listed=FilteredRelation("fashion_model", condition=Q(fashion_model__is_listed=True))
        )
        .order_by("segment__position", "position")
        .values_list(*FIELDS)
    )
    shown = Collection.objects.published().select_related("designer")
    collections = shown.in_bulk({row[5] for row in rows})
    return Lineup(
        [
            Segment(name, description, [_look(row, collections.get(row[5])) for row in found])
            for (_key, name, description), found in groupby(rows, key=lambda row: row[:3])
        ]
    )


def _look(row, collection):
    *_segment, number, outfit, _collection_id, place, model, slug, portrait = row
    return Look(
        number,
        outfit,
        collection and Name(collection.designer.brand_name, collection.designer.slug),
        collection and Name(collection.name, collection.slug),
        model and Walker(model, slug, portrait),
        _picture(collection, place),
    )


def _picture(collection, place):
    pictures = collection.images if collection and place else []
    return pictures[place - 1] if place and place <= len(pictures) else None
