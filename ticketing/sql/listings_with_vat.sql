-- Listings say what buyers pay: where VAT comes on top of what the organizer typed, with it.
-- Rounded as ticketing.vat.with_vat does, half up to the smallest unit of the event's currency.

CREATE FUNCTION search.with_vat(net numeric, rate numeric, event uuid) RETURNS numeric LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT round(net * (1 + rate / 100), CASE WHEN e.currency IN (
        'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND',
        'VUV', 'XAF', 'XOF', 'XPF') THEN 0 ELSE 2 END)
      FROM public.events e WHERE e.id = event
$$;
REVOKE ALL ON FUNCTION search.with_vat(numeric, numeric, uuid) FROM PUBLIC;

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
      FROM (SELECT event_id, needs_slot, sale_start, sale_end,
                   status = 'active' AND held + sold < quantity AS open,
                   CASE WHEN vat_on_top THEN search.with_vat(price, vat_rate, event_id) ELSE price END AS price
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
    WHEN ((OLD.price, OLD.status, OLD.quantity, OLD.sale_start, OLD.sale_end, OLD.is_hidden, OLD.companion_of_id,
           OLD.needs_slot, OLD.vat_rate, OLD.vat_on_top)
          IS DISTINCT FROM (NEW.price, NEW.status, NEW.quantity, NEW.sale_start, NEW.sale_end, NEW.is_hidden, NEW.companion_of_id,
              NEW.needs_slot, NEW.vat_rate, NEW.vat_on_top))
    EXECUTE FUNCTION search.sale_changed();
