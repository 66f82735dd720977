from fashionista.common import outbox

from . import delivery
from .notifications import DELIVER


@outbox.handles(DELIVER)
def deliver(notification_id):
    delivery.deliver(notification_id)
