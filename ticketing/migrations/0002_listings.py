from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"
UNDO = """
DROP FUNCTION search.sale_changed() CASCADE;
DROP FUNCTION search.reprice(uuid);
"""


class Migration(migrations.Migration):
    """What listings say of prices and places."""

    dependencies = [("ticketing", "0001_sale_and_door"), ("events", "0004_listings")]
    operations = [migrations.RunSQL((SQL / "listings.sql").read_text(), UNDO)]
