from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"
UNDO = """
SELECT search.name_page(id, kind, NULL, NULL) FROM named_pages WHERE kind <> 'venue';
DROP FUNCTION search.designer_named() CASCADE;
DROP FUNCTION search.collection_named() CASCADE;
DROP FUNCTION search.model_named() CASCADE;
"""


class Migration(migrations.Migration):
    """The search finds designers, collections and models by their names."""

    dependencies = [
        ("production", "0004_pictures_of_looks"),
        ("events", "0007_named_pages"),
        ("industry", "0004_collections_by_address"),
    ]
    operations = [migrations.RunSQL((SQL / "names.sql").read_text(), UNDO)]
