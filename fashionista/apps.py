from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    default_site = "fashionista.admin.PortalAdminSite"

    def ready(self):
        """Only our own pages stay: those that libraries bring ask Django's permissions."""
        super().ready()
        from django.contrib import admin

        from fashionista.common.admin import PortalAdmin

        for model, page in list(admin.site._registry.items()):
            if not isinstance(page, PortalAdmin):
                admin.site.unregister(model)
