from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import CreateExtension, UnaccentExtension
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_event_type_key"),
    ]

    operations = [
        UnaccentExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.CreateModel(
            name="EventWord",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "event_words",
            },
        ),
        migrations.CreateModel(
            name="EventListing",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="listing",
                        serialize=False,
                        to="events.event",
                    ),
                ),
                ("status", models.TextField()),
                ("type", models.TextField()),
                ("city", models.TextField()),
                ("start_date", models.DateTimeField()),
                ("end_date", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("price_from", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("has_places", models.BooleanField(default=False)),
                ("sale_start", models.DateTimeField(null=True)),
                ("sale_end", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "event_listings",
                "indexes": [
                    models.Index(
                        fields=["start_date", "event", "end_date"], name="event_listings_by_date"
                    ),
                    models.Index(fields=["end_date"], name="event_listings_by_end"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventDocument",
            fields=[
                (
                    "listing",
                    models.OneToOneField(
                        db_column="event_id",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="events.eventlisting",
                    ),
                ),
                ("document", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "event_documents",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["document"], name="event_documents_document"
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "listings.sql").read_text(), "DROP SCHEMA search CASCADE"),
    ]
