"""
The base of every admin page: the policies decide about rows, this only stays polite about it.

    class OrderAdmin(PortalAdmin):
        view_if = staticmethod(can_view_orders)       # who the page is for at all
        change_if = staticmethod(nobody)
        actions = [by_rule(resend_tickets, _("Mail the tickets again"))]

Upper apps add to lower pages by `extend`, an inline of ticket types on the page of an event, and by
`link`, the way to a page about it.
"""

from collections import Counter
from functools import wraps

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import AdminSplitDateTime, AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .audit import history
from .changelist import BoundedPaginator, PortalChangeList
from .changes import in_words
from .deletion import consequences_of
from .errors import DomainError
from .exporting import by_format
from .identity import is_refusal
from .models import Export
from .readonly import ReadonlyField
from .searching import SearchingAdmin

extra_inlines, extra_links = {}, {}
EXPORTS = [
    by_format(Export.Format.CSV, gettext_lazy("Export as CSV")),
    by_format(Export.Format.XLSX, gettext_lazy("Export as XLSX")),
]


def extend(model, *inlines):
    """Put inlines of an upper app on the admin page of a lower app's model."""
    extra_inlines.setdefault(model, []).extend(inlines)


def link(model, words, address, *, first=False):
    """
    Put a link on the admin page of a row: `address(row, user)` says where to, or None.

    The words may be a function of the row too. `first` comes before those of other apps.
    """
    links = extra_links.setdefault(model, [])
    links.insert(0 if first else len(links), (words, address))


def nobody(user):
    return False


def only_admins(user):
    return user.is_active and user.user_type == "admin"


def rendered(answer):
    """Rendered now, while who acts, what fails and the clock are as the page needs them."""
    return answer.render() if isinstance(answer, TemplateResponse) else answer


