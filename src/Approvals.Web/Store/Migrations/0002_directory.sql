-- Who is who: people, bodies, posts with effective dates, accounts, number registers.
-- A role is a word of workflows/roles.yaml; the schema knows none of them.

CREATE TABLE person (
  unit_id   int NOT NULL REFERENCES unit,
  person_id int NOT NULL CHECK (person_id > 0),
  name      text NOT NULL CHECK (name <> ''),
  position  int NOT NULL,
  PRIMARY KEY (unit_id, person_id)
);
COMMENT ON COLUMN person.position IS '班子排序: the official order, from 1';
CALL keep_to_unit('person', 'SELECT, INSERT, UPDATE');

CREATE TABLE body (
  unit_id     int NOT NULL REFERENCES unit,
  body_id     int NOT NULL CHECK (body_id > 0),
  kind        text NOT NULL CHECK (kind IN (
    'administrative', 'clinical', 'medical-technology', 'ward', 'window',
    'party-branch', 'task-force', 'mass-organisation', 'campus', 'external')),
  name        text NOT NULL CHECK (name <> ''),
  position    int NOT NULL,
  answered_by int CHECK (answered_by <> body_id),
  valid_from  date NOT NULL,
  valid_to    date CHECK (valid_to >= valid_from),
  PRIMARY KEY (unit_id, body_id),
  UNIQUE (unit_id, name, valid_from),
  FOREIGN KEY (unit_id, answered_by) REFERENCES body
);
COMMENT ON COLUMN body.name IS 'what it is called now; body_name has every name with its days, this one included';
COMMENT ON COLUMN body.answered_by IS 'for a collective owner (各窗口科室): the body that answers for all (归口汇总)';
COMMENT ON COLUMN body.valid_to IS 'last day, inclusive; null while it exists';
CALL keep_to_unit('body', 'SELECT, INSERT, UPDATE');

CREATE TABLE body_name (
  unit_id    int NOT NULL,
  name       text NOT NULL CHECK (name <> ''),
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  body_id    int NOT NULL,
  PRIMARY KEY (unit_id, name, valid_from),
  FOREIGN KEY (unit_id, body_id) REFERENCES body
);
CALL keep_to_unit('body_name', 'SELECT, INSERT, UPDATE');

CREATE TABLE post (
  unit_id    int NOT NULL,
  person_id  int NOT NULL,
  body_id    int NOT NULL,
  role       text NOT NULL CHECK (role <> ''),
  valid_from date NOT NULL,
  valid_to   date CHECK (valid_to >= valid_from),
  PRIMARY KEY (unit_id, person_id, body_id, role, valid_from),
  FOREIGN KEY (unit_id, person_id) REFERENCES person,
  FOREIGN KEY (unit_id, body_id) REFERENCES body
);
COMMENT ON COLUMN post.valid_to IS 'last day, inclusive; a post is ended, never deleted: past decisions cite it';
CREATE INDEX post_in_body ON post (unit_id, body_id, role);
CALL keep_to_unit('post', 'SELECT, INSERT, UPDATE');

-- One row a unit: its version tells a cached picture that it is old.
CREATE TABLE unit_directory (
  unit_id      int PRIMARY KEY REFERENCES unit,
  version      bigint NOT NULL DEFAULT 1,
  host_body_id int,
  FOREIGN KEY (unit_id, host_body_id) REFERENCES body
);
COMMENT ON COLUMN unit_directory.host_body_id IS '主办科室 of a campaign where nobody says another';
CALL keep_to_unit('unit_directory', 'SELECT, INSERT, UPDATE');

-- By statement, not by row: row-level security already keeps a statement to the transaction's unit.
CREATE FUNCTION directory_changed() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  INSERT INTO unit_directory (unit_id) VALUES (current_setting('app.unit_id')::int)
  ON CONFLICT (unit_id) DO UPDATE SET version = unit_directory.version + 1;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION directory_changed() FROM PUBLIC;

CREATE TRIGGER person_changed AFTER INSERT OR UPDATE OR DELETE ON person
  FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER body_changed AFTER INSERT OR UPDATE OR DELETE ON body
  FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER body_name_changed AFTER INSERT OR UPDATE OR DELETE ON body_name
  FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER post_changed AFTER INSERT OR UPDATE OR DELETE ON post
  FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();

