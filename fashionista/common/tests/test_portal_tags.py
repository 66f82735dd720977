from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Engine
from django.test import override_settings
from django.utils import translation

from fashionista.common.templatetags import portal

ENGINE = Engine(libraries={"portal": "fashionista.common.templatetags.portal"})

plain_static = override_settings(
    STATIC_URL="/static/",
    STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
)


def render(source, **context):
    return ENGINE.from_string("{% load portal %}" + source).render(Context(context))


def test_at_shows_the_clock_on_the_venues_wall():
    moment = datetime(2027, 2, 19, 19, 30, tzinfo=UTC)

    assert render('{{ m|at:"Africa/Lagos"|date:"H:i" }}', m=moment) == "20:30"
    assert render('{{ m|at:"Asia/Seoul"|date:"j M H:i" }}', m=moment) == "20 Feb 04:30"


@plain_static
def test_icon_is_hidden_from_readers():
    assert render('{% icon "check" css="mark" %}') == (
        '<svg class="mark" aria-hidden="true"><use href="/static/icons.svg#check"></use></svg>'
    )


@plain_static
def test_cover_offers_both_widths_and_escapes_its_words():
    html = render("{% cover name alt=alt css='thumb' %}", name="satin", alt='"Satin" <b>')

    assert html == (
        '<img src="/static/art/cover-satin-800.webp" srcset="/static/art/cover-satin-800.webp 800w,'
        ' /static/art/cover-satin.webp 1600w" sizes="100vw" alt="&quot;Satin&quot; &lt;b&gt;"'
        ' width="1600" height="1200" class="thumb" loading="lazy">'
    )


@plain_static
def test_cover_that_leads_loads_first():
    html = render('{% cover "satin" lead=True %}')

    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_event_without_a_cover_has_no_picture():
    assert render('{% cover "" %}') == ""


@pytest.mark.parametrize(
    ("amount", "in_a_list", "to_pay"),
    [("48", "£48", "£48.00"), ("48.50", "£48.50", "£48.50"), ("0", "Free", "£0.00")],
)
def test_price_and_money(amount, in_a_list, to_pay):
    with translation.override("en-gb"):
        assert portal.price(Decimal(amount), "GBP") == in_a_list
        assert portal.money(Decimal(amount), "GBP") == to_pay


@pytest.mark.parametrize(
    ("seconds", "text"), [(461, "7:41"), (9, "0:09"), (0, "0:00"), (-5, "0:00")]
)
def test_clock(seconds, text):
    assert portal.clock(seconds) == text


@pytest.mark.parametrize(
    ("title", "fit"),
    [
        ("Tide Lines", ""),
        ("Fourteen chars", ""),
        ("Flat to Form: cut", "is-long"),
        ("The long and winding seam of unfinished hems", "is-very-long"),
        ("春の布", ""),
        ("春の布と光の祭典", "is-long"),
        ("春の布と光の祭典：東京コレクション", "is-very-long"),
        ("Линии прилива", "is-long"),
    ],
)
def test_title_fit_counts_width_not_letters(title, fit):
    assert portal.title_fit(title) == fit


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Tide Lines", ["Tide", "Lines"]),
        ("The Last Hem", ["The Last", "Hem"]),
        ("Undertow", ["Undertow"]),
        ("Flat to Form: pattern cutting", ["Flat to Form: pattern cutting"]),
    ],
)
def test_two_lines_breaks_short_titles_only(title, lines):
    assert portal.two_lines(title) == lines


def test_control_dresses_fields_by_kind():
    class Form(forms.Form):
        name = forms.CharField()
        note = forms.CharField(widget=forms.Textarea)
        tongue = forms.ChoiceField(choices=[("en", "English")])
        agree = forms.BooleanField()

    form = Form()

    assert 'class="input"' in portal.control(form["name"])
    assert 'class="input textarea"' in portal.control(form["note"])
    assert 'class="select"' in portal.control(form["tongue"])
    assert "class" not in str(portal.control(form["agree"]))


def test_stars_are_drawn_and_read_out():
    drawn = portal.stars(3)

    assert drawn.count('class="on"') == 3
    assert drawn.count('class="off"') == 2
    assert 'aria-label="3 out of 5 stars"' in drawn


@pytest.mark.parametrize(
    ("title", "css"),
    [
        ("Tide Lines", ""),
        ("Soft Machine", "is-wide"),
        ("Undertow", "is-wide"),
        ("Transparent", "is-long"),
        ("A Garden of Pleats", "is-long"),
    ],
)
def test_a_hero_is_as_large_as_its_longest_word_allows(title, css):
    assert portal.hero_fit(title) == css
