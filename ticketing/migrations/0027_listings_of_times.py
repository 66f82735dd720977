from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parents[1] / "sql"
DO = [(SQL / f"{name}.sql").read_text() for name in ("listings_of_times", "listings_told_of_times")]
UNDO = f"""
DROP TRIGGER event_slots_made_listed ON public.event_slots;
DROP TRIGGER event_slots_gone_listed ON public.event_slots;
DROP TRIGGER event_slots_listed ON public.event_slots;
DROP FUNCTION search.times_changed();
{(SQL / "listings_shown.sql").read_text()}
"""


class Migration(migrations.Migration):
    """Listings know whether any time to come has places."""

    dependencies = [("ticketing", "0026_event_slots")]
    operations = [migrations.RunSQL("\n".join(DO), UNDO)]
