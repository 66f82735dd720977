from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.access import PERMISSIONS
from events.clocks import on_the_wall
from events.list_filters import EventFilter
from fashionista.common.admin import PortalAdmin, PortalInline, by_rule, nobody, only_admins
from fashionista.common.list_filters import period
from fashionista.common.shapes import LinesField

from .admin_board import BoardPage
from .admin_bulk import BulkPages
from .admin_crew import CrewPages
from .admin_joining import BooksAdmin
from .admin_planning import CoveragePage
from .admin_swaps import SwapsPage
from .models import Shift, ShiftTemplate, StaffAssignment, StaffMember, StaffRate, StaffRole
from .permissions import can_keep, can_plan_staff, can_see_rates
from .rostering import (
    cancel_assignment,
    change_shift,
    complete_assignment,
    deactivate_staff,
    offer_shift,
    reactivate_staff,
    withdraw_offer,
)
from .shapes import AwayField, CertificationsField


class RoleForm(forms.ModelForm):
    permissions = forms.MultipleChoiceField(
        label=_("permissions"),
        choices=[(name, name) for name in PERMISSIONS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    requirements = LinesField(
        label=_("certificates it asks for"), required=False, help_text=_("One on each line.")
    )


class MemberForm(forms.ModelForm):
    skills = LinesField(
        label=_("skills"),
        required=False,
        help_text=_("One on each line. Who has a role’s name among them can be asked for it."),
    )
    certifications = CertificationsField(
        label=_("certificates"),
        help_text=_("One on each line, with the day it is good until: First aid, 2027-05-01."),
    )
    availability = AwayField(
        label=_("days away"), help_text=_("One on each line: 2027-03-01 – 2027-03-05.")
    )


@admin.register(StaffRole)
class StaffRoleAdmin(PortalAdmin):
    view_if = staticmethod(can_plan_staff)
    add_if = change_if = delete_if = staticmethod(only_admins)
    form = RoleForm
    list_display = ["name", "description", "permissions"]
    search_fields = ["name"]
    fields = ["name", "description", "permissions", "requirements"]
    ordering = ["name"]


class RateForm(forms.ModelForm):
    """A rate is typed as money and kept sealed."""

    per_hour = forms.DecimalField(label=_("an hour"), min_value=0, max_digits=10, decimal_places=4)

    class Meta:
        model = StaffRate
        fields = ["since", "currency"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.hourly:
            self.initial["per_hour"] = self.instance.amount

    def _post_clean(self):
        super()._post_clean()
        amount = self.cleaned_data.get("per_hour")
        if amount is None or "currency" in self.errors:
            return
        try:
            self.instance.amount = amount
        except ValidationError as error:
            self.add_error(None if hasattr(error, "error_dict") else "per_hour", error)

    def save(self, commit=True):
        if "per_hour" in self.changed_data:
            self.changed_data.append("hourly")  # so that a change of it alone is written
        return super().save(commit)


class RateInline(PortalInline):
    model = StaffRate
    form = RateForm
    view_if = staticmethod(can_see_rates)
    fields = ["since", "currency", "per_hour"]
    ordering = ["currency", "-since"]


@admin.register(StaffMember)
class StaffMemberAdmin(BooksAdmin):
    view_if = staticmethod(can_plan_staff)
    add_if = staticmethod(only_admins)
    list_display = ["name", "role", "status"]
    list_filter = ["status", "role"]
    list_select_related = ["user", "role"]
    search_fields = ["role__name"]
    autocomplete_fields = ["organizer", "user", "role"]
    form = MemberForm
    fields = ["organizer", "user", "role", "status", "skills", "certifications", "availability"]
    readonly_fields = ["status"]
    inlines = [RateInline]
    actions = [
        by_rule(deactivate_staff, _("Take off the books")),
        by_rule(reactivate_staff, _("Put back on the books")),
    ]

    @admin.display(description=_("name"))
    def name(self, member):
        return member.user.full_name

    def may_change(self, user, row):
        return can_keep(user, row)

    def get_inlines(self, request, obj):
        """A rate is of somebody who is on the books already."""
        return super().get_inlines(request, obj) if obj else []

    def get_readonly_fields(self, request, obj=None):
        fixed = [] if only_admins(request.user) else ["organizer", "user"]
        return [*self.readonly_fields, *fixed]


class AssignmentInline(PortalInline):
    """Whoever is added here is asked; what becomes of it, rules write."""

    model = StaffAssignment
    change_if = delete_if = staticmethod(nobody)
    fields = ["staff", "role", "status"]
    readonly_fields = ["status"]
    autocomplete_fields = ["staff", "role"]
    view_if = staticmethod(can_plan_staff)


@admin.register(Shift)
class ShiftAdmin(CoveragePage, BoardPage, BulkPages, CrewPages, SwapsPage):
    view_if = staticmethod(can_plan_staff)
    list_display = ["event", "name", "starts", "ends", "role", "required_staff"]
    list_filter = [EventFilter, period("start_time")]
    date_hierarchy = "start_time"
    list_select_related = ["event__venue", "role"]
    search_fields = ["event__title", "name"]
    autocomplete_fields = ["event", "role"]
    fields = ["event", "name", "start_time", "end_time", "role", "required_staff", "notes"]
    ordering = ["-start_time"]
    inlines = [AssignmentInline]

    @admin.display(description=_("starts"), ordering="start_time")
    def starts(self, shift):
        return on_the_wall(shift.start_time, shift.event)

    @admin.display(description=_("ends"), ordering="end_time")
    def ends(self, shift):
        return on_the_wall(shift.end_time, shift.event)

    def save_model(self, request, obj, form, change):
        if change:
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            change_shift(obj, changes, by=request.user, at=timezone.now())
        else:
            super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for new in formset.save(commit=False):
            now = timezone.now()
            offer_shift(form.instance, new.staff, role=new.role, by=request.user, at=now)


@admin.register(ShiftTemplate)
class ShiftTemplateAdmin(PortalAdmin):
    """Their shifts are filled in where they are used."""

    view_if = staticmethod(can_plan_staff)
    add_if = staticmethod(nobody)
    list_display = ["name"]
    search_fields = ["name"]
    fields = ["name"]
    ordering = ["name"]


@admin.register(StaffAssignment)
class StaffAssignmentAdmin(PortalAdmin):
    view_if = staticmethod(can_plan_staff)
    add_if = staticmethod(nobody)
    delete_if = staticmethod(only_admins)
    list_display = ["name", "event", "shift", "role", "status"]
    list_filter = ["status", EventFilter]
    search_fields = ["event__title", "role__name"]
    search_names = ["staff__user__full_name"]
    search_help_text = _("By event or role; inside one event by a part of the name")
    list_select_related = ["staff__user", "event", "shift", "role"]
    autocomplete_fields = ["role"]
    fields = ["event", "shift", "staff", "role", "status", "notes"]
    readonly_fields = ["event", "shift", "staff", "status"]
    actions = [
        by_rule(withdraw_offer, _("Take back the offer")),
        by_rule(cancel_assignment, _("Take off the shift")),
        by_rule(complete_assignment, _("Note as worked")),
    ]

    @admin.display(description=_("name"))
    def name(self, assignment):
        return assignment.staff.user.full_name
