from django.apps import AppConfig


class TicketingConfig(AppConfig):
    name = "ticketing"

    def ready(self):
        from . import receivers, tasks  # noqa: F401  they register themselves
