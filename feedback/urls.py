from django.urls import path

from . import views

app_name = "feedback"
urlpatterns = [
    path("events/<slug:slug>/feedback/", views.event_feedback, name="event_feedback"),
    path("events/<slug:slug>/feedback/withdraw/", views.withdraw, name="withdraw"),
    path(
        "events/<slug:slug>/feedback/designers/<slug:designer>/",
        views.designer_review,
        name="designer_review",
    ),
    path(
        "events/<slug:slug>/feedback/designers/<slug:designer>/withdraw/",
        views.withdraw_review,
        name="withdraw_review",
    ),
]
