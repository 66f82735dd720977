from communications.models import Notification
from fashionista.common.testing import GuardedFactory


class NotificationFactory(GuardedFactory):
    """To an address. Give `user` to make it a person's."""

    class Meta:
        model = Notification

    address = "somebody@example.org"
    title = "Title"
    content = "Content"
