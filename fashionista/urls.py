from django.contrib import admin
from django.urls import path

from fashionista import health

urlpatterns = [
    path("healthz", health.health, name="health"),
    path("admin/", admin.site.urls),
]
