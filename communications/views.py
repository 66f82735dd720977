"""The mail of a run without a mail server, for whoever tries the portal. Absent in production."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import mailbox


def _mail(name):
    try:
        return mailbox.read(name)
    except FileNotFoundError as error:
        raise Http404 from error


@never_cache
@require_safe
def mail_list(request):
    return render(request, "dev_mail/mail_list.html", {"mails": mailbox.newest()})


@never_cache
@require_safe
def mail_detail(request, name):
    mail = _mail(name)
    attachments = [
        {"name": file, "url": reverse("dev_mail:picture", args=[name, at]), "is_image": True}
        for at, (file, _content) in enumerate(mail.pictures)
    ]
    return render(request, "dev_mail/mail_detail.html", {"mail": mail, "attachments": attachments})


@never_cache
@require_safe
def mail_picture(request, name, number):
    pictures = _mail(name).pictures
    if number >= len(pictures):
        raise Http404
    return HttpResponse(pictures[number][1], content_type="image/png")
