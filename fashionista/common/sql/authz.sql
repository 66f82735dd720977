-- Who acts. Everything here belongs to the owner; the application may only ask.
CREATE SCHEMA authz;
GRANT USAGE ON SCHEMA authz TO portal_app, portal_system;

-- One row, two while a key is being changed. As HMAC pads, so that core SHA-256 is enough.
CREATE TABLE authz.key (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);

CREATE TYPE authz.identity AS (
    uid uuid,         -- an active person acting for themselves, else NULL
    actor uuid,       -- the person behind the claim, also while a system acts for them
    role text,        -- 'anonymous', the user_type, 'inactive', or '@ticketing.checkout'
    request text,
    order_scope uuid  -- the one order this claim opens, also while a system acts
);

-- The claim is user|system|request|order|expiry|hmac, minted by common.identity.
CREATE FUNCTION authz.me() RETURNS authz.identity
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    claim text := current_setting('app.claim', true);
    part text[];
    body text;
    me authz.identity;
BEGIN
    me.role := 'anonymous';
    IF coalesce(claim, '') = '' THEN
        RETURN me;
    END IF;
    part := string_to_array(claim, '|');
    body := concat_ws('|', part[1], part[2], part[3], part[4], part[5]);
    IF array_length(part, 1) IS DISTINCT FROM 6 OR NOT EXISTS (SELECT FROM authz.key k WHERE part[6] = encode(
            sha256(k.outer_pad || sha256(k.inner_pad || convert_to(body, 'UTF8'))), 'hex')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'authz: not a valid claim: ' || left(claim, 40);
    END IF;
    IF part[5]::bigint < extract(epoch FROM clock_timestamp()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'authz: the claim has expired';
    END IF;
    me.actor := nullif(part[1], '')::uuid;
    me.request := part[3];
    me.order_scope := nullif(part[4], '')::uuid;
    IF part[2] <> '' THEN
        me.role := '@' || part[2];
    ELSIF me.actor IS NOT NULL THEN
        SELECT u.id, u.user_type INTO me.uid, me.role
          FROM public.users u WHERE u.id = me.actor AND u.status = 'active';
        me.role := coalesce(me.role, 'inactive');
    END IF;
    RETURN me;
END $$;

-- Inlined by the planner. In policies always as (SELECT ...): once a statement, not once a row.
CREATE FUNCTION authz.uid() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (authz.me()).uid;
CREATE FUNCTION authz.actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (authz.me()).actor;
CREATE FUNCTION authz.role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (authz.me()).role;
CREATE FUNCTION authz.order_scope() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (authz.me()).order_scope;

-- The order in scope for a visitor; NULL while a system acts, which has rules of its own.
CREATE FUNCTION authz.my_order() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    me authz.identity := authz.me();
BEGIN
    RETURN CASE WHEN me.role NOT LIKE '@%' THEN me.order_scope END;
END $$;

-- Reserved(...): these columns change by these hands only.
CREATE FUNCTION authz.reserved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF authz.role() <> ALL (TG_ARGV) THEN
        RAISE insufficient_privilege USING MESSAGE = format(
            'authz: %s may not change a reserved column of %s', authz.role(), TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;

-- System(..., columns=...): this hand changes these columns only.
CREATE FUNCTION authz.only_columns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF authz.role() = TG_ARGV[0]
       AND to_jsonb(OLD) - TG_ARGV[1:] IS DISTINCT FROM to_jsonb(NEW) - TG_ARGV[1:] THEN
        RAISE insufficient_privilege USING MESSAGE = format(
            'authz: %s may change only %s of %s', authz.role(), TG_ARGV[1:], TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
