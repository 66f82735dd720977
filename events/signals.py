"""What happens to events, announced to the apps above. Sent inside the transaction, by `send`."""

from django.dispatch import Signal

capacity_changed = Signal()  # event: its own capacity, a restriction or its venue is another now
event_cancelled = Signal()  # event, by, at
