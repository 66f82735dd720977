from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"
UNDO = """
DROP TRIGGER event_designers_listed ON event_designers;
DROP TRIGGER event_collections_listed ON event_collections;
DROP FUNCTION search.named_changed() CASCADE;
CREATE OR REPLACE FUNCTION search.names_of(event uuid) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT '' $$;
"""


class Migration(migrations.Migration):
    """Events are found by the designers and collections they show."""

    dependencies = [
        ("production", "0002_running_order"),
        ("events", "0004_listings"),
        ("industry", "0004_collections_by_address"),
    ]
    operations = [migrations.RunSQL((SQL / "listings.sql").read_text(), UNDO)]
