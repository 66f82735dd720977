from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from fashionista import feeds, health, months, views

events = [
    path("events/", views.event_list, name="event_list"),
    path("events/calendar.ics", feeds.list_calendar, name="list_calendar"),
    path("events/<slug:slug>/", views.event_detail, name="event_detail"),
    path("events/<slug:slug>/hold/", views.place_hold, name="place_hold"),
    path("events/<slug:slug>/calendar.ics", feeds.event_calendar, name="event_calendar"),
    path("calendar/", months.month, name="this_month"),
    path("calendar/<int:year>/<int:number>/", months.month, name="month"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("", include((events, "events"))),
    path("", include("ticketing.urls")),
    path("account/", include("accounts.urls")),
    path("account/notifications/", include("communications.inbox_urls")),
    path("staff/", include("staffing.urls")),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("healthz", health.health, name="health"),
    path("admin/", admin.site.urls),
]
if settings.MAIL_DIR:
    urlpatterns.append(path("dev/mail/", include("communications.urls")))
