from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashionista.common import throttle
from fashionista.common.errors import DomainError
from fashionista.common.languages import choose_in, language_in_use, without_language

from . import registration
from .forms import LoginForm, NewPasswordForm, PasswordForm, ProfileForm, ResetForm, SignUpForm
from .home_links import links_for

SIGNED_UP = "signed_up"  # in the session: the account this browser opened
GOES_ON = "goes_on"  # ... and where it was on the way to


def _next(request):
    """Where to go after signing in: a path of ours, else the account page."""
    target = request.POST.get("next") or request.GET.get("next", "")
    return target if _is_ours(request, target) else ""


def _is_ours(request, address):
    return "/" in address and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def _form_page(request, template, form, **context):
    status = 422 if form.errors else 200
    return render(
        request, template, {"form": form, "next": _next(request)} | context, status=status
    )


def _throttled(request, name, email):
    """Counts a try by address and by machine; the machine has more, for offices behind one."""
    throttle.hit(name, email, limit=10, seconds=900)
    throttle.hit(f"{name} from", throttle.client_address(request), limit=60, seconds=900)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request):
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            _throttled(request, "login", email)
        except throttle.Throttled as refusal:
            form.add_error(None, refusal.sentence)
            return _form_page(request, "accounts/login.html", form)
        user = authenticate(request, username=email, password=form.cleaned_data["password"])
        if user is not None:
            login(request, user)
            answer = redirect(_next(request) or resolve_url("accounts:home"))
            if user.language:
                choose_in(answer, user.language)
            return answer
        form.add_error(
            None,
            _("Address and password do not fit. A new account needs its address confirmed first."),
        )
    return _form_page(request, "accounts/login.html", form)


@require_POST
def set_language(request):
    """The switch at the foot of each page. Whoever is signed in finds the choice elsewhere too."""
    page = without_language(request.POST.get("page") or request.headers.get("Referer", ""))
    answer = redirect(page if _is_ours(request, page) else "home")
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        choose_in(answer, language)
        if request.user.is_authenticated:
            registration.remember_language(request.user, language)
    return answer


@require_POST
def log_out(request):
    logout(request)
    return redirect("home")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request):
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _throttled(request, "signup", form.cleaned_data["email"])
        except throttle.Throttled as refusal:
            form.add_error(None, refusal.sentence)
            return _form_page(request, "accounts/signup.html", form)
        user = registration.sign_up(**form.cleaned_data, language=language_in_use())
        request.session[SIGNED_UP] = str(user.pk) if user else ""
        request.session[GOES_ON] = _next(request)
        return render(request, "accounts/check_mail.html")
    return _form_page(request, "accounts/signup.html", form)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request, token):
    """A link in a mail asks first: mail scanners follow links, but press no buttons."""
    try:
        user_id = registration.read_verification(token)
    except registration.LinkExpired:
        return render(request, "accounts/verify_failed.html", status=410)
    same_browser = request.session.get(SIGNED_UP) == user_id
    form = None if same_browser else PasswordForm(request.POST or None)
    if request.method == "POST" and (same_browser or form.is_valid()):
        try:
            if not same_browser:
                throttle.hit("verify", user_id, limit=10, seconds=900)
            password = None if same_browser else form.cleaned_data["password"]
            registration.confirm_address(user_id, password=password, at=timezone.now())
        except registration.LinkExpired:
            return render(request, "accounts/verify_failed.html", status=410)
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Your address is confirmed. Sign in and you are there."))
            goes_on = request.session.pop(GOES_ON, "")
            return redirect_to_login(goes_on) if goes_on else redirect("accounts:login")
    status = 422 if form and form.errors else 200
    return render(request, "accounts/verify_confirm.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request):
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _throttled(request, "reset", form.cleaned_data["email"])
        except throttle.Throttled as refusal:
            form.add_error(None, refusal.sentence)
            return _form_page(request, "accounts/reset.html", form)
        registration.ask_for_reset(form.cleaned_data["email"])
        return render(request, "accounts/check_mail.html")
    return _form_page(request, "accounts/reset.html", form)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset_confirm(request, token):
    try:
        registration.read_reset(token)
        form = NewPasswordForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            registration.set_new_password(token, form.cleaned_data["password"], at=timezone.now())
            messages.success(request, _("Your new password is set. Sign in with it."))
            return redirect("accounts:login")
    except registration.LinkExpired:
        return render(request, "accounts/reset_failed.html", status=410)
    return _form_page(request, "accounts/reset_confirm.html", form)


@never_cache
@require_safe
@login_required
def home(request):
    return render(request, "accounts/home.html", {"links": links_for(request.user)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return _form_page(request, "accounts/profile.html", form)
