"""Plants those who show and those who walk: designers, collections, models, line-ups."""

from datetime import timedelta
from functools import cache
from itertools import count, cycle
from pathlib import Path

from django.core.files import File
from django.db import transaction

from accounts.models import User, UserProfile
from events.models import Event
from fashionista.common.identity import acting_as
from fashionista.common.pictures import take_in
from industry.models import Collection, Designer, FashionModel
from industry.showing import archive_collection, publish_collection
from production.models import (
    EventCollection,
    EventDesigner,
    EventModel,
    LineupEntry,
    RehearsalSchedule,
    RunwaySegment,
    TechnicalRequirement,
)
from production.preparing import confirm_requirement

ART = Path(__file__).parent / "art"
CAST = 10  # models a show
TOP, MIDDLE = [0.5, 0], [0.5, 0.5]
MEASURES = {"bust": 82, "waist": 61, "hips": 89, "shoe": 40}


def plant_stage(rows, *, admin, people, events, at):
    """The people of `rows`, their work, and what each event shows of it."""
    designers = {row["slug"]: _designer(row, admin, people) for row in rows["designers"]}
    collections = {
        row["slug"]: _collection(row, designers[row["designer"]], at) for row in rows["collections"]
    }
    models = [_model(row, admin, people) for row in rows["models"]]
    turns = cycle(models)
    for slug, shown in rows["shows"].items():
        cast = [next(turns) for _ in range(CAST)]
        _show(events[slug], [collections[name] for name in shown], cast, at)
    return designers, models


def _account(row, kind, admin, people):
    """The person's login: one of the demo's, or one that an admin made and nobody has entered."""
    with acting_as(admin), transaction.atomic():
        if row["email"] in people:
            user = User.objects.get(pk=people[row["email"]].pk)
            user.user_type = kind
            user.save()
            return user
        user = User(email=row["email"], full_name=row["name"], user_type=kind, status="active")
        user.set_unusable_password()
        user.save(force_insert=True)
        UserProfile(user=user).save(force_insert=True)
        return user


@cache
def _taken_in(art):
    with (ART / f"{art}.webp").open("rb") as file:
        return take_in(File(file)).as_json()


def _picture(art, alt, **words):
    return _taken_in(art) | {"alt": alt, "focus": TOP if art.startswith("look") else MIDDLE} | words


def _designer(row, admin, people):
    user = _account(row, User.UserType.DESIGNER, admin, people)
    achievements = row.get("achievements", [])
    with acting_as(user):
        return Designer.objects.create(
            user=user,
            brand_name=row["brand"],
            slug=row["slug"],
            based_in=row["based_in"],
            biography=row["biography"],
            portrait=_picture(f"model-{row['portrait']}", f"Portrait of {row['name']}"),
            specialties=row["specialties"],
            experience_level=row["experience"],
            achievements=achievements,
            shows_achievements=bool(achievements),
        )


def _collection(row, designer, at):
    with acting_as(designer.user), transaction.atomic():
        collection = Collection.objects.create(
            designer=designer,
            images=[
                _picture(look["art"], look["alt"], caption=look["caption"], detail=look["detail"])
                for look in row["looks"]
            ],
            **{name: row[name] for name in ("name", "slug", "season", "year", "description")},
        )
        if row["status"] != "draft":
            publish_collection(collection, by=designer.user, at=at)
        if row["status"] == "archived":
            archive_collection(collection, by=designer.user, at=at)
    return collection


def _model(row, admin, people):
    user = _account(row, User.UserType.MODEL, admin, people)
    with acting_as(user):
        return FashionModel.objects.create(
            user=user,
            display_name=row["name"],
            slug=row["slug"],
            based_in=row["based_in"],
            portrait=_picture(f"model-{row['portrait']}", f"Portrait of {row['name']}"),
            is_listed=True,
            height=row["height"],
            measurements=MEASURES,
            experience_level="runway and editorial",
        )


def _show(event, collections, cast, at):
    """Who takes part, and for a show its running order: a segment a collection, then the finale."""
    with acting_as(event.organizer), transaction.atomic():
        for designer in {collection.designer for collection in collections}:
            EventDesigner.objects.create(event=event, designer=designer)
        for collection in collections:
            EventCollection.objects.create(event=event, collection=collection)
        if event.type != Event.Type.FASHION_SHOW:
            return
        for model in cast:
            EventModel.objects.create(event=event, fashion_model=model)
        numbers, turns = count(1), cycle(cast)
        for position, collection in enumerate(collections):
            segment = RunwaySegment.objects.create(
                event=event,
                name=collection.name,
                duration=600,
                position=position,
                is_public=True,
                technical_requirements={},
            )
            _looks(segment, collection, numbers, turns)
        RunwaySegment.objects.create(
            event=event, name="Finale", duration=180, position=len(collections)
        )
        _preparations(event, segment, at)


def _looks(segment, collection, numbers, turns):
    for position, image in enumerate(collection.images):
        LineupEntry.objects.create(
            event=segment.event,
            segment=segment,
            fashion_model=next(turns),
            collection=collection,
            position=position,
            look_number=next(numbers),
            collection_look=position + 1,
            outfit_details={
                "title": image["caption"], "materials": image["detail"], "alt": image["alt"],
            },
            notes="Steam once more before the call.",
        )  # fmt: skip


def _preparations(event, segment, at):
    RehearsalSchedule.objects.create(
        event=event,
        segment=segment,
        start_time=event.start_date - timedelta(hours=5),
        end_time=event.start_date - timedelta(hours=4),
        location="Runway",
    )
    for category, title in [
        ("lighting", "Low warm wash on the runway"),
        ("sound", "Two wireless microphones"),
        ("staging", "Dressing room for ten, with rails"),
    ]:
        needed = TechnicalRequirement.objects.create(event=event, category=category, title=title)
        if category != "staging":
            confirm_requirement(needed, by=event.organizer, at=at)
