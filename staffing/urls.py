from django.urls import path

from . import views, views_joining, views_swaps

app_name = "staffing"
urlpatterns = [
    path("shifts/", views.shift_list, name="shift_list"),
    path("shifts/link/", views.feed_renew, name="feed_renew"),
    path("shifts/link/revoke/", views.feed_revoke, name="feed_revoke"),
    path("shifts/<str:secret>.ics", views.shift_feed, name="shift_feed"),
    path("shifts/<uuid:assignment_id>/answer/", views.shift_answer, name="shift_answer"),
    path("shifts/<uuid:assignment_id>/swap/", views_swaps.swap_ask, name="swap_ask"),
    path("swaps/<uuid:swap_id>/answer/", views_swaps.swap_answer, name="swap_answer"),
    path("join/<str:secret>/", views_joining.staff_invitation, name="staff_invitation"),
]
