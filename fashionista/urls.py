from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from events.views import team_invitation
from fashionista import browsing, feeds, health, months, people, venues, views

events = [
    path("events/", browsing.event_list, name="event_list"),
    path("events/calendar.ics", feeds.list_calendar, name="list_calendar"),
    path("events/<slug:slug>/", views.event_detail, name="event_detail"),
    path("events/<slug:slug>/hold/", views.place_hold, name="place_hold"),
    path("events/<slug:slug>/code/", views.enter_code, name="enter_code"),
    path("events/<slug:slug>/calendar.ics", feeds.event_calendar, name="event_calendar"),
    path("venues/<slug:slug>/", venues.venue_detail, name="venue_detail"),
    path("venues/<slug:slug>/calendar.ics", feeds.venue_calendar, name="venue_calendar"),
    path("calendar/<str:secret>.ics", feeds.own_calendar, name="own_calendar"),
    path("teams/<str:secret>/", team_invitation, name="team_invitation"),
    path("calendar/", months.month, name="this_month"),
    path("calendar/<int:year>/<int:number>/", months.month, name="month"),
]
industry = [
    path("designers/", people.designer_list, name="designer_list"),
    path("designers/<slug:slug>/", people.designer_detail, name="designer_detail"),
    path("collections/<slug:slug>/", people.collection_detail, name="collection_detail"),
    path("models/", people.model_list, name="model_list"),
    path("models/<slug:slug>/", people.model_detail, name="model_detail"),
    path("account/", include("industry.urls")),
]
urlpatterns = [
    path("", browsing.home, name="home"),
    path("", include((events, "events"))),
    path("", include((industry, "industry"))),
    path("", include("media.urls")),
    path("", include("ticketing.urls")),
    path("", include("feedback.urls")),
    path("", include("production.urls")),
    path("", include("sponsorship.urls")),
    path("", include("vendors.urls")),
    path("account/", include("accounts.urls")),
    path("account/notifications/", include("communications.inbox_urls")),
    path("staff/", include("staffing.urls")),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("uploads/", include("fashionista.common.picture_views")),
    path("healthz", health.health, name="health"),
    path("admin/", admin.site.urls),
]
if settings.MAIL_DIR:
    urlpatterns.append(path("dev/mail/", include("communications.urls")))
