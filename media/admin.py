from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.access import AtMyEvents
from events.clocks import VenueTimeAdmin
from events.list_filters import EventFilter
from fashionista.common.admin import (
    PortalAdmin,
    PortalInline,
    by_rule,
    nobody,
    only_admins,
    politely,
)
from fashionista.common.errors import DomainError
from fashionista.common.list_filters import period
from fashionista.common.templatetags.portal import picture

from .forms import UploadForm
from .models import (
    AssetCategory,
    AssetCategoryAssignment,
    AssetPermission,
    GalleryAsset,
    MediaAsset,
    MediaGallery,
)
from .permissions import can_keep_media
from .publishing import archive_gallery, publish_gallery
from .uploading import upload_picture


def kept_by(user, rows, asset=""):
    """What this person keeps: not what rivals have published, nor what was shared with them."""
    if only_admins(user):
        return rows
    own = Q(**{f"{asset}event": None, f"{asset}uploaded_by": user})
    return rows.filter(own | Q(AtMyEvents(f"{asset}event", "media")))


@admin.register(AssetCategory)
class AssetCategoryAdmin(PortalAdmin):
    view_if = staticmethod(can_keep_media)
    add_if = change_if = delete_if = staticmethod(only_admins)
    list_display = ["name", "parent", "description"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent"]
    fields = ["name", "parent", "description"]
    ordering = ["name"]


class CategoryInline(PortalInline):
    model = AssetCategoryAssignment
    fields = ["category"]
    autocomplete_fields = ["category"]
    view_if = staticmethod(can_keep_media)
    change_if = staticmethod(nobody)
    show_change_link = False


@admin.register(MediaAsset)
class MediaAssetAdmin(PortalAdmin):
    """Assets are added by uploads, several at once; then they are described and sorted."""

    view_if = staticmethod(can_keep_media)
    list_display = ["thumbnail", "type", "event", "alt_text", "weight", "created_at"]
    list_filter = ["type", EventFilter, period("created_at")]
    list_select_related = ["event"]
    search_fields = ["url", "alt_text", "event__title"]
    fields = [
        "thumbnail", "event", "type", "url", "filename", "mime_type", "weight", "pixels",
        "duration", "alt_text", "uploaded_by", "created_at",
    ]  # fmt: skip
    readonly_fields = [field for field in fields if field != "alt_text"]
    ordering = ["-created_at"]
    inlines = [CategoryInline]

    @admin.display(description=_("picture"))
    def thumbnail(self, asset):
        words = asset.alt_text or _("Not described yet")
        return picture(asset.picture, sizes="6rem", alt=words, css="thumb") or asset.url

    @admin.display(description=_("weight"), ordering="file_size")
    def weight(self, asset):
        return filesizeformat(asset.file_size)

    @admin.display(description=_("width and height"))
    def pixels(self, asset):
        return "{width} × {height}".format(**asset.dimensions) if asset.dimensions else ""

    def get_queryset(self, request):
        return kept_by(request.user, super().get_queryset(request))

    @politely
    def add_view(self, request, form_url="", extra_context=None):
        """Each file by the rule; one that is refused does not stop the others."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
        if form.is_valid():
            event, gallery = form.cleaned_data["event"], form.cleaned_data["gallery"]
            for file in form.cleaned_data["files"]:
                try:
                    upload_picture(
                        event, file=file, gallery=gallery, by=request.user, at=timezone.now()
                    )
                except DomainError as refusal:
                    messages.error(request, f"{file.name}: {refusal.sentence}")
                else:
                    messages.success(request, _("%(file)s is in.") % {"file": file.name})
            return redirect("admin:media_mediaasset_changelist")
        context = self.admin_site.each_context(request) | {
            "title": _("Upload pictures"),
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/media/upload.html", context)


@admin.register(AssetPermission)
class AssetPermissionAdmin(PortalAdmin):
    view_if = staticmethod(can_keep_media)
    list_display = ["asset", "name", "permission_type", "granted_at", "expires_at"]
    list_filter = ["permission_type"]
    list_select_related = ["asset"]
    search_fields = ["asset__url"]
    autocomplete_fields = ["asset", "user"]
    fields = ["asset", "user", "permission_type", "expires_at", "granted_by", "granted_at"]
    readonly_fields = ["granted_by", "granted_at"]
    ordering = ["-granted_at"]

    @admin.display(description=_("person"))
    def name(self, permission):
        """Who gave the right knows the person; who keeps the asset need not."""
        person = getattr(permission, "user", None)
        return person.full_name if person else permission.user_id

    def get_queryset(self, request):
        permissions = super().get_queryset(request).prefetch_related("user")
        return kept_by(request.user, permissions, asset="asset__")

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *(["asset", "user", "permission_type"] if obj else [])]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.granted_by = request.user
        super().save_model(request, obj, form, change)


class EntryInline(PortalInline):
    model = GalleryAsset
    fields = ["position", "asset", "caption"]
    autocomplete_fields = ["asset"]
    ordering = ["position"]
    view_if = staticmethod(can_keep_media)
    show_change_link = False


@admin.register(MediaGallery)
class MediaGalleryAdmin(VenueTimeAdmin):
    view_if = staticmethod(can_keep_media)
    list_display = ["name", "event", "status", "published_at"]
    list_filter = ["status", EventFilter]
    list_select_related = ["event"]
    search_fields = ["name", "event__title"]
    autocomplete_fields = ["event"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["event", "name", "slug", "description", "status", "published_at", "archived_at"]
    readonly_fields = ["status", "published_at", "archived_at"]
    ordering = ["-created_at"]
    inlines = [EntryInline]
    actions = [
        by_rule(publish_gallery, _("Publish")),
        by_rule(archive_gallery, _("Put away")),
    ]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_queryset(self, request):
        """One's own: what rivals have published is for their own pages."""
        galleries = super().get_queryset(request)
        if only_admins(request.user):
            return galleries
        return galleries.filter(AtMyEvents("event", "media"))

    def save_formset(self, request, form, formset, change):
        """An entry is of its gallery's event."""
        for entry in formset.save(commit=False):
            entry.event_id = form.instance.event_id
            entry.save()
        for gone in formset.deleted_objects:
            gone.delete()
