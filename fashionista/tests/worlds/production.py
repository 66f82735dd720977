"""
Each house shows its designer, collection and model at both its events; one has been put away.

The opening of either show is public, its finale is not: the model walks in both, once for nobody.
"""

from datetime import timedelta

from fashionista.common.testing import NOON
from production.tests.factories import (
    EventCollectionFactory,
    EventDesignerFactory,
    EventModelFactory,
    LineupEntryFactory,
    RehearsalScheduleFactory,
    RunwaySegmentFactory,
    TechnicalRequirementFactory,
)

NOTES = {"notes": "Dresser Canary"}


def furnish(w):
    for letter in "ab":
        its = {
            name: getattr(w, f"{name}_{letter}")
            for name in ("designer", "model", "published_collection", "archived_collection")
        }
        collection = its["published_collection"]
        for state in ("draft", "shown"):
            event = getattr(w, f"{state}_{letter}")
            made = {
                "shows": EventDesignerFactory(event=event, designer=its["designer"]),
                "looks": EventCollectionFactory(event=event, collection=collection),
                "walks": EventModelFactory(event=event, fashion_model=its["model"]),
            }
            vars(w).update({f"{name}_{state}_{letter}": thing for name, thing in made.items()})
        EventCollectionFactory(
            event=getattr(w, f"shown_{letter}"), collection=its["archived_collection"]
        )
        own_show(w, letter, **its)


def own_show(w, letter, *, model, published_collection, archived_collection, **_others):
    shown, draft = (getattr(w, f"{state}_{letter}") for state in ("shown", "draft"))
    opening = RunwaySegmentFactory(event=shown, name="Opening", position=1, is_public=True)
    finale = RunwaySegmentFactory(
        event=shown, name="Finale", position=2, technical_requirements={"light": "Light Canary"}
    )
    plan = RunwaySegmentFactory(event=draft, name="Plan", position=1, is_public=True)
    worn = {"collection": published_collection, "fashion_model": model} | NOTES
    made = {
        "opening": opening,
        "finale": finale,
        "plan": plan,
        "look": LineupEntryFactory(segment=opening, position=1, look_number=1, **worn),
        "last": LineupEntryFactory(segment=finale, position=1, look_number=2, **worn),
        "uncast": LineupEntryFactory(
            segment=finale, position=2, look_number=3, collection=archived_collection, **NOTES
        ),
        "planned": LineupEntryFactory(
            segment=plan, position=1, look_number=1, collection=published_collection, **NOTES
        ),
        "smoke": TechnicalRequirementFactory(event=shown, title="Smoke", **NOTES),
        "spot": TechnicalRequirementFactory(
            event=shown, title="Spot", segment=finale, confirmed=True, **NOTES
        ),
        "run": RehearsalScheduleFactory(event=shown, location="Hall", **NOTES),
        "late_run": RehearsalScheduleFactory(
            event=shown,
            segment=finale,
            start_time=NOON + timedelta(hours=1),
            location="Hall",
            **NOTES,
        ),
    }
    vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})
