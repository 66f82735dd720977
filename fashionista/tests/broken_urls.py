"""The portal's addresses, and some that go wrong: for `test_errors`."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.urls import path

from fashionista.urls import urlpatterns as portal


def fails_with(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    *portal,
    path("broken/500/", fails_with(ZeroDivisionError("a secret of the code"))),
    path("broken/400/", fails_with(SuspiciousOperation("a secret of the code"))),
    path("broken/403/", fails_with(PermissionDenied("a secret of the code"))),
    path("broken/form/", lambda request: HttpResponse(str(len(request.POST)))),
]
