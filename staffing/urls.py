from django.urls import path

from . import views

app_name = "staffing"
urlpatterns = [
    path("shifts/", views.shift_list, name="shift_list"),
    path("shifts/link/", views.feed_renew, name="feed_renew"),
    path("shifts/link/revoke/", views.feed_revoke, name="feed_revoke"),
    path("shifts/<str:secret>.ics", views.shift_feed, name="shift_feed"),
    path("shifts/<uuid:assignment_id>/answer/", views.shift_answer, name="shift_answer"),
]