CREATE TABLE account (
  unit_id       int NOT NULL,
  account_id    int NOT NULL CHECK (account_id > 0),
  login         text NOT NULL CHECK (login = lower(login) AND login <> ''),
  person_id     int NOT NULL,
  password_hash text,
  must_change   bool NOT NULL DEFAULT true,
  failed_count  int NOT NULL DEFAULT 0 CHECK (failed_count >= 0),
  locked_until  timestamptz,
  stamp         int NOT NULL DEFAULT 1,
  created_at    timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, account_id),
  -- The one index without unit_id: whoever signs in has not said which unit is his.
  CONSTRAINT account_login UNIQUE (login),
  FOREIGN KEY (unit_id, person_id) REFERENCES person
);
COMMENT ON COLUMN account.password_hash IS 'null until a password is given: nobody can sign in';
COMMENT ON COLUMN account.stamp IS 'grows with every new password, so that older cookies end';
CALL keep_to_unit('account', 'SELECT, INSERT, UPDATE');
CREATE POLICY found_by_owner ON account FOR SELECT TO approvals_owner USING (true);

-- The door that opens before a unit is known.
CREATE FUNCTION find_account(wanted text)
  RETURNS TABLE (unit_id int, account_id int, person_id int, password_hash text, locked bool)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
    SELECT a.unit_id, a.account_id, a.person_id, a.password_hash, coalesce(a.locked_until > public.office_now(), false)
    FROM public.account a
    WHERE a.login = wanted
  $$;
REVOKE ALL ON FUNCTION find_account(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_account(text) TO approvals_app;

-- 代字. Kept here: numbers are allocated without gaps. Kept elsewhere: they are only recorded, each once.
CREATE TABLE number_register (
  unit_id      int NOT NULL REFERENCES unit,
  register_id  int NOT NULL CHECK (register_id > 0),
  symbol       text NOT NULL CHECK (symbol <> ''),
  kept         text NOT NULL CHECK (kept IN ('here', 'elsewhere')),
  first_number int NOT NULL DEFAULT 1 CHECK (first_number > 0),
  first_year   int,
  serves       text,
  PRIMARY KEY (unit_id, register_id),
  UNIQUE (unit_id, symbol),
  UNIQUE (unit_id, register_id, kept)
);
COMMENT ON COLUMN number_register.first_number IS 'where first_year begins; every other year begins with 1';
COMMENT ON COLUMN number_register.serves IS 'what a definition calls it; null: only where somebody chooses it';
COMMENT ON COLUMN number_register.first_year IS 'null: the year of the first allocation';
CALL keep_to_unit('number_register', 'SELECT, INSERT');

-- One year of a register; its row is the lock that allocations queue on.
CREATE TABLE number_series (
  unit_id      int NOT NULL,
  register_id  int NOT NULL,
  year         int NOT NULL CHECK (year BETWEEN 1949 AND 2999),
  kept         text NOT NULL,
  first_number int NOT NULL CHECK (first_number > 0),
  PRIMARY KEY (unit_id, register_id, year),
  UNIQUE (unit_id, register_id, year, kept, first_number),
  FOREIGN KEY (unit_id, register_id, kept) REFERENCES number_register (unit_id, register_id, kept)
);
-- A row is locked with the right to update it; no column is ever changed.
CALL keep_to_unit('number_series', 'SELECT, INSERT, UPDATE');

-- A gap cannot be stored: each number names the one before it, which must exist.
CREATE TABLE number_taken (
  unit_id      int NOT NULL,
  register_id  int NOT NULL,
  year         int NOT NULL,
  number       int NOT NULL CHECK (number > 0),
  prev         int,
  kept         text NOT NULL,
  first_number int NOT NULL,
  case_id      uuid,
  taken_by     int,
  taken_at     timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, register_id, year, number),
  FOREIGN KEY (unit_id, register_id, year, kept, first_number)
    REFERENCES number_series (unit_id, register_id, year, kept, first_number),
  FOREIGN KEY (unit_id, register_id, year, prev) REFERENCES number_taken,
  FOREIGN KEY (unit_id, taken_by) REFERENCES person,
  CHECK (CASE
    WHEN kept = 'elsewhere' OR number = first_number THEN prev IS NULL
    ELSE prev IS NOT DISTINCT FROM number - 1
  END)
);
CALL keep_to_unit_append_only('number_taken');

-- A voided number (作废) stays taken.
CREATE TABLE number_voided (
  unit_id     int NOT NULL,
  register_id int NOT NULL,
  year        int NOT NULL,
  number      int NOT NULL,
  reason      text NOT NULL CHECK (reason <> ''),
  voided_by   int,
  voided_at   timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, register_id, year, number),
  FOREIGN KEY (unit_id, register_id, year, number) REFERENCES number_taken,
  FOREIGN KEY (unit_id, voided_by) REFERENCES person
);
CALL keep_to_unit_append_only('number_voided');
