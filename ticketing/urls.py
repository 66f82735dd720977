from django.urls import path

from . import views

app_name = "ticketing"
urlpatterns = [
    path("orders/<uuid:order_id>/", views.order_detail, name="order_detail"),
    path("orders/<uuid:order_id>/checkout/", views.order_checkout, name="order_checkout"),
    path("orders/<uuid:order_id>/release/", views.order_release, name="order_release"),
    path("tickets/<uuid:ticket_id>/", views.ticket_detail, name="ticket_detail"),
    path("tickets/<uuid:ticket_id>/qr.svg", views.ticket_qr_svg, name="ticket_qr_svg"),
    path("tickets/<uuid:ticket_id>/qr.png", views.ticket_qr_png, name="ticket_qr_png"),
    path("account/tickets/", views.order_list, name="order_list"),
    path("checkin/", views.door_list, name="door_list"),
    path("checkin/<slug:slug>/", views.door_scan, name="door_scan"),
    path("checkin/<slug:slug>/frame/", views.door_frame, name="door_frame"),
    path("pay/sandbox/<uuid:payment_id>/", views.sandbox_payment, name="sandbox_payment"),
    path("webhooks/payments/<slug:gateway_code>/", views.webhook, name="webhook"),
    path(
        "webhooks/payments/<slug:gateway_code>/<slug:organizer>/",
        views.webhook,
        name="organizer_webhook",
    ),
]
