-- What changed, by whom. Written by triggers, so no road leads past it.
CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO portal_app, portal_system;

CREATE TABLE audit.log (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    tbl regclass NOT NULL,
    op text NOT NULL,
    pk text NOT NULL,
    event_id uuid,      -- whose history this is: decided when written, so that a feed needs no
    organizer_id uuid,  -- look at the row, and a deleted row keeps its readers
    actor uuid,
    role text NOT NULL,
    order_scope uuid,
    request text,
    db_role name NOT NULL DEFAULT session_user,
    before jsonb,
    after jsonb,
    PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX log_row ON audit.log (tbl, pk, at);
CREATE INDEX log_event ON audit.log (event_id, at) WHERE event_id IS NOT NULL;
CREATE INDEX log_organizer ON audit.log (organizer_id, at) WHERE organizer_id IS NOT NULL;
-- A net for months nobody made a partition for. What fell into it moves out when one is made.
CREATE TABLE audit.log_default PARTITION OF audit.log DEFAULT;

-- Makes the partitions of this month and the next, and of months that lie in the net.
CREATE FUNCTION audit.make_partitions(months int DEFAULT 3) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first timestamp;
    partition text;
    span text;
    made int := 0;
BEGIN
    FOREACH first IN ARRAY ARRAY(  -- a loop over the query itself would hold the net open
        SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead)
          FROM generate_series(0, months) ahead
        UNION
        SELECT date_trunc('month', at AT TIME ZONE 'UTC') FROM audit.log_default)
    LOOP
        partition := to_char(first, '"audit.log_"YYYY_MM');
        CONTINUE WHEN to_regclass(partition) IS NOT NULL;
        span := format('at >= %L AND at < %L', first || 'Z', first + interval '1 month' || 'Z');
        EXECUTE format('CREATE TABLE %s (LIKE audit.log INCLUDING DEFAULTS)', partition);
        EXECUTE format('WITH moved AS (DELETE FROM audit.log_default WHERE %s RETURNING *)'
                       ' INSERT INTO %s SELECT * FROM moved', span, partition);
        EXECUTE format('ALTER TABLE audit.log ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                       partition, first || 'Z', first + interval '1 month' || 'Z');
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;
SELECT audit.make_partitions();

-- The keys of `mine` that differ from `other`; secrets are shown as changed, not as what.
CREATE FUNCTION audit.differing(mine jsonb, other jsonb, secrets text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY (secrets) THEN '"[secret]"' ELSE value END)
      FROM jsonb_each(mine) WHERE other->key IS DISTINCT FROM value
$$;

-- One call a statement. Trigger arguments: primary key, the columns that name the event and the
-- organizer ('' for none), then the secret columns.
-- No nested loops: the plan is kept from the first, small statement and must survive a big one.
CREATE FUNCTION audit.capture() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off AS $$
DECLARE
    me authz.identity := authz.me();
    pk_column text := TG_ARGV[0];
    event_column text := TG_ARGV[1];
    organizer_column text := TG_ARGV[2];
    secrets text[] := TG_ARGV[3:];
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit.log (tbl, op, pk, event_id, organizer_id, actor, role, order_scope, request, after)
        SELECT TG_RELID, TG_OP, row->>pk_column, (row->>event_column)::uuid, (row->>organizer_column)::uuid,
               me.actor, me.role, me.order_scope, me.request, audit.differing(row, NULL, secrets)
          FROM (SELECT to_jsonb(n) AS row FROM new_rows n) s;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO audit.log (tbl, op, pk, event_id, organizer_id, actor, role, order_scope, request, before)
        SELECT TG_RELID, TG_OP, row->>pk_column, (row->>event_column)::uuid, (row->>organizer_column)::uuid,
               me.actor, me.role, me.order_scope, me.request, audit.differing(row, NULL, secrets)
          FROM (SELECT to_jsonb(o) AS row FROM old_rows o) s;
    ELSE  -- a changed primary key pairs with nothing, and so shows as two entries
        INSERT INTO audit.log (tbl, op, pk, event_id, organizer_id, actor, role, order_scope, request, before, after)
        SELECT TG_RELID, TG_OP, coalesce(o.pk, n.pk),
               coalesce(o.row->>event_column, n.row->>event_column)::uuid,
               coalesce(o.row->>organizer_column, n.row->>organizer_column)::uuid,
               me.actor, me.role, me.order_scope, me.request,
               audit.differing(o.row, n.row, secrets), audit.differing(n.row, o.row, secrets)
          FROM (SELECT to_jsonb(x) AS row, to_jsonb(x)->>pk_column AS pk FROM old_rows x) o
          FULL JOIN (SELECT to_jsonb(x) AS row, to_jsonb(x)->>pk_column AS pk FROM new_rows x) n
            USING (pk)
         WHERE o.row IS DISTINCT FROM n.row;
    END IF;
    RETURN NULL;
END $$;

-- Where neither event nor organizer owns a row, its history is for those who may change it:
-- FOR KEY SHARE obeys the UPDATE policies. Runs as the caller, also inside the policy below.
CREATE FUNCTION audit.may_read(tbl regclass, pk text) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    pk_column name;
    found_one int;
BEGIN
    IF NOT has_table_privilege(tbl, 'UPDATE') THEN
        RETURN false;  -- nobody may, and asking would be an error
    END IF;
    SELECT a.attname INTO pk_column
      FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
     WHERE i.indrelid = tbl AND i.indisprimary;
    EXECUTE format('SELECT 1 FROM %s WHERE %I = %L FOR KEY SHARE', tbl, pk_column, pk) INTO found_one;
    RETURN found_one IS NOT NULL;
END $$;

ALTER TABLE audit.log ENABLE ROW LEVEL SECURITY;
CREATE POLICY history_admin ON audit.log FOR SELECT TO portal_system
    USING ((SELECT authz.role()) = 'admin');
CREATE POLICY history_own ON audit.log FOR SELECT TO portal_app  -- systems have no business here
    USING (event_id IS NULL AND organizer_id IS NULL AND audit.may_read(tbl, pk));
GRANT SELECT ON audit.log TO portal_app, portal_system;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA authz, audit FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA authz TO portal_app, portal_system;
GRANT EXECUTE ON FUNCTION audit.may_read TO portal_app, portal_system;
