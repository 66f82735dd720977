from django.urls import path

from . import views

app_name = "staffing"
urlpatterns = [
    path("shifts/", views.shift_list, name="shift_list"),
    path("shifts/<uuid:assignment_id>/answer/", views.shift_answer, name="shift_answer"),
]
