import factory

from accounts.tests.factories import UserFactory
from fashionista.common.testing import NOON, GuardedFactory
from industry.models import Collection, Designer, FashionModel


class DesignerFactory(GuardedFactory):
    class Meta:
        model = Designer

    user = factory.SubFactory(UserFactory, user_type="designer")
    brand_name = factory.Sequence(lambda n: f"Brand {n}")
    slug = factory.Sequence(lambda n: f"brand-{n}")


class CollectionFactory(GuardedFactory):
    """A draft; stamped where `status` says that it was shown."""

    class Meta:
        model = Collection

    designer = factory.SubFactory(DesignerFactory)
    name = factory.Sequence(lambda n: f"Collection {n}")
    slug = factory.Sequence(lambda n: f"collection-{n}")
    season = "SS"
    year = 2099
    published_at = factory.LazyAttribute(lambda made: None if made.status == "draft" else NOON)
    status = "draft"


class FashionModelFactory(GuardedFactory):
    class Meta:
        model = FashionModel

    user = factory.SubFactory(UserFactory, user_type="model")
    display_name = "Some Model"
    slug = factory.Sequence(lambda n: f"model-{n}")
