"""Included by `fashionista.urls` beside the public pages, in the namespace `industry`."""

from django.urls import path

from . import views

urlpatterns = [
    path("designer/", views.own_designer, name="own_designer"),
    path("designer/collections/new/", views.new_collection, name="new_collection"),
    path("designer/collections/<uuid:collection_id>/", views.own_collection, name="own_collection"),
    path(
        "designer/collections/<uuid:collection_id>/publish/",
        views.move_collection,
        {"rule": "publish"},
        name="publish_collection",
    ),
    path(
        "designer/collections/<uuid:collection_id>/archive/",
        views.move_collection,
        {"rule": "archive"},
        name="archive_collection",
    ),
    path("model/", views.own_model, name="own_model"),
]
