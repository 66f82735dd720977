from django.urls import path

from . import views

app_name = "dev_mail"
urlpatterns = [
    path("", views.mail_list, name="list"),
    path("<slug:name>/", views.mail_detail, name="message"),
    path("<slug:name>/<int:number>/", views.mail_file, name="file"),
]
