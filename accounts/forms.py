from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from .models import User


def email_field(autocomplete):
    return forms.CharField(
        label=_("Email"),
        max_length=254,
        validators=[EmailValidator(_("Enter the full address, like name@example.com."))],
        widget=forms.EmailInput({"autocomplete": autocomplete}),
        error_messages={"required": _("Enter your address.")},
    )


def password_field(autocomplete, **kwargs):
    return forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": autocomplete}),
        error_messages={"required": _("Enter your password.")},
        **kwargs,
    )


class LoginForm(forms.Form):
    email = email_field("username")
    password = password_field("current-password")


class SignUpForm(forms.Form):
    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Tell us your name.")},
    )
    email = email_field("username")
    password = password_field("new-password", help_text=_("At least ten characters."))

    def clean_password(self):
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class ResetForm(forms.Form):
    email = email_field("username")


class NewPasswordForm(forms.Form):
    password = password_field("new-password", help_text=_("At least ten characters."))

    clean_password = SignUpForm.clean_password


class PasswordForm(forms.Form):
    password = password_field("current-password")


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["full_name", "phone_number"]
