import factory

from accounts.models import User, UserProfile
from fashionista.common.models import Export, Import, SavedView
from fashionista.common.testing import NOON, GuardedFactory


class UserFactory(GuardedFactory):
    """An active attendee. Without a `password` nobody can log in as them."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password(None)
    status = "active"


class OrganizerFactory(UserFactory):
    user_type = "organizer"


class UserProfileFactory(GuardedFactory):
    class Meta:
        model = UserProfile

    user = factory.SubFactory(UserFactory)


class ExportFactory(GuardedFactory):
    class Meta:
        model = Export

    person = factory.SubFactory(UserFactory)
    what = "events"
    rows = 1
    created_at = NOON


class SavedViewFactory(GuardedFactory):
    class Meta:
        model = SavedView

    person = factory.SubFactory(UserFactory)
    what = "orders"
    name = "Unpaid"
    query = "status__exact=pending"
    created_at = NOON


class ImportFactory(GuardedFactory):
    """One that was looked through only."""

    class Meta:
        model = Import

    person = factory.SubFactory(UserFactory)
    kind = "sponsors"
    file_name = "sponsors.csv"
    rows = 1
    content = factory.LazyFunction(lambda: {"columns": ["#", "name"], "rows": [["2", "Oltremare"]]})
    created_at = NOON
