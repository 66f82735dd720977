from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from fashionista.common.admin import PortalAdmin, by_rule, only_admins

from .forms import CollectionForm, DesignerForm, FashionModelForm
from .models import Collection, Designer, FashionModel
from .permissions import (
    can_browse,
    can_change_collection,
    can_change_profile,
    can_keep_collections,
    can_see_figures,
    designer_of,
    may_join,
)
from .showing import archive_collection, publish_collection, reopen_collection


class ProfileAdmin(PortalAdmin):
    """One row a person: theirs to change, and of the rest what the public sees."""

    view_if = staticmethod(can_browse)
    delete_if = staticmethod(only_admins)
    autocomplete_fields = ["user"]
    private = ()

    def may_change(self, user, row):
        return can_change_profile(user, row)

    def has_add_permission(self, request, obj=None):
        return may_join(request.user, self.model)

    def get_fields(self, request, obj=None):
        """Whose row it is, an admin says; what is private, the public's eyes do not get."""
        hidden = set() if only_admins(request.user) else {"user"}
        if obj is not None and not can_see_figures(request.user, obj):
            hidden |= set(self.private)
        return [name for name in self.fields if name not in hidden]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_model(self, request, obj, form, change):
        if not change and not only_admins(request.user):
            obj.user = request.user
        super().save_model(request, obj, form, change)


@admin.register(Designer)
class DesignerAdmin(ProfileAdmin):
    form = DesignerForm
    list_display = ["brand_name", "slug", "experience_level"]
    list_filter = ["experience_level"]
    search_fields = ["brand_name"]
    prepopulated_fields = {"slug": ["brand_name"]}
    fields = [
        "user", "brand_name", "slug", "based_in", "biography", "portrait", "portfolio_url",
        "specialties", "experience_level", "achievements", "shows_achievements",
    ]  # fmt: skip
    private = ["achievements"]
    ordering = ["brand_name"]


@admin.register(FashionModel)
class FashionModelAdmin(ProfileAdmin):
    form = FashionModelForm
    list_display = ["display_name", "is_listed", "experience_level"]
    list_filter = ["is_listed", "experience_level"]
    search_fields = ["display_name"]
    prepopulated_fields = {"slug": ["display_name"]}
    fields = [
        "user", "display_name", "slug", "is_listed", "based_in", "biography", "portrait", "images",
        "portfolio_url", "experience_level", "height", "measurements", "availability",
    ]  # fmt: skip
    private = ["height", "measurements", "availability"]
    ordering = ["display_name"]


@admin.register(Collection)
class CollectionAdmin(PortalAdmin):
    form = CollectionForm
    view_if = staticmethod(can_browse)
    add_if = change_if = delete_if = staticmethod(can_keep_collections)
    list_display = ["name", "designer", "season", "year", "status", "published_at"]
    list_filter = ["status", "season"]
    list_select_related = ["designer"]
    search_fields = ["name", "designer__brand_name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["designer"]
    fields = [
        "designer", "name", "slug", "season", "year", "description", "images", "status",
        "published_at",
    ]  # fmt: skip
    readonly_fields = ["status", "published_at"]
    ordering = ["-year", "name"]
    actions = [
        by_rule(publish_collection, _("Publish")),
        by_rule(archive_collection, _("Archive")),
        by_rule(reopen_collection, _("Show again")),
    ]

    def get_model_perms(self, request):
        """For the desk's index, which every page asks for: without a query."""
        may = only_admins(request.user) or request.user.user_type == "designer"
        return {"view": True} | dict.fromkeys(["add", "change", "delete"], may)

    def may_change(self, user, row):
        return can_change_collection(user, row)

    def may_delete(self, user, row):
        """What was shown once is a record; an admin may still."""
        draft = row.status == Collection.Status.DRAFT
        return only_admins(user) or (draft and self.may_change(user, row))

    def get_autocomplete_fields(self, request):
        return super().get_autocomplete_fields(request) if only_admins(request.user) else []

    def get_prepopulated_fields(self, request, obj=None):
        may = self.has_change_permission(request, obj)
        return {} if obj or not may else super().get_prepopulated_fields(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A designer shows under their own brand."""
        if db_field.name == "designer" and not only_admins(request.user):
            kwargs["queryset"] = Designer.objects.filter(user=request.user)
            kwargs["initial"] = designer_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
