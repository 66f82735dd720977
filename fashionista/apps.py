from django.contrib.admin import apps
from django.utils.module_loading import autodiscover_modules


class AdminConfig(apps.AdminConfig):
    default_site = "fashionista.admin.PortalAdminSite"

    def ready(self):
        """
        Every app's pages and findings register themselves.

        Only our own pages stay: those that libraries bring ask Django's permissions.
        """
        super().ready()
        autodiscover_modules("findings")
        from django.contrib import admin

        from fashionista.common.admin import PortalAdmin

        for model, page in list(admin.site._registry.items()):
            if not isinstance(page, PortalAdmin):
                admin.site.unregister(model)
