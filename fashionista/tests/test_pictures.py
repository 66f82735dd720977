"""Pictures as pages show them: the tag, the address, the form."""

from datetime import timedelta

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict

from fashionista.common.picture_fields import PictureFormField, PicturesFormField, PicturesWidget
from fashionista.common.pictures import PRIVATE, store_of, take_in
from fashionista.common.tasks import sweep_pictures
from fashionista.common.tests.pictures import image_file, sent
from industry.tests.factories import CollectionFactory, DesignerFactory, FashionModelFactory
from media.tests.factories import MediaAssetFactory

SHOWN = {
    "key": "ab" * 16, "width": 1200, "height": 1800, "widths": [480, 960, 1200],
    "alt": 'A "red" coat', "focus": [0.5, 0],
}  # fmt: skip


class PortraitForm(forms.Form):
    portrait = PictureFormField(required=False)
    looks = PicturesFormField(words={"caption": "Name"})


def form_of(files=None, **data):
    return PortraitForm(data, MultiValueDict({name: [f] for name, f in (files or {}).items()}))


def test_the_tag_names_all_widths_and_keeps_the_focus_in_sight():
    template = Template('{% load portal %}{% picture value sizes="50vw" css="thumb" %}')

    assert template.render(Context({"value": SHOWN})) == (
        f'<img src="/uploads/pictures/{SHOWN["key"]}/960.webp" srcset="'
        f"/uploads/pictures/{SHOWN['key']}/480.webp 480w, "
        f"/uploads/pictures/{SHOWN['key']}/960.webp 960w, "
        f'/uploads/pictures/{SHOWN["key"]}/1200.webp 1200w" sizes="50vw"'
        ' alt="A &quot;red&quot; coat" width="1200" height="1800" class="focus-middle-top thumb"'
        ' loading="lazy" decoding="async">'
    )
    assert template.render(Context({"value": None})) == ""


def test_a_picture_is_kept_by_browsers_for_a_year(client):
    picture = take_in(image_file())

    answer = client.get(f"/uploads/pictures/{picture.key}/480.webp")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in answer.get("Vary", "")
    assert answer.content.startswith(b"RIFF")


@pytest.mark.parametrize(
    "path",
    ["pictures/" + "0" * 32 + "/480.webp", "pictures/..%2f..%2fetc/480.webp", "secret.txt",
     "assets/" + "0" * 32 + "/480.webp", "pictures/../secret.txt", "pictures/secret.txt"],
)  # fmt: skip
def test_nothing_else_in_the_store_has_an_address(client, path):
    for name in ("secret.txt", "pictures/secret.txt", f"assets/{'0' * 32}/480.webp"):
        default_storage.save(name, ContentFile(b"Canary"))

    answer = client.get(f"/uploads/{path}")

    assert answer.status_code == 404
    assert b"Canary" not in answer.content


def test_a_form_takes_a_picture_in_once_with_its_words():
    form = form_of({"portrait-file": image_file()}, **{"portrait-alt": " A coat "})

    assert form.is_valid(), form.errors
    portrait = form.cleaned_data["portrait"]
    assert (portrait["alt"], portrait["focus"]) == ("A coat", [0.5, 0.5])
    assert default_storage.exists(f"pictures/{portrait['key']}/480.webp")
    assert form.has_changed()
    assert portrait["key"] in str(form)


def test_a_picture_without_words_is_handed_back_and_not_sent_again():
    form = form_of({"portrait-file": image_file()}, **{"portrait-alt": ""})

    assert form.errors == {
        "portrait": ["Describe the picture, for those who cannot see it."],
    }
    token = form["portrait"].as_widget().partition('-kept" value="')[2].partition('"')[0]
    again = form_of(**{"portrait-kept": token, "portrait-alt": "A coat"})
    assert again.is_valid()
    assert again.cleaned_data["portrait"]["widths"] == [480, 960, 1000]


def test_a_picture_nobody_signed_is_none():
    form = form_of(**{"portrait-kept": "made:up", "portrait-alt": "A coat"})

    assert form.is_valid()
    assert form.cleaned_data["portrait"] is None


def test_what_is_no_picture_is_an_error_at_its_field():
    form = form_of({"portrait-file": sent(b"<svg/>")}, **{"portrait-alt": "A coat"})

    assert form.errors == {
        "portrait": ["This is no picture we can read. Send a JPEG, PNG, WebP or AVIF."]
    }
    assert "A coat" in str(form)


def test_a_picture_is_removed_by_its_box():
    shown = PortraitForm(initial={"portrait": SHOWN})["portrait"].as_widget()
    token = shown.partition('-kept" value="')[2].partition('"')[0]

    form = form_of(**{"portrait-kept": token, "portrait-alt": "x", "portrait-clear": "on"})

    assert form.is_valid()
    assert form.cleaned_data["portrait"] is None


def test_looks_are_put_in_the_order_of_their_numbers():
    form = form_of(
        {"looks-0-file": image_file(), "looks-1-file": image_file(colour="blue")},
        **{"looks-0-alt": "Red", "looks-0-position": "2", "looks-0-caption": "Quay coat"},
        **{"looks-1-alt": "Blue", "looks-1-position": "1"},
        **{"looks-2-alt": "", "looks-2-position": ""},
    )

    assert form.is_valid(), form.errors
    looks = form.cleaned_data["looks"]
    assert [look["alt"] for look in looks] == ["Blue", "Red"]
    assert looks[1]["caption"] == "Quay coat"
    assert PicturesWidget.words == {}


def test_one_look_without_words_stops_them_all_and_says_which():
    form = form_of(
        {"looks-0-file": image_file(), "looks-1-file": image_file()},
        **{"looks-0-alt": "Red", "looks-1-alt": ""},
    )

    assert form.errors == {
        "looks": ["Picture 2: Describe the picture, for those who cannot see it."]
    }


@pytest.mark.django_db
def test_the_sweep_asks_every_column_that_names_pictures():
    shown, look, book, lost = (take_in(image_file()) for _n in range(4))
    kept, gone = (take_in(image_file(), folder=PRIVATE) for _n in range(2))
    words = {"alt": "A coat", "focus": [0.5, 0.5]}
    DesignerFactory(portrait=shown.as_json() | words)
    CollectionFactory(images=[look.as_json() | words])
    FashionModelFactory(images=[book.as_json() | words])
    MediaAssetFactory(url=kept.file(480))
    for picture in (shown, look, book, lost, kept, gone):
        for width in picture.widths:
            file = store_of(picture.folder)._resolve(picture.file(width))
            file.modified_time -= timedelta(days=2)

    sweep_pictures()

    left = [
        picture
        for picture in (shown, look, book, lost, kept, gone)
        if store_of(picture.folder).exists(picture.file(480))
    ]
    assert left == [shown, look, book, kept]
