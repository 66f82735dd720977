"""Each house shows its designer, collection and model at both its events; one has been put away."""

from production.tests.factories import (
    EventCollectionFactory,
    EventDesignerFactory,
    EventModelFactory,
)


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
