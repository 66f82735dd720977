from django.urls import path

from . import views

app_name = "sponsorship"
urlpatterns = [path("sponsors/<slug:slug>/", views.sponsor_board, name="sponsor_board")]
