from django.db import migrations, models
from django.utils.text import slugify

from fashionista.common import shapes


def name_pages(apps, schema_editor):
    """Each venue by its name and city; a number tells apart those that share both."""
    Venue = apps.get_model("events", "Venue")
    taken = set()
    for venue in Venue.objects.order_by("name", "pk"):
        base = slugify(f"{venue.name} {venue.city}")[:110] or "venue"
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        Venue.objects.filter(pk=venue.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [("events", "0004_listings")]

    operations = [
        migrations.AddField(
            "venue", "slug", models.CharField("page address", max_length=120, null=True)
        ),
        migrations.RunPython(name_pages, migrations.RunPython.noop),
        migrations.AlterField(
            "venue", "slug", models.SlugField("page address", max_length=120, unique=True)
        ),
        migrations.AlterField(
            "venue",
            "facilities",
            models.JSONField(
                "facilities", default=list, blank=True, validators=[shapes.validate_lines]
            ),
        ),
    ]
