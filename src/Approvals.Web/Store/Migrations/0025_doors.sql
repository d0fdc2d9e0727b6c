-- Who may know of a matter decides who can take its seats, as posts do: whoever looks for empty ones looks again.

SET LOCAL ROLE approvals_owner;

ALTER TABLE unit_directory ADD COLUMN scopes bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN unit_directory.scopes IS 'how often somebody has said who may know of a matter';

-- By statement, as for the directory.
CREATE FUNCTION scopes_changed() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  INSERT INTO unit_directory (unit_id, scopes) VALUES (current_setting('app.unit_id')::int, 1)
  ON CONFLICT (unit_id) DO UPDATE SET scopes = unit_directory.scopes + 1;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION scopes_changed() FROM PUBLIC;

CREATE TRIGGER scope_person_changed AFTER INSERT OR DELETE ON scope_person
  FOR EACH STATEMENT EXECUTE FUNCTION scopes_changed();

-- An account that nobody has used may be tied to another person: what was done before was done by, or to, whose it was then.
ALTER TABLE trail
  ADD COLUMN by_person int,
  ADD FOREIGN KEY (unit_id, by_person) REFERENCES person;
COMMENT ON COLUMN trail.by_person IS 'whose account it was that did it, then';
COMMENT ON COLUMN trail.about_person IS 'the person that it was done to, or whose account it was then';

-- Wrong passwords are counted by the login as it was typed and by where it came from: a stranger who guesses keeps its owner out nowhere
-- but at his own address, and a login that is nobody's costs what any other costs. Known before a unit is.
CREATE TABLE sign_in_attempt (
  login        text NOT NULL,
  address      text NOT NULL,
  failed_count int NOT NULL CHECK (failed_count > 0),
  locked_until timestamptz,
  at           timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (login, address)
);
COMMENT ON TABLE sign_in_attempt IS 'forgotten some time after the last one';
CREATE INDEX sign_in_attempt_by_time ON sign_in_attempt (at);

-- Before the password is looked at: of many guesses sent at once no more than are allowed are ever compared. False: it is locked, from
-- there, or by as many from everywhere that no person mistypes so often.
CREATE FUNCTION count_attempt(of_login text, of_address text, allowed int, from_everywhere int, locked interval) RETURNS bool
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  counted bool;
BEGIN
  DELETE FROM sign_in_attempt
  WHERE (login, address) IN (
    SELECT a.login, a.address
    FROM sign_in_attempt a
    WHERE a.at < office_now() - greatest(locked, interval '1 hour')
    ORDER BY a.at
    LIMIT 100
    FOR UPDATE SKIP LOCKED);

  INSERT INTO sign_in_attempt AS a (login, address, failed_count, locked_until)
  VALUES (of_login, of_address, 1, CASE WHEN allowed <= 1 THEN office_now() + locked END)
  ON CONFLICT (login, address) DO UPDATE
  SET failed_count = CASE WHEN a.locked_until IS NULL THEN a.failed_count ELSE 0 END + 1,
      locked_until = CASE
        WHEN CASE WHEN a.locked_until IS NULL THEN a.failed_count ELSE 0 END + 1 >= allowed THEN office_now() + locked
      END,
      at = office_now()
  WHERE a.locked_until IS NULL OR a.locked_until <= office_now();
  counted := FOUND;
  RETURN counted AND (
    SELECT coalesce(sum(a.failed_count), 0) <= from_everywhere
    FROM sign_in_attempt a
    WHERE a.login = of_login AND a.at > office_now() - locked);
END
$$;
REVOKE ALL ON FUNCTION count_attempt(text, text, int, int, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION count_attempt(text, text, int, int, interval) TO approvals_app;

-- What was given was right, or an administrator unlocks it. A null address: all of them.
CREATE FUNCTION forgive_attempts(of_login text, of_address text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ DELETE FROM sign_in_attempt WHERE login = of_login AND (of_address IS NULL OR address = of_address) $$;
REVOKE ALL ON FUNCTION forgive_attempts(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forgive_attempts(text, text) TO approvals_app;

-- A null address: anywhere.
CREATE FUNCTION is_locked_out(of_login text, of_address text) RETURNS bool
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM sign_in_attempt
      WHERE login = of_login AND (of_address IS NULL OR address = of_address) AND locked_until > office_now())
  $$;
REVOKE ALL ON FUNCTION is_locked_out(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_locked_out(text, text) TO approvals_app;

-- A wrong password of a login that is nobody's writes and commits as one of somebody's does, so that the time tells nobody which it was.
CREATE FUNCTION note_attempt(of_login text, of_address text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$ UPDATE sign_in_attempt SET at = office_now() WHERE login = of_login AND address = of_address $$;
REVOKE ALL ON FUNCTION note_attempt(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_attempt(text, text) TO approvals_app;
