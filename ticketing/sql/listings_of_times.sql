-- Where buyers choose a time, there are places as long as one of the times to come has any: those of
-- the whole event are for tickets of no time.

CREATE OR REPLACE FUNCTION search.reprice(event uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    says record;
BEGIN
    SELECT coalesce(min(t.price) FILTER (WHERE t.open), min(t.price)) AS price_from,
           coalesce(bool_or(t.open AND CASE WHEN t.needs_slot THEN EXISTS (
                   SELECT FROM public.event_slots s
                    WHERE s.event_id = event AND s.ends_at > now()
                      AND s.held + s.sold < least(s.quantity, c.quantity))
               ELSE coalesce(c.held + c.sold < c.quantity, true) END), false) AS has_places,
           CASE WHEN bool_or(t.open AND t.sale_start IS NULL) THEN NULL
                ELSE min(t.sale_start) FILTER (WHERE t.open) END AS sale_start,
           CASE WHEN bool_or(t.open AND t.sale_end IS NULL) THEN NULL
                ELSE max(t.sale_end) FILTER (WHERE t.open) END AS sale_end
      INTO says
      FROM (SELECT *, status = 'active' AND held + sold < quantity AS open
              FROM public.ticket_types WHERE event_id = event AND status <> 'inactive' AND NOT is_hidden
                AND companion_of_id IS NULL) t
      LEFT JOIN public.event_capacity c ON c.event_id = t.event_id;
    UPDATE public.event_listings l
       SET (price_from, has_places, sale_start, sale_end)
         = (says.price_from, says.has_places, says.sale_start, says.sale_end)
     WHERE l.event_id = event
       AND (l.price_from, l.has_places, l.sale_start, l.sale_end)
           IS DISTINCT FROM (says.price_from, says.has_places, says.sale_start, says.sale_end);
END $$;

DROP TRIGGER ticket_types_listed ON public.ticket_types;
CREATE TRIGGER ticket_types_listed AFTER UPDATE ON public.ticket_types FOR EACH ROW
    WHEN ((OLD.price, OLD.status, OLD.quantity, OLD.sale_start, OLD.sale_end, OLD.is_hidden, OLD.companion_of_id, OLD.needs_slot)
          IS DISTINCT FROM (NEW.price, NEW.status, NEW.quantity, NEW.sale_start, NEW.sale_end, NEW.is_hidden, NEW.companion_of_id, NEW.needs_slot))
    EXECUTE FUNCTION search.sale_changed();
