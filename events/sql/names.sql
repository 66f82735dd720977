-- Pages of people and places, found by their names. Triggers keep a row for each page that anybody
-- may open; an app above names its own by search.name_page.

CREATE VIEW search.documents AS
    SELECT document FROM public.event_documents UNION ALL SELECT document FROM public.named_pages;
GRANT SELECT ON public.named_pages, search.documents TO portal_app, portal_system;

-- Without an address there is no page. A name that was taken back stays nowhere, so its words go
-- too, unless something else has them.
CREATE FUNCTION search.name_page(page uuid, kind text, slug text, name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    gone tsvector;
    made tsvector;
BEGIN
    DELETE FROM public.named_pages p
     WHERE p.id = page AND (p.slug, p.name) IS DISTINCT FROM (name_page.slug, name_page.name)
    RETURNING p.document INTO gone;
    INSERT INTO public.named_pages AS p (id, kind, slug, name, document)
    SELECT page, name_page.kind, name_page.slug, name_page.name,
           to_tsvector('simple', search.plain(name_page.name))
     WHERE name_page.slug IS NOT NULL
    ON CONFLICT DO NOTHING
    RETURNING p.document INTO made;
    INSERT INTO public.event_words (word)  -- those that search.relist takes, in its order
    SELECT word FROM unnest(tsvector_to_array(made)) word
     WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]' ORDER BY word
    ON CONFLICT DO NOTHING;
    DELETE FROM public.event_words w
     WHERE w.word = ANY (tsvector_to_array(gone))
       AND NOT EXISTS (SELECT FROM search.documents d
                        WHERE d.document @@ plainto_tsquery('simple', w.word));
END $$;

CREATE FUNCTION search.venue_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.name_page(coalesce(NEW.id, OLD.id), 'venue', NEW.slug, NEW.name);
    RETURN NULL;
END $$;

CREATE TRIGGER venues_named AFTER INSERT OR UPDATE OR DELETE ON public.venues
    FOR EACH ROW EXECUTE FUNCTION search.venue_named();

SELECT search.name_page(id, 'venue', slug, name) FROM public.venues ORDER BY id;

REVOKE ALL ON FUNCTION search.name_page(uuid, text, text, text), search.venue_named() FROM PUBLIC;
