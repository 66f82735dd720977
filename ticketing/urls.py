from django.urls import path

from . import (
    views,
    views_answers,
    views_door,
    views_files,
    views_holders,
    views_refunds,
    views_waiting,
)

app_name = "ticketing"
urlpatterns = [
    path("orders/<uuid:order_id>/", views.order_detail, name="order_detail"),
    path("orders/<uuid:order_id>/checkout/", views.order_checkout, name="order_checkout"),
    path("orders/<uuid:order_id>/extend/", views.order_extend, name="order_extend"),
    path("orders/<uuid:order_id>/release/", views.order_release, name="order_release"),
    path("tickets/<uuid:ticket_id>/", views.ticket_detail, name="ticket_detail"),
    path("tickets/<uuid:ticket_id>/qr.svg", views.ticket_qr_svg, name="ticket_qr_svg"),
    path("tickets/<uuid:ticket_id>/qr.png", views.ticket_qr_png, name="ticket_qr_png"),
    path("tickets/<uuid:ticket_id>/ticket.pdf", views_files.ticket_pdf, name="ticket_pdf"),
    path("tickets/<uuid:ticket_id>/pass.pkpass", views_files.ticket_apple, name="ticket_apple"),
    path("tickets/<uuid:ticket_id>/google/", views_files.ticket_google, name="ticket_google"),
    path("tickets/<uuid:ticket_id>/event.ics", views_files.ticket_calendar, name="ticket_calendar"),
    path("orders/<uuid:order_id>/tickets.pdf", views_files.order_pdf, name="order_pdf"),
    path("orders/<uuid:order_id>/event.ics", views_files.order_calendar, name="order_calendar"),
    path(
        "orders/<uuid:order_id>/invoices/<slug:number>.pdf",
        views_files.order_invoice,
        name="order_invoice",
    ),
    path("desk/invoices/<uuid:invoice_id>.pdf", views_files.desk_invoice, name="desk_invoice"),
    path("tickets/<uuid:ticket_id>/holder/", views_holders.ticket_holder, name="ticket_holder"),
    path("tickets/<uuid:ticket_id>/answers/", views_holders.ticket_answers, name="ticket_answers"),
    path("tickets/<uuid:ticket_id>/resend/", views_holders.ticket_resend, name="ticket_resend"),
    path("orders/<uuid:order_id>/resend/", views_holders.order_resend, name="order_resend"),
    path("tickets/<uuid:ticket_id>/correct/", views_holders.ticket_correct, name="ticket_correct"),
    path(
        "tickets/<uuid:ticket_id>/transfer/", views_holders.ticket_transfer, name="ticket_transfer"
    ),
    path("tickets/<uuid:ticket_id>/offer/", views_waiting.ticket_offer, name="ticket_offer"),
    path(
        "tickets/<uuid:ticket_id>/withdraw/", views_waiting.ticket_withdraw, name="ticket_withdraw"
    ),
    path("account/tickets/", views.order_list, name="order_list"),
    path(
        "events/<slug:slug>/waiting/<uuid:ticket_type_id>/",
        views_waiting.waiting_join,
        name="waiting_join",
    ),
    path("waiting/<str:secret>/", views_waiting.waiting_entry, name="waiting_entry"),
    path("checkin/", views_door.door_list, name="door_list"),
    path("checkin/<slug:slug>/", views_door.door_scan, name="door_scan"),
    path("checkin/<slug:slug>/frame/", views_door.door_frame, name="door_frame"),
    path("checkin/<slug:slug>/post/", views_door.door_post, name="door_post"),
    path("checkin/<slug:slug>/search/", views_door.door_search, name="door_search"),
    path("checkin/<slug:slug>/undo/", views_door.door_undo, name="door_undo"),
    path("pay/sandbox/<uuid:payment_id>/", views.sandbox_payment, name="sandbox_payment"),
    path("webhooks/payments/<slug:gateway_code>/", views.webhook, name="webhook"),
    path("orders/<uuid:order_id>/refund/", views_refunds.order_refund, name="order_refund"),
    path("orders/<uuid:order_id>/return/", views_refunds.order_return, name="order_return"),
    path("orders/<uuid:order_id>/ask/", views_refunds.order_ask, name="order_ask"),
    path(
        "orders/<uuid:order_id>/ask/withdraw/",
        views_refunds.order_ask_withdraw,
        name="order_ask_withdraw",
    ),
    path("desk/refunds/<slug:slug>/", views_refunds.refund_run, name="refund_run"),
    path("desk/answers/<slug:slug>/", views_answers.event_answers, name="event_answers"),
    path(
        "desk/answers/<slug:slug>/answers.csv",
        views_answers.event_answers_csv,
        name="event_answers_csv",
    ),
    path(
        "webhooks/payments/<slug:gateway_code>/<slug:organizer>/",
        views.webhook,
        name="organizer_webhook",
    ),
]
