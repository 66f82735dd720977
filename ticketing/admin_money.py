"""Pages about money at the desk: the payment doctor, and how organizers are paid."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.access import OfMyHouses
from events.models import OrganizerProfile
from fashionista.common.admin import ReadOnlyAdmin, only_admins, politely
from fashionista.common.errors import DomainError
from fashionista.common.lifecycle import NotFromHere

from .doctor import REPAIRS, findings
from .exceptions import NoStatement
from .forms_money import RepairForm, SettleForm, StatementForm, WaysForm
from .gateways.addresses import address
from .matching import SETTLING, import_statement, proposals
from .models import BankTransaction
from .statements import LARGEST
from .ways import agree


def my_profiles(user):
    profiles = OrganizerProfile.objects.order_by("public_name")
    return profiles if only_admins(user) else profiles.filter(OfMyHouses("user_id", "finance"))


class MoneyPages(ReadOnlyAdmin):
    """For the admin of payments."""

    change_list_template = "admin/ticketing/payment_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("doctor/", view(self.doctor), name="ticketing_payment_doctor"),
            path("statements/", view(self.statements), name="ticketing_payment_statements"),
            path("ways/", view(self.ways), name="ticketing_payment_ways"),
            path("ways/<uuid:profile_id>/", view(self.ways_of), name="ticketing_payment_ways_of"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        books = my_profiles(request.user).exists()
        return super().changelist_view(request, (extra_context or {}) | {"keeps_books": books})

    def _answer(self, request, template, title, context):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/ticketing/{template}.html", context)

    @politely
    def doctor(self, request):
        now = timezone.now()
        found = findings(request.user, at=now)
        if request.method == "POST":
            self._repair(request, found, now)
            return redirect("admin:ticketing_payment_doctor")
        unmatched = self._money_of(request.user).filter(status=BankTransaction.Status.OPEN).count()
        context = {
            "findings": found,
            "unmatched": unmatched,
            "is_well": not any(each.cases for each in found),
        }
        return self._answer(request, "doctor", _("Payment doctor"), context)

    def _repair(self, request, found, now):
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = RepairForm(request.POST)
        if not form.is_valid():
            raise NotFromHere
        name, because = form.cleaned_data["repair"], form.cleaned_data["because"]
        (cases,) = [each.cases for each in found if each.name == name]
        for case in cases:
            if case.row.pk == form.cleaned_data["row"]:
                REPAIRS[name](case.row, because=because, by=request.user, at=now)
                messages.success(request, _("Done."))
                return
        raise NotFromHere

    @politely
    def statements(self, request):
        """Import what the bank says, and say row by row what it is for."""
        profiles, now = my_profiles(request.user), timezone.now()
        if not profiles.exists():
            raise PermissionDenied
        form = StatementForm(profiles=profiles)
        if request.method == "POST" and "settle" in request.POST:
            self._settle(request, now)
            return redirect(request.path)
        if request.method == "POST":
            form = StatementForm(request.POST, request.FILES, profiles=profiles)
            if form.is_valid() and (done := self._import(request, form, now)):
                return done
        context = {"form": form, "proposals": proposals(self._money_of(request.user))}
        return self._answer(request, "statements", _("Bank statements"), context)

    def _money_of(self, user):
        money = BankTransaction.objects.all()
        return money if only_admins(user) else money.filter(OfMyHouses("organizer_id", "finance"))

    def _import(self, request, form, now):
        file = form.cleaned_data["file"]
        try:
            new = import_statement(
                file.read(LARGEST + 1),
                organizer_id=form.cleaned_data["organizer"].user_id,
                currency=form.cleaned_data["currency"],
                by=request.user,
                at=now,
            )
        except NoStatement as refusal:
            form.add_error("file", refusal.sentence)
            return None
        words = ngettext("%(n)s payment is new.", "%(n)s payments are new.", new) % {"n": new}
        messages.success(request, words)
        return redirect(request.path)

    def _settle(self, request, now):
        form = SettleForm(request.POST)
        if not form.is_valid():
            raise NotFromHere
        money = self._money_of(request.user).filter(pk=form.cleaned_data["row"]).first()
        if money is None:
            raise NotFromHere
        SETTLING[form.cleaned_data["settle"]](money, by=request.user, at=now)
        messages.success(request, _("Done."))

    def ways(self, request):
        profiles = list(my_profiles(request.user)[:100])
        if len(profiles) == 1:
            return redirect("admin:ticketing_payment_ways_of", profiles[0].pk)
        return self._answer(request, "ways", _("Ways to be paid"), {"profiles": profiles})

    def ways_of(self, request, profile_id):
        profile = my_profiles(request.user).filter(pk=profile_id).first()
        if profile is None:
            raise Http404
        posted = request.POST if request.method == "POST" else None
        form = WaysForm(posted, agreed=profile.gateway_credentials)
        if posted is not None and form.is_valid() and self.has_view_permission(request):
            try:
                agree(
                    profile,
                    stripe=form.agreed_with_stripe(),
                    transfer=form.account(),
                    by=request.user,
                    at=timezone.now(),
                )
                messages.success(request, _("Kept. Buyers are offered these ways from now on."))
                return redirect(request.path)
            except DomainError as refusal:
                form.add_error(None, refusal.sentence)
        context = {
            "form": form,
            "profile": profile,
            "webhook": address("organizer_webhook", "stripe", profile.slug),
        }
        title = _("Ways to be paid: %(name)s") % {"name": profile}
        return self._answer(request, "ways_of", title, context)


def ways_address(profile, user):
    return reverse("admin:ticketing_payment_ways_of", args=[profile.pk])
