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
