from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"
UNDO = f"""
{(SQL / "listings_of_times.sql").read_text()}
DROP FUNCTION search.with_vat(numeric, numeric, uuid);
"""


class Migration(migrations.Migration):
    """Listings say what buyers pay, with VAT that comes on top."""

    dependencies = [("ticketing", "0028_vat_rates")]
    operations = [migrations.RunSQL((SQL / "listings_with_vat.sql").read_text(), UNDO)]
