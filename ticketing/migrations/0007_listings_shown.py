from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"
BEFORE = (SQL / "listings.sql").read_text()


def part(begin, end):
    return BEFORE[BEFORE.index(begin) : BEFORE.index(end)]


REPRICE = part("CREATE FUNCTION search.reprice", "CREATE FUNCTION search.sale_changed")
UNDO = f"""
{REPRICE.replace("CREATE", "CREATE OR REPLACE", 1)}
DROP TRIGGER ticket_types_listed ON public.ticket_types;
{part("CREATE TRIGGER ticket_types_listed", "CREATE TRIGGER event_capacity_listed")}
"""


class Migration(migrations.Migration):
    """Listings say nothing of tickets that only a code shows."""

    dependencies = [("ticketing", "0006_codes_and_prices")]
    operations = [migrations.RunSQL((SQL / "listings_shown.sql").read_text(), UNDO)]
