import pytest

from accounts.tests.factories import UserFactory
from fashionista.common.identity import acting_as
from industry.models import Designer, FashionModel
from industry.permissions import (
    can_change_collection,
    can_change_profile,
    can_enter_industry,
    can_keep_collections,
    can_see_figures,
    may_join,
)

from .factories import DesignerFactory, FashionModelFactory

QUESTIONS = {
    "enter": can_enter_industry,
    "keep collections": can_keep_collections,
    "designer_a": lambda user, w: can_change_profile(user, w.designer_a),
    "published_a": lambda user, w: can_change_collection(user, w.published_collection_a),
    "archived_a": lambda user, w: can_change_collection(user, w.archived_collection_a),
    "figures_a": lambda user, w: can_see_figures(user, w.model_a),
}


@pytest.mark.parametrize(
    ("name", "yes"),
    [
        ("ann", set()),
        ("olga", set()),
        ("dora", {"enter", "keep collections", "designer_a", "published_a"}),
        ("dirk", {"enter", "keep collections"}),
        ("mona", {"enter", "figures_a"}),
        ("mila", {"enter"}),
        ("admin", set(QUESTIONS) - {"enter"}),
        ("ivan", set()),
    ],
)
def test_who_may_what(world, name, yes):
    user = getattr(world, name)

    with acting_as(user):
        answers = {
            question
            for question, ask in QUESTIONS.items()
            if (ask(user, world) if ask.__name__ == "<lambda>" else ask(user))
        }

    assert answers == yes


@pytest.mark.parametrize(
    ("user_type", "as_designer", "as_model"),
    [("designer", True, False), ("model", False, True), ("attendee", False, False)],
)
def test_who_may_join_as_what(db, user_type, as_designer, as_model):
    user = UserFactory(user_type=user_type)

    with acting_as(user):
        assert may_join(user, Designer) is as_designer
        assert may_join(user, FashionModel) is as_model


def test_nobody_joins_twice_but_whom_an_admin_made_one_may_enter(db):
    designer = DesignerFactory().user
    attendee_who_walks = FashionModelFactory(user__user_type="attendee").user
    attendee_who_sews = DesignerFactory(user__user_type="attendee").user

    with acting_as(designer):
        assert may_join(designer, Designer) is False
    for user in (attendee_who_walks, attendee_who_sews):
        with acting_as(user):
            assert can_enter_industry(user) is True
