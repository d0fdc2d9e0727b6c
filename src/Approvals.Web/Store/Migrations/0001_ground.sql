-- The ground that every other table stands on: two roles, units, row-level security, the office's clock.
-- Runs once as a role that may become approvals_owner (the embedded server connects as that role itself).

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'approvals_owner') THEN
    CREATE ROLE approvals_owner NOLOGIN NOSUPERUSER NOBYPASSRLS;
    GRANT approvals_owner TO CURRENT_USER;
    GRANT USAGE, CREATE ON SCHEMA public TO approvals_owner;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'approvals_app') THEN
    -- Whoever runs an external server gives it a password.
    CREATE ROLE approvals_app LOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
END
$$;

SET LOCAL ROLE approvals_owner;

-- Not bound to a unit: it describes the schema.
CREATE TABLE migration (
  number     int PRIMARY KEY,
  name       text NOT NULL,
  sha256     bytea NOT NULL CHECK (length(sha256) = 32),
  applied_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON migration TO approvals_app;

-- The clock of the office. Every deciding instant comes from here; tests replace it in their own database as the
-- owner, and no setting of the product reaches it.
CREATE FUNCTION office_now() RETURNS timestamptz
  LANGUAGE sql STABLE PARALLEL SAFE
  AS 'SELECT now()';
REVOKE ALL ON FUNCTION office_now() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office_now() TO approvals_app;

-- Row-level security of one table. FORCEd, so that the owner's own migrations and functions see no unit by accident.
-- Called by migrations for every table with unit_id; without a unit in the transaction the table is empty.
CREATE PROCEDURE keep_to_unit(bound regclass, rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE')
  LANGUAGE plpgsql
  AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', bound);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', bound);
  EXECUTE format(
    'CREATE POLICY own_unit ON %s USING (unit_id = nullif(current_setting(''app.unit_id'', true), '''')::int)', bound);
  EXECUTE format('GRANT %s ON %s TO approvals_app', rights, bound);
END
$$;
REVOKE ALL ON PROCEDURE keep_to_unit(regclass, text) FROM PUBLIC;

-- The same for what is only ever appended: events, anchors, registers.
CREATE PROCEDURE keep_to_unit_append_only(bound regclass)
  LANGUAGE sql
  AS $$ CALL keep_to_unit(bound, 'SELECT, INSERT') $$;
REVOKE ALL ON PROCEDURE keep_to_unit_append_only(regclass) FROM PUBLIC;

CREATE TABLE unit (
  unit_id       int PRIMARY KEY CHECK (unit_id > 0),
  name          text NOT NULL CHECK (name <> ''),
  short_name    text NOT NULL CHECK (short_name <> ''),
  demonstration bool NOT NULL DEFAULT false,
  zone          text NOT NULL DEFAULT 'Asia/Shanghai'
);
CALL keep_to_unit('unit', 'SELECT, INSERT, UPDATE');
-- A SECURITY DEFINER function runs as the owner, who is bound too: this opens the list, and nothing else, to it.
CREATE POLICY listed_by_owner ON unit FOR SELECT TO approvals_owner USING (true);

-- One of the few doors that open before a unit is known.
CREATE FUNCTION units_of_installation()
  RETURNS TABLE (unit_id int, name text, short_name text, demonstration bool, zone text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
    SELECT u.unit_id, u.name, u.short_name, u.demonstration, u.zone
    FROM public.unit u
    ORDER BY u.unit_id
  $$;
REVOKE ALL ON FUNCTION units_of_installation() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION units_of_installation() TO approvals_app;

-- A press is done once: the same key again gets the stored answer, with another body it is refused.
CREATE TABLE command_key (
  unit_id   int NOT NULL REFERENCES unit,
  key       text NOT NULL CHECK (key <> ''),
  body_hash bytea NOT NULL CHECK (length(body_hash) = 32),
  answer    jsonb,
  at        timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, key)
);
CALL keep_to_unit('command_key');

-- Messages on their way out. Sent outside any transaction; the row is leased by claimed_until and a token.
CREATE TABLE outbox (
  unit_id       int NOT NULL REFERENCES unit,
  outbox_id     bigint GENERATED ALWAYS AS IDENTITY,
  key           text NOT NULL CHECK (key <> ''),
  channel       text NOT NULL,
  recipient     int,
  payload       bytea NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT office_now(),
  claimed_until timestamptz,
  token         uuid,
  sent_at       timestamptz,
  PRIMARY KEY (unit_id, outbox_id),
  UNIQUE (unit_id, key),
  CHECK ((claimed_until IS NULL) = (token IS NULL))
);
CREATE INDEX outbox_unsent ON outbox (unit_id, outbox_id) WHERE sent_at IS NULL;
CALL keep_to_unit('outbox');

-- Content-addressed: the same bytes are kept once a unit, whatever they were called the second time.
CREATE TABLE file (
  unit_id     int NOT NULL REFERENCES unit,
  sha256      bytea NOT NULL CHECK (length(sha256) = 32),
  name        text NOT NULL,
  media_type  text NOT NULL,
  size        bigint NOT NULL CHECK (size = length(content)),
  content     bytea NOT NULL,
  uploaded_by int,
  uploaded_at timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, sha256)
);
-- Scans and office files are compressed already.
ALTER TABLE file ALTER COLUMN content SET STORAGE EXTERNAL;
CALL keep_to_unit_append_only('file');

-- Keys of cookies and form tokens, shared by every web node; they belong to the installation, not to a unit.
CREATE TABLE data_protection_key (
  name text PRIMARY KEY,
  xml  text NOT NULL
);
GRANT SELECT, INSERT ON data_protection_key TO approvals_app;
