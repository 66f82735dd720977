from django import forms
from django.utils.translation import gettext_lazy as _


class FeedbackForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How was it?"),
        choices=[
            (5, _("5 stars: superb")),
            (4, _("4 stars: good")),
            (3, _("3 stars: fair")),
            (2, _("2 stars: weak")),
            (1, _("1 star: poor")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one to five stars.")},
    )
    text = forms.CharField(
        label=_("In your words"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("The organizer reads it, and may show it on the event's page."),
    )
    display_name = forms.CharField(
        label=_("Name shown"),
        max_length=80,
        required=False,
        help_text=_("Left open, we write: a visitor. Your own name is never shown."),
    )


class DesignerReviewForm(FeedbackForm):
    """The same of one designer's show."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _(
            "The organizer reads it, and may show it on the designer’s page."
        )