def politely(view):
    """What the database or a rule refuses becomes a message on the page, and nothing is kept."""

    @wraps(view)
    def polite(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return rendered(view(self, request, *args, **kwargs))
        except DomainError as refusal:
            messages.error(request, refusal.sentence)
        except IntegrityError:
            messages.error(request, _("Other records depend on this, so nothing was changed."))
        except ValidationError:  # Django's own answer to keys that are none, in links and actions
            if not (request.POST or request.GET):
                raise
            messages.error(request, _("That held something unreadable, so nothing was changed."))
        except Exception as error:
            if not (isinstance(error, PermissionDenied) or is_refusal(error)):
                raise
            if request.method != "POST":
                raise PermissionDenied from error
            messages.error(request, _("You may not do this, so nothing was changed."))
        return redirect(request.path)

    return polite


def by_rule(rule, description, *, allowed=None, named=str):
    """
    An admin action that calls a rule for each chosen row and tells of each refusal.

    The rule takes the row and, by keyword, `by` and `at`. `allowed(user, row)` asks first where
    the rule acts for the system; `named(row)` is what the row is called where it is refused.
    """

    @admin.action(description=description)
    def action(modeladmin, request, queryset):
        done = 0
        for row in queryset:
            try:
                if allowed is not None and not allowed(request.user, row):
                    raise PermissionDenied
                rule(row, by=request.user, at=timezone.now())
                done += 1
            except DomainError as refusal:
                messages.error(request, f"{named(row)}: {refusal.sentence}")
            except PermissionDenied:
                words = _("%(row)s: you may not do this.") % {"row": named(row)}
                messages.error(request, words)
        if done:
            text = ngettext("Done for %(n)s row.", "Done for %(n)s rows.", done) % {"n": done}
            messages.success(request, f"{description}: {text}")

    action.__name__ = rule.__name__
    return action


class NamedSplitDateTime(AdminSplitDateTime):
    """Django's two fields, each with a name that is read out."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        date, time = self.widgets
        date.attrs["aria-label"], time.attrs["aria-label"] = (
            gettext_lazy("Date"),
            gettext_lazy("Time"),
        )


class TimesMixin:
    """Whoever types a time reads beside it whose clock it is on."""

    formfield_overrides = {
        models.DateTimeField: {
            "form_class": forms.SplitDateTimeField,
            "widget": NamedSplitDateTime,
        },
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.DateTimeField):
            zone = timezone.get_current_timezone_name()
            kwargs["help_text"] = _("%(zone)s time") % {"zone": zone}
        return super().formfield_for_dbfield(db_field, request, **kwargs)


helpers.AdminReadonlyField = ReadonlyField  # Django's forms know no other way to be told


class RoleMixin:
    """For whom this page is, and what they may do there. Which rows, the policies know."""

    view_if = staticmethod(only_admins)
    add_if = change_if = delete_if = None  # None: whoever views

    def _allowed(self, question, request):
        return request.user.is_active and (question or self.view_if)(request.user)

    def has_view_permission(self, request, obj=None):
        return self._allowed(self.view_if, request)

    def has_module_permission(self, request):
        return self._allowed(self.view_if, request)

    def has_add_permission(self, request, obj=None):
        return self._allowed(self.add_if, request)

    def has_change_permission(self, request, obj=None):
        allowed = self._allowed(self.change_if, request)
        return allowed and (obj is None or self.may_change(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        allowed = self._allowed(self.delete_if, request)
        return allowed and (obj is None or self.may_delete(request.user, obj))

    def may_change(self, user, row):
        """Which of the rows one sees may be changed. An inline is asked about its parent."""
        return True

    def may_delete(self, user, row):
        return self.may_change(user, row)


def save_changes(form):
    """
    Write what a form has changed, and nothing else of its row.

    What a rule writes meanwhile, a status, stays so; and a row whose keys are not written is not
    locked against those that point to it, such as the orders of an event.
    """
    row, touched = form.save(commit=False), set(form.changed_data)
    fields = [
        field.name
        for field in row._meta.local_fields
        if field.name in touched
        or getattr(field, "source", "") in touched  # a blind index follows its field
        or getattr(field, "auto_now", False)
    ]
    row.save(update_fields=fields)
    return row


class KnownSelect(AutocompleteSelect):
    """An autocomplete that is told what is chosen, and need not ask for it row by row."""

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or list(value) != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        options = [self.create_option(name, self.known.pk, str(self.known), True, 0)]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class ChangesFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnownSelect) and name in form.instance._state.fields_cache:
                widget.known = form.instance._state.fields_cache[name]

    def save_existing(self, form, obj, commit=True):
        return save_changes(form) if commit else super().save_existing(form, obj, commit)


class PortalInline(RoleMixin, TimesMixin, admin.TabularInline):
    template = "admin/portal_tabular.html"
    formset = ChangesFormSet
    extra = 0
    show_change_link = True

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(*self.autocomplete_fields) if self.autocomplete_fields else rows

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.request = request  # for ReadonlyField
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PortalAdmin(RoleMixin, TimesMixin, SearchingAdmin):
    ordering = ["pk"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would be counted, among all rows there are
    paginator = BoundedPaginator
    new_page = ""  # the name of one that makes a row in fewer words than the whole form
    change_list_template = "admin/portal_change_list.html"
    change_form_template = "admin/portal_change_form.html"
    delete_confirmation_template = "admin/portal_delete.html"
    changelist_view = politely(admin.ModelAdmin.changelist_view)
    delete_view = politely(admin.ModelAdmin.delete_view)

    def get_changelist(self, request, **kwargs):
        return PortalChangeList

    def sees_all(self, request):
        """Whether the table holds no more than this person sees of it: counts may be estimates."""
        return only_admins(request.user)

    def is_inside_one(self, request):
        """Whether the list is that of one event, or of whatever else a filter narrows it to."""
        return any(
            request.GET.get(name)
            for each in self.get_list_filter(request)
            if getattr(each, "narrows", False)
            for name in each.names
        )

    def clock_of(self, request, object_id):
        """The time zone that a form's times are shown and typed in; None for UTC."""

    def get_form(self, request, *args, **kwargs):
        form = super().get_form(request, *args, **kwargs)
        form.request = request  # for ReadonlyField
        return form

    @politely
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with timezone.override(self.clock_of(request, object_id)):
            return rendered(super().changeform_view(request, object_id, form_url, extra_context))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        offered = extra_links.get(self.model, []) if obj else []
        links = [(words, address(obj, request.user)) for words, address in offered]
        context["portal_links"] = [
            (words(obj) if callable(words) else words, where) for words, where in links if where
        ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if change:
            save_changes(form)
        else:
            super().save_model(request, obj, form, change)

    def get_inlines(self, request, obj):
        return [*super().get_inlines(request, obj), *extra_inlines.get(self.model, [])]

    def get_actions(self, request):
        """Rows are deleted one by one, on a page that shows what goes with them."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        if IS_POPUP_VAR in request.GET:
            return actions
        return actions | {action.__name__: (action, action.__name__, action.short_description)
                          for action in EXPORTS}  # fmt: skip

    def get_deleted_objects(self, objs, request):
        """Numbers for each table: Django's own loads and names each row."""
        [row] = objs
        going, refused, keeping = Counter(), set(), Counter()
        for each in consequences_of(row):
            names = each.model._meta
            numbers = keeping if each.keeps else going
            numbers[names.verbose_name_plural] += each.count
            if not (each.keeps or self._may_go(request, each)):
                refused.add(names.verbose_name)
        if keeping:
            refused.clear()  # more rights would not help
        return [], going, refused, [f"{capfirst(name)}: {n}" for name, n in keeping.items()]

    def _may_go(self, request, consequence):
        """Whether the page of these rows, if they have one, would let each be deleted."""
        if not self.admin_site.is_registered(consequence.model):
            return True
        page = self.admin_site.get_model_admin(consequence.model)
        asked = type(page).may_change, type(page).may_delete
        if asked == (RoleMixin.may_change, RoleMixin.may_delete):  # the same for each row
            return page.has_delete_permission(request)
        return all(page.has_delete_permission(request, row) for row in consequence.rows)

    def delete_model(self, request, obj):
        deleted, _by_model = obj.delete()
        if not deleted:
            raise PermissionDenied

    # One history, the database's: Django's own keeps str(obj), and with it names, in clear.
    def log_addition(self, *args):
        pass

    log_change = log_deletions = log_addition

    @politely
    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        instance = self.get_object(request, object_id)
        if instance is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        with timezone.override(self.clock_of(request, object_id)):
            context = self.admin_site.each_context(request) | {
                "title": _("History of %(thing)s") % {"thing": instance},
                "changes": in_words(history(instance)),
                "zone": timezone.get_current_timezone_name(),
                "opts": self.opts,
                "object": instance,
            }
            return rendered(TemplateResponse(request, "admin/portal_history.html", context))


class ReadOnlyAdmin(PortalAdmin):
    """What is written by rules only."""

    add_if = change_if = delete_if = staticmethod(nobody)


class ReadOnlyInline(PortalInline):
    add_if = change_if = delete_if = staticmethod(nobody)
    can_delete = False
