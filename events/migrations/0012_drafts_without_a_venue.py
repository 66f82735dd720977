import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import events.models.venues


class Migration(migrations.Migration):
    dependencies = [("events", "0011_history_by_permission")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="clock",
            field=models.CharField(
                db_default="UTC",
                default="UTC",
                help_text="The time zone while there is no venue, such as Europe/Rome.",
                max_length=64,
                validators=[events.models.venues.validate_timezone],
                verbose_name="time zone",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="venue",
            field=models.ForeignKey(
                blank=True,
                help_text="A draft may have none yet.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="events.venue",
                verbose_name="venue",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=Q(venue__isnull=False) | Q(status="draft"),
                name="events_venue_unless_draft",
                violation_error_message="Only a draft may be without a venue.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=Q(hall=None) | Q(venue__isnull=False),
                name="events_hall_in_a_venue",
                violation_error_message="A hall is part of a venue: choose the venue first.",
            ),
        ),
    ]
