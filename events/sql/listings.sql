-- What the public searches: one row an event that is no draft, kept by triggers.
-- An app above replaces search.names_of to say who shows at an event.

CREATE SCHEMA search;
GRANT USAGE ON SCHEMA search TO portal_app, portal_system;
GRANT SELECT ON public.event_listings, public.event_documents, public.event_words TO portal_app, portal_system;

CREATE FUNCTION search.plain(said text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT regexp_replace(public.unaccent('public.unaccent', lower(coalesce(said, ''))),
                          '[^[:alnum:]]+', ' ', 'g')
$$;

CREATE FUNCTION search.names_of(event uuid) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT '' $$;

CREATE FUNCTION search.above(category uuid) RETURNS TABLE (slug text, name text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    WITH RECURSIVE above AS (
        SELECT c.* FROM public.event_categories c WHERE c.id = category
        UNION
        SELECT c.* FROM public.event_categories c JOIN above ON c.id = above.parent_id)
    SELECT slug, name FROM above
$$;

CREATE FUNCTION search.relist(changed uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    made tsvector;
BEGIN
    INSERT INTO public.event_listings (event_id, status, type, city, start_date, end_date,
           created_at, categories, tags, has_places)
    SELECT e.id, e.status, e.type, v.city, e.start_date, e.end_date, e.created_at,
           ARRAY(SELECT slug FROM search.above(e.category_id)),
           ARRAY(SELECT t.slug FROM public.event_tag_assignments a
                   JOIN public.event_tags t ON t.id = a.tag_id
                  WHERE a.event_id = e.id ORDER BY 1), false
      FROM public.events e JOIN public.venues v ON v.id = e.venue_id
     WHERE e.id = changed AND e.status <> 'draft'
    ON CONFLICT (event_id) DO UPDATE SET
           (status, type, city, start_date, end_date, categories, tags) = (
           excluded.status, excluded.type, excluded.city, excluded.start_date, excluded.end_date,
           excluded.categories, excluded.tags);
    IF NOT FOUND THEN
        DELETE FROM public.event_listings WHERE event_id = changed;
        DELETE FROM public.event_documents WHERE event_id = changed;
        RETURN;
    END IF;
    INSERT INTO public.event_documents AS d (event_id, document)
    SELECT e.id,
           setweight(to_tsvector('simple', search.plain(e.title)), 'A')
        || setweight(to_tsvector('simple', search.plain(
               concat_ws(' ', v.name, v.city, search.names_of(e.id)))), 'B')
        || setweight(to_tsvector('simple', search.plain(
               concat_ws(' ', e.type, v.country, e.summary,
                  (SELECT string_agg(name, ' ') FROM search.above(e.category_id)),
                  (SELECT string_agg(t.name, ' ') FROM public.event_tag_assignments a
                     JOIN public.event_tags t ON t.id = a.tag_id WHERE a.event_id = e.id)))), 'C')
        || setweight(to_tsvector('simple', search.plain(e.description)), 'D')
      FROM public.events e JOIN public.venues v ON v.id = e.venue_id
     WHERE e.id = changed
    ON CONFLICT (event_id) DO UPDATE SET document = excluded.document
    RETURNING d.document INTO made;
    -- In order, so that two who list at once never wait for each other in a circle.
    INSERT INTO public.event_words (word)
    SELECT word FROM unnest(tsvector_to_array(made)) word
     WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]' ORDER BY word
    ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION search.event_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.relist(coalesce(NEW.id, OLD.id));
    RETURN NULL;
END $$;

CREATE FUNCTION search.link_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.relist(event) FROM unnest(ARRAY[OLD.event_id, NEW.event_id]) event
      WHERE event IS NOT NULL GROUP BY event ORDER BY event;
    RETURN NULL;
END $$;

CREATE FUNCTION search.venue_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.relist(id) FROM (
        SELECT id FROM public.events WHERE venue_id = NEW.id ORDER BY id) e;
    RETURN NULL;
END $$;

CREATE FUNCTION search.tag_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.relist(event_id) FROM (
        SELECT event_id FROM public.event_tag_assignments WHERE tag_id = NEW.id ORDER BY 1) e;
    RETURN NULL;
END $$;

CREATE FUNCTION search.category_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.relist(id) FROM (
        WITH RECURSIVE below AS (
            SELECT NEW.id AS id
            UNION
            SELECT c.id FROM public.event_categories c JOIN below ON c.parent_id = below.id)
        SELECT e.id FROM public.events e JOIN below ON e.category_id = below.id ORDER BY 1) e;
    RETURN NULL;
END $$;

CREATE TRIGGER events_listed AFTER INSERT OR UPDATE OR DELETE ON public.events
    FOR EACH ROW EXECUTE FUNCTION search.event_changed();
CREATE TRIGGER event_tag_assignments_listed AFTER INSERT OR UPDATE OR DELETE
    ON public.event_tag_assignments FOR EACH ROW EXECUTE FUNCTION search.link_changed();
CREATE TRIGGER venues_listed AFTER UPDATE ON public.venues FOR EACH ROW
    WHEN ((OLD.name, OLD.city, OLD.country) IS DISTINCT FROM (NEW.name, NEW.city, NEW.country))
    EXECUTE FUNCTION search.venue_changed();
CREATE TRIGGER event_tags_listed AFTER UPDATE ON public.event_tags FOR EACH ROW
    WHEN ((OLD.name, OLD.slug) IS DISTINCT FROM (NEW.name, NEW.slug))
    EXECUTE FUNCTION search.tag_changed();
CREATE TRIGGER event_categories_listed AFTER UPDATE ON public.event_categories FOR EACH ROW
    WHEN ((OLD.name, OLD.slug, OLD.parent_id) IS DISTINCT FROM (NEW.name, NEW.slug, NEW.parent_id))
    EXECUTE FUNCTION search.category_changed();

SELECT search.relist(id) FROM public.events ORDER BY id;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search.plain(text) TO portal_app, portal_system;
