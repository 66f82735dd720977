"""What a person was told, and what of it they have seen."""

from fashionista.common.identity import acting_as

from .models import Notification


def inbox_of(user):
    """Newest first."""
    return Notification.objects.filter(user=user).order_by("-created_at", "pk")


def unread_count(user):
    return Notification.objects.filter(user=user, read_at=None).count()


def mark_read(user, *, at, notification_id=None):
    """Note that somebody has seen one of their messages, or all of them."""
    with acting_as("communications.read"):
        unread = Notification.objects.filter(user=user, read_at=None)
        if notification_id:
            unread = unread.filter(pk=notification_id)
        unread.update(read_at=at)
