"""Two houses with what they show and what they do not yet; a listed model and one who is not."""

from industry.tests.factories import CollectionFactory, DesignerFactory, FashionModelFactory


def furnish(w):
    for letter, designer, model in [("a", w.dora, w.mona), ("b", w.dirk, w.mila)]:
        capital = letter.upper()
        house = DesignerFactory(
            user=designer,
            brand_name=f"Brand {capital}",
            achievements=[{"title": "Achievement Canary"}],
        )
        looks = {
            f"{status}_collection": CollectionFactory(
                designer=house, name=f"{status.title()} {capital}", status=status
            )
            for status in ("draft", "published", "archived")
        }
        made = looks | {
            "designer": house,
            "model": FashionModelFactory(
                user=model,
                display_name=f"Model {capital}",
                is_listed=letter == "a",
                height=178,
                availability=[{"from": "2099-01-01", "to": "2099-01-09", "note": "Days Canary"}],
                meta_data={"note": "Model Canary"},
            ),
        }
        vars(w).update({f"{name}_{letter}": thing for name, thing in made.items()})
