"""What happens to people, announced to the apps above. Sent inside the transaction, by `send`."""

from django.dispatch import Signal

address_confirmed = Signal()  # user: proved to own the address, now active
# To be mailed: kind (verify, reset, …), address, user_id, language (chosen, or ""), context.
account_message = Signal()
