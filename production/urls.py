from django.urls import path

from . import views

app_name = "production"
urlpatterns = [
    path("production/<slug:slug>/run-of-show/", views.run_of_show, name="run_of_show"),
    path("production/<slug:slug>/line-up/", views.line_up, name="line_up"),
]
