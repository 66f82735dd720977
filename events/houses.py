"""What an organizer keeps for all of their events: address books, catalogues."""

from django import forms

from accounts.models import User
from fashionista.common.admin import PortalAdmin, only_admins

from .access import OfMyHouses


class HouseChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        profile = getattr(user, "organizer_profile", None)
        return profile.public_name if profile else user.full_name


class HouseAdmin(PortalAdmin):
    """A desk page of such things. Whose they are is said when they are made."""

    permission = ""
    autocomplete_fields = ["organizer"]

    def houses(self):
        mine = User.objects.filter(OfMyHouses("pk", self.permission))
        return mine.select_related("organizer_profile").order_by("organizer_profile__public_name")

    def get_autocomplete_fields(self, request):
        fields = super().get_autocomplete_fields(request)
        return [name for name in fields if name != "organizer" or only_admins(request.user)]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "organizer" and not only_admins(request.user):
            kwargs |= {"form_class": HouseChoiceField, "queryset": self.houses()}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        if not only_admins(request.user):
            houses = list(self.houses())
            mine = request.user if request.user in houses else next(iter(houses), None)
            return {"organizer": mine} | dict(initial)
        return initial

    def get_form(self, request, obj=None, change=False, **kwargs):
        """On the page of what is there, whose it is stays: shown, checked with, not written."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj and "organizer" in form.base_fields and not only_admins(request.user):
            form.base_fields["organizer"].disabled = True
        return form
