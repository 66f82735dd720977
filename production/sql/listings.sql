-- Events are found by the names of the designers, and of the published collections, they show.

CREATE OR REPLACE FUNCTION search.names_of(event uuid) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT string_agg(name, ' ' ORDER BY name) FROM (
        SELECT d.brand_name FROM public.event_designers e
          JOIN public.designers d ON d.id = e.designer_id WHERE e.event_id = event
        UNION
        SELECT concat_ws(' ', c.name, d.brand_name) FROM public.event_collections e
          JOIN public.collections c ON c.id = e.collection_id AND c.status = 'published'
          JOIN public.designers d ON d.id = c.designer_id WHERE e.event_id = event) shown(name)
$$;

CREATE FUNCTION search.named_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.relist(event_id) FROM (
        SELECT event_id FROM public.event_designers
         WHERE TG_TABLE_NAME = 'designers' AND designer_id = NEW.id
        UNION
        SELECT e.event_id FROM public.event_collections e
          JOIN public.collections c ON c.id = e.collection_id
         WHERE NEW.id IN (c.id, c.designer_id) ORDER BY 1) e;
    RETURN NULL;
END $$;

CREATE TRIGGER event_designers_listed AFTER INSERT OR UPDATE OR DELETE ON public.event_designers
    FOR EACH ROW EXECUTE FUNCTION search.link_changed();
CREATE TRIGGER event_collections_listed AFTER INSERT OR UPDATE OR DELETE
    ON public.event_collections FOR EACH ROW EXECUTE FUNCTION search.link_changed();
CREATE TRIGGER designers_listed AFTER UPDATE ON public.designers FOR EACH ROW
    WHEN (OLD.brand_name IS DISTINCT FROM NEW.brand_name)
    EXECUTE FUNCTION search.named_changed();
CREATE TRIGGER collections_listed AFTER UPDATE ON public.collections FOR EACH ROW
    WHEN ((OLD.name, OLD.status) IS DISTINCT FROM (NEW.name, NEW.status))
    EXECUTE FUNCTION search.named_changed();

REVOKE ALL ON FUNCTION search.named_changed() FROM PUBLIC;

SELECT search.relist(event_id) FROM (
    SELECT event_id FROM public.event_designers
    UNION SELECT event_id FROM public.event_collections ORDER BY 1) e;
