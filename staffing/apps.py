from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "staffing"

    def ready(self):
        from . import receivers  # noqa: F401  they register themselves
