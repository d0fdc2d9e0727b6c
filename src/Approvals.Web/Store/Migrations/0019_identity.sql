-- Who is at the door: sessions that end one by one, a second factor (TOTP) with its recovery codes, identities that other systems
-- vouch for, accounts that were disabled.

SET LOCAL ROLE approvals_owner;

-- A session of its own ends what the stamp ended, and one at a time.
ALTER TABLE account
  DROP COLUMN stamp,
  ADD COLUMN disabled_at timestamptz,
  ADD COLUMN phone text CHECK (phone ~ '^[0-9]{5,15}$');
COMMENT ON COLUMN account.disabled_at IS '停用: nobody signs in with it, and its sessions are over';
COMMENT ON COLUMN account.phone IS 'digits, without +86: by which a provider''s identity may be matched';
-- As account_login: whoever comes from a provider has not said which unit is his.
CREATE UNIQUE INDEX account_phone ON account (phone);

CREATE FUNCTION find_account_by_phone(wanted text)
  RETURNS TABLE (unit_id int, account_id int, person_id int)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
    SELECT a.unit_id, a.account_id, a.person_id
    FROM public.account a
    WHERE a.phone = wanted
  $$;
REVOKE ALL ON FUNCTION find_account_by_phone(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_account_by_phone(text) TO approvals_app;

-- 登录过的设备. Open until it is ended, or idle for longer than the setting says. Its cookie carries a token whose hash stands here:
-- who reads this table can sign nobody in.
CREATE TABLE session (
  unit_id    int NOT NULL,
  session_id bigint GENERATED ALWAYS AS IDENTITY,
  account_id int NOT NULL,
  token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
  provider   text CHECK (provider <> ''),
  browser    text NOT NULL,
  address    inet,
  began_at   timestamptz NOT NULL DEFAULT office_now(),
  seen_at    timestamptz NOT NULL DEFAULT office_now(),
  ended_at   timestamptz,
  PRIMARY KEY (unit_id, session_id),
  FOREIGN KEY (unit_id, account_id) REFERENCES account
);
COMMENT ON COLUMN session.provider IS 'who vouched for him; null: he gave the password';
COMMENT ON COLUMN session.seen_at IS 'of his requests at most one in some minutes is written down';
CREATE INDEX session_of_account ON session (unit_id, account_id);
CALL keep_to_unit('public.session');

-- 两步验证. No row: the account has none.
CREATE TABLE second_factor (
  unit_id     int NOT NULL,
  account_id  int NOT NULL,
  secret      bytea NOT NULL,
  last_step   bigint NOT NULL,
  enrolled_at timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, account_id),
  FOREIGN KEY (unit_id, account_id) REFERENCES account
);
COMMENT ON COLUMN second_factor.secret IS 'encrypted with the keys of data protection, bound to the account';
COMMENT ON COLUMN second_factor.last_step IS 'half minute of the last code that was taken: neither it nor an older one is taken again';
CALL keep_to_unit('public.second_factor');

CREATE TABLE recovery_code (
  unit_id    int NOT NULL,
  account_id int NOT NULL,
  code_hash  bytea NOT NULL CHECK (length(code_hash) = 32),
  used_at    timestamptz,
  PRIMARY KEY (unit_id, account_id, code_hash),
  FOREIGN KEY (unit_id, account_id) REFERENCES second_factor ON DELETE CASCADE
);
CALL keep_to_unit('public.recovery_code');

-- 其他登录方式: the account's owner has bound it himself.
CREATE TABLE external_identity (
  unit_id    int NOT NULL,
  provider   text NOT NULL CHECK (provider <> ''),
  subject    text NOT NULL CHECK (subject <> ''),
  account_id int NOT NULL,
  name       text NOT NULL,
  bound_at   timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, provider, subject),
  UNIQUE (unit_id, account_id, provider),
  -- As account_login.
  CONSTRAINT external_identity_once UNIQUE (provider, subject),
  FOREIGN KEY (unit_id, account_id) REFERENCES account
);
CALL keep_to_unit('public.external_identity', 'SELECT, INSERT, DELETE');
CREATE POLICY found_by_owner ON external_identity FOR SELECT TO approvals_owner USING (true);

CREATE FUNCTION find_bound_account(wanted_provider text, wanted_subject text)
  RETURNS TABLE (unit_id int, account_id int, person_id int)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
    SELECT a.unit_id, a.account_id, a.person_id
    FROM public.external_identity e
    JOIN public.account a ON a.unit_id = e.unit_id AND a.account_id = e.account_id
    WHERE e.provider = wanted_provider AND e.subject = wanted_subject
  $$;
REVOKE ALL ON FUNCTION find_bound_account(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_bound_account(text, text) TO approvals_app;
