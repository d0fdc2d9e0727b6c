-- 三员分立: what kind an account is, and the trail (操作留痕) of what was done with accounts, rights, the door and the directory.

SET LOCAL ROLE approvals_owner;

ALTER TABLE account
  ADD COLUMN kind text NOT NULL DEFAULT 'member' CHECK (kind IN ('member', 'system', 'security', 'audit', 'set-up')),
  ADD COLUMN unconfirmed_by int,
  ALTER COLUMN person_id DROP NOT NULL,
  ADD FOREIGN KEY (unit_id, unconfirmed_by) REFERENCES account (unit_id, account_id),
  ADD CHECK (unconfirmed_by IS NULL OR (kind IN ('system', 'security', 'audit') AND unconfirmed_by <> account_id)),
  -- Nobody's: it makes the three administrators and is closed.
  ADD CHECK ((kind = 'set-up') = (person_id IS NULL));
COMMENT ON COLUMN account.kind IS 'member 职工: acts in cases by his posts; system, security, audit 三员: keep accounts, rights, the trail';
COMMENT ON COLUMN account.unconfirmed_by IS 'who opened this administrator''s account or gave it another key: nobody enters with it before one of the others confirms';

-- One human has one account for his work, and is at most one of the three.
CREATE UNIQUE INDEX account_of_member ON account (unit_id, person_id) WHERE kind = 'member' AND disabled_at IS NULL;
CREATE UNIQUE INDEX account_of_administrator ON account (unit_id, person_id)
  WHERE kind IN ('system', 'security', 'audit') AND disabled_at IS NULL;
CREATE UNIQUE INDEX account_of_set_up ON account (unit_id) WHERE kind = 'set-up';

-- What an account is and is called is said once, when it is opened.
REVOKE UPDATE ON account FROM approvals_app;
GRANT UPDATE (person_id, password_hash, must_change, failed_count, locked_until, disabled_at, phone, unconfirmed_by)
  ON account TO approvals_app;

CREATE FUNCTION stay_handed_over() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  RAISE EXCEPTION 'The set-up account has handed over.' USING ERRCODE = 'restrict_violation';
END
$$;
REVOKE ALL ON FUNCTION stay_handed_over() FROM PUBLIC;
CREATE TRIGGER set_up_is_over BEFORE UPDATE ON account
  FOR EACH ROW WHEN (OLD.kind = 'set-up' AND OLD.disabled_at IS NOT NULL AND NEW.disabled_at IS NULL)
  EXECUTE FUNCTION stay_handed_over();

-- As before, for an account that is nobody's too.
CREATE OR REPLACE FUNCTION find_account(wanted text)
  RETURNS TABLE (unit_id int, account_id int, person_id int, password_hash text, locked bool)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
    SELECT a.unit_id, a.account_id, coalesce(a.person_id, 0), a.password_hash, coalesce(a.locked_until > public.office_now(), false)
    FROM public.account a
    WHERE a.login = wanted
  $$;

-- A right that is withdrawn on the day on which it was given is withdrawn at once: its days are none.
ALTER TABLE post
  DROP CONSTRAINT post_check,
  ADD CHECK (valid_to >= valid_from - 1);

-- Appended to and read, by nobody changed: the application's role has no right to.
CREATE TABLE trail (
  unit_id       int NOT NULL REFERENCES unit,
  trail_id      bigint GENERATED ALWAYS AS IDENTITY,
  at            timestamptz NOT NULL DEFAULT office_now(),
  kind          text NOT NULL CHECK (kind IN ('Account', 'Right', 'SignIn', 'Directory', 'Export', 'Refusal')),
  act           text NOT NULL CHECK (act <> ''),
  by_account    int,
  about_account int,
  about_person  int,
  address       inet,
  details       text NOT NULL DEFAULT '',
  PRIMARY KEY (unit_id, trail_id),
  FOREIGN KEY (unit_id, by_account) REFERENCES account,
  FOREIGN KEY (unit_id, about_account) REFERENCES account,
  FOREIGN KEY (unit_id, about_person) REFERENCES person
);
COMMENT ON COLUMN trail.by_account IS 'who did it; null: the program itself, or somebody who was not let in';
COMMENT ON COLUMN trail.details IS 'a few words, as they were then; never the text of a document';
CREATE INDEX trail_by_time ON trail (unit_id, at);
CREATE INDEX trail_by_account ON trail (unit_id, by_account, at);
CREATE INDEX trail_about_account ON trail (unit_id, about_account, at);
CALL keep_to_unit_append_only('public.trail');
