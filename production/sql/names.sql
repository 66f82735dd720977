-- Designers, published collections and listed models are found by their names: those that the
-- policies of their tables open to anybody, and as long as they do.

CREATE FUNCTION search.designer_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.name_page(coalesce(NEW.id, OLD.id), 'designer', NEW.slug, NEW.brand_name);
    RETURN NULL;
END $$;

CREATE FUNCTION search.collection_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.name_page(coalesce(NEW.id, OLD.id), 'collection',
                             CASE WHEN NEW.status = 'published' THEN NEW.slug END, NEW.name);
    RETURN NULL;
END $$;

CREATE FUNCTION search.model_named() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM search.name_page(coalesce(NEW.id, OLD.id), 'model',
                             CASE WHEN NEW.is_listed THEN NEW.slug END, NEW.display_name);
    RETURN NULL;
END $$;

CREATE TRIGGER designers_named AFTER INSERT OR UPDATE OR DELETE ON public.designers
    FOR EACH ROW EXECUTE FUNCTION search.designer_named();
CREATE TRIGGER collections_named AFTER INSERT OR UPDATE OR DELETE ON public.collections
    FOR EACH ROW EXECUTE FUNCTION search.collection_named();
CREATE TRIGGER models_named AFTER INSERT OR UPDATE OR DELETE ON public.models
    FOR EACH ROW EXECUTE FUNCTION search.model_named();

REVOKE ALL ON FUNCTION search.designer_named(), search.collection_named(), search.model_named()
    FROM PUBLIC;

SELECT search.name_page(id, 'designer', slug, brand_name) FROM public.designers ORDER BY id;
SELECT search.name_page(id, 'collection', slug, name)
  FROM public.collections WHERE status = 'published' ORDER BY id;
SELECT search.name_page(id, 'model', slug, display_name)
  FROM public.models WHERE is_listed ORDER BY id;
