from django.urls import path

from . import views

app_name = "media"
urlpatterns = [
    path("galleries/<slug:slug>/", views.gallery_detail, name="gallery_detail"),
    path(
        "uploads/assets/<uuid:asset_id>/<int:width>.webp",
        views.asset_picture,
        name="asset_picture",
    ),
]
