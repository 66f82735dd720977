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
        {
            "name": file.name,
            "url": reverse("dev_mail:file", args=[name, at]),
            "is_image": file.mime_type.startswith("image/"),
        }
        for at, file in enumerate(mail.files)
    ]
    return render(request, "dev_mail/mail_detail.html", {"mail": mail, "attachments": attachments})


@never_cache
@require_safe
def mail_file(request, name, number):
    files = _mail(name).files
    if number >= len(files):
        raise Http404
    return HttpResponse(files[number].content, content_type=files[number].mime_type)
