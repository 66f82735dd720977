from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "sql"
UNDO = """
SELECT search.name_page(id, kind, NULL, NULL) FROM named_pages;
DROP FUNCTION search.venue_named() CASCADE;
DROP FUNCTION search.name_page(uuid, text, text, text);
DROP VIEW search.documents;
"""


class Migration(migrations.Migration):
    """The search finds pages by their names: here those of venues."""

    dependencies = [("events", "0006_former_addresses")]

    operations = [
        migrations.CreateModel(
            name="NamedPage",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("slug", models.TextField()),
                ("name", models.TextField()),
                ("document", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "named_pages",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["document"], name="named_pages_document"
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "names.sql").read_text(), UNDO),
    ]
