-- What listings say of prices and places. The sale takes ticket types in key order and the event's
-- capacity last; the listing comes after that, so it is written by the capacity's trigger, and only
-- when the last place goes or the first one is free again.

CREATE FUNCTION search.reprice(event uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    says record;
BEGIN
    SELECT coalesce(min(t.price) FILTER (WHERE t.open), min(t.price)) AS price_from,
           coalesce(bool_or(t.open), false) AND coalesce(min(c.held + c.sold) < min(c.quantity), true)
               AS has_places,
           CASE WHEN bool_or(t.open AND t.sale_start IS NULL) THEN NULL
                ELSE min(t.sale_start) FILTER (WHERE t.open) END AS sale_start,
           CASE WHEN bool_or(t.open AND t.sale_end IS NULL) THEN NULL
                ELSE max(t.sale_end) FILTER (WHERE t.open) END AS sale_end
      INTO says
      FROM (SELECT *, status = 'active' AND held + sold < quantity AS open
              FROM public.ticket_types WHERE event_id = event AND status <> 'inactive') t
      LEFT JOIN public.event_capacity c ON c.event_id = t.event_id;
    UPDATE public.event_listings l
       SET (price_from, has_places, sale_start, sale_end)
         = (says.price_from, says.has_places, says.sale_start, says.sale_end)
     WHERE l.event_id = event
       AND (l.price_from, l.has_places, l.sale_start, l.sale_end)
           IS DISTINCT FROM (says.price_from, says.has_places, says.sale_start, says.sale_end);
END $$;

CREATE FUNCTION search.sale_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.reprice(coalesce(NEW.event_id, OLD.event_id));
    RETURN NULL;
END $$;

CREATE TRIGGER ticket_types_made_listed AFTER INSERT OR DELETE ON public.ticket_types
    FOR EACH ROW EXECUTE FUNCTION search.sale_changed();
CREATE TRIGGER ticket_types_listed AFTER UPDATE ON public.ticket_types FOR EACH ROW
    WHEN ((OLD.price, OLD.status, OLD.quantity, OLD.sale_start, OLD.sale_end)
          IS DISTINCT FROM (NEW.price, NEW.status, NEW.quantity, NEW.sale_start, NEW.sale_end))
    EXECUTE FUNCTION search.sale_changed();
CREATE TRIGGER event_capacity_listed AFTER INSERT OR UPDATE ON public.event_capacity
    FOR EACH ROW EXECUTE FUNCTION search.sale_changed();
CREATE TRIGGER event_listings_made AFTER INSERT ON public.event_listings
    FOR EACH ROW EXECUTE FUNCTION search.sale_changed();

SELECT search.reprice(event_id) FROM public.event_listings ORDER BY event_id;

REVOKE ALL ON FUNCTION search.reprice(uuid), search.sale_changed() FROM PUBLIC;
