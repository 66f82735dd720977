from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("signup/", views.sign_up, name="signup"),
    path("verify/<str:token>/", views.verify, name="verify"),
    path("reset/", views.reset, name="reset"),
    path("reset/<str:token>/", views.reset_confirm, name="reset_confirm"),
    path("language/", views.set_language, name="set_language"),
    path("profile/", views.profile, name="profile"),
]
