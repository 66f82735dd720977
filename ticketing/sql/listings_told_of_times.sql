-- Many times are made at once. A sale counts in the event's capacity last, whose trigger tells the listing.
CREATE FUNCTION search.times_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.reprice(event_id) FROM (SELECT DISTINCT event_id FROM rows_of_it ORDER BY event_id) events;
    RETURN NULL;
END $$;

CREATE TRIGGER event_slots_made_listed AFTER INSERT ON public.event_slots
    REFERENCING NEW TABLE AS rows_of_it FOR EACH STATEMENT EXECUTE FUNCTION search.times_changed();
CREATE TRIGGER event_slots_gone_listed AFTER DELETE ON public.event_slots
    REFERENCING OLD TABLE AS rows_of_it FOR EACH STATEMENT EXECUTE FUNCTION search.times_changed();
CREATE TRIGGER event_slots_listed AFTER UPDATE ON public.event_slots FOR EACH ROW
    WHEN ((OLD.quantity, OLD.ends_at) IS DISTINCT FROM (NEW.quantity, NEW.ends_at))
    EXECUTE FUNCTION search.sale_changed();

REVOKE ALL ON FUNCTION search.times_changed() FROM PUBLIC;
