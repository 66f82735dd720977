import factory

from accounts.models import User, UserProfile
from fashionista.common.testing import GuardedFactory


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
