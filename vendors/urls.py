from django.urls import path

from . import views

app_name = "vendors"
urlpatterns = [path("vendors/<slug:slug>/", views.vendor_bookings, name="vendor_bookings")]
