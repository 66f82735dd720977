"""What the templates need beyond Django's own tags: icons, covers, money, the venue's clock."""

import json
from functools import cache, lru_cache
from unicodedata import east_asian_width

from django import forms, template
from django.conf import settings
from django.core.files.storage import default_storage
from django.template import defaultfilters
from django.templatetags.static import static
from django.templatetags.tz import do_timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from fashionista.common.languages import alternates_of, as_written, page_of_form
from fashionista.common.money import format_money, format_percent
from fashionista.common.pictures import FOLDER

register = template.Library()
MIDDLE = [0.5, 0.5]

# {{ event.start_date|at:event.timezone|date:"D j M, H:i" }}: the clock on the venue's wall.
register.filter("at", do_timezone)


@register.filter("date", expects_localtime=True, is_safe=False)
def date_in_words(value, arg=None):
    return as_written(defaultfilters.date(value, arg)) if arg != "c" else value.isoformat()


@register.simple_tag
def icon(name, css="icon"):
    """Draw a symbol of static/icons.svg. It is decoration: the words stand beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        _icons(),
        name,
    )


@cache
def _icons():
    """The sheet's address, asked for a dozen times a page."""
    return static("icons.svg")


@register.simple_tag
def languages_spoken():
    """[(code, name)], each name in its own language."""
    return settings.LANGUAGES


@register.simple_tag(takes_context=True)
def here(context, *, full=False):
    """This page's address, in whichever language one has."""
    path = page_of_form(context["request"])
    return f"{settings.SITE_URL}{path}" if full else path


@register.simple_tag(takes_context=True)
def alternates(context):
    """For search engines: this page in each language."""
    request = context["request"]
    return format_html_join(
        "\n",
        '<link rel="alternate" hreflang="{}" href="{}{}">',
        ((name, settings.SITE_URL, path) for name, path in alternates_of(request)),
    )


@register.simple_tag
def stars(rating):
    """Draw so many of five stars, read out as one."""
    return format_html(
        '<span class="stars" role="img" aria-label="{}">{}</span>',
        _("%(stars)s out of 5 stars") % {"stars": rating},
        format_html_join(
            "",
            '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">'
            '<use href="{}#star"></use></svg>',
            (("on" if star < rating else "off", _icons()) for star in range(5)),
        ),
    )


@register.simple_tag
@lru_cache(maxsize=500)  # a list draws two dozen
def cover(name, *, sizes="100vw", alt="", css="", lead=False):
    """
    Draw an event's cover in both its widths, or nothing when it has none.

    `lead` is for the one picture a page opens with: it loads first, all others when they come near.
    """
    if not name:
        return ""
    wide, small = static(f"art/cover-{name}.webp"), static(f"art/cover-{name}-800.webp")
    return format_html(
        '<img src="{}" srcset="{} 800w, {} 1600w" sizes="{}" alt="{}"'
        ' width="1600" height="1200"{} {}="{}">',
        small,
        small,
        wide,
        sizes,
        alt,
        format_html(' class="{}"', css) if css else "",
        *(("fetchpriority", "high") if lead else ("loading", "lazy")),
    )


@register.simple_tag
def picture(value, *, sizes="100vw", css="", alt=None, lead=False):
    """
    Draw a picture that somebody sent, in all its widths, or nothing where there is none.

    `lead` is as for a cover. Of what is cropped the focus stays in sight.
    """
    if not value:
        return ""
    place = value.get("place") or f"{FOLDER}/{value['key']}"
    files = [(default_storage.url(f"{place}/{width}.webp"), width) for width in value["widths"]]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" alt="{}" width="{}" height="{}" class="{}"'
        ' {}="{}" decoding="async">',
        files[min(1, len(files) - 1)][0],
        ", ".join(f"{address} {width}w" for address, width in files),
        sizes,
        value["alt"] if alt is None else alt,
        value["width"],
        value["height"],
        f"{_focus(value.get('focus', MIDDLE))} {css}".strip(),
        *(("fetchpriority", "high") if lead else ("loading", "lazy")),
    )


def _focus(point):
    """One of nine classes: the policy for styles allows no other way to say where."""
    across, down = (min(2, int(part * 3)) for part in point)
    return f"focus-{('left', 'middle', 'right')[across]}-{('top', 'middle', 'bottom')[down]}"


# As Django's `json_script` escapes: nothing in the data can end the element.
UNSAFE = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&"}


@register.simple_tag
def linked_data(data):
    """Data for search engines. No script: browsers do not run it, and the policy lets it stand."""
    said = json.dumps(data, ensure_ascii=False).translate(UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(said))  # noqa: S308  escaped above


@register.filter
def money(amount, currency):
    """A sum to pay, to the penny: £170.00."""
    return format_money(amount, currency)


@register.filter
def price(amount, currency):
    """A price in a list: £48, £48.50, Free."""
    return format_money(amount, currency, trim=True) if amount else _("Free")


@register.filter
def percent(rate):
    """A rate as people say it: 22%, 5.5%."""
    return format_percent(rate)


@register.filter
def clock(seconds):
    """Seconds left as a stage manager reads them: 7:41."""
    return "{}:{:02}".format(*divmod(max(0, int(seconds)), 60))


@register.filter
def hours(minutes):
    """A length of work: 7 h 30, 5 h."""
    whole, rest = divmod(minutes, 60)
    return f"{whole} h {rest:02}" if rest else f"{whole} h"


@register.filter
def title_fit(title):
    """
    Name the class that keeps a title on its page: none up to 14 letters, is-long, is-very-long.

    The display face is condensed; letters outside it are wider, those of East Asia much wider.
    """
    width = sum(2.5 if east_asian_width(c) in "WF" else 1 if c < "\u0250" else 1.5 for c in title)
    return "" if width <= 14 else "is-long" if width <= 36 else "is-very-long"


@register.filter
def hero_fit(title):
    """The same for the largest size there is, where one word has a line to itself."""
    longest = max(map(len, title.split()), default=0)
    return title_fit(title) or ("is-long" if longest > 8 else "is-wide" if longest > 5 else "")


@register.filter
def two_lines(title):
    """Break a short title of several words near its middle; leave others whole."""
    spaces = [i for i, c in enumerate(title) if c == " "]
    if not spaces or title_fit(title):
        return [title]
    middle = min(spaces, key=lambda i: abs(i - len(title) / 2))
    return [title[:middle], title[middle + 1 :]]


@register.filter
def control(field):
    """Draw a form field's own control in the portal's style."""
    kind = field.widget_type
    if kind in ("checkbox", "checkboxselectmultiple", "radioselect", "hidden"):
        return field
    css = {"textarea": "input textarea", "select": "select"}.get(kind, "input")
    return field.as_widget(attrs={"class": css})


@register.filter
def named(field):
    """Draw a control in a table of the desk, named by its column. Dates have names of their own."""
    of_parts = isinstance(field.field.widget, forms.MultiWidget)
    return field.as_widget(attrs={} if of_parts else {"aria-label": field.label})
