-- Notices as they were read, what a clerk ruled and confirmed, and the files they came in.

SET LOCAL ROLE approvals_owner;

CREATE TABLE notice (
  unit_id         int NOT NULL,
  opened_month    date NOT NULL,
  case_id         uuid NOT NULL,
  elsewhere       bool NOT NULL,
  number          text,
  symbol          text,
  issuer          text,
  title           text NOT NULL,
  issued_on       date,
  printed_on      date,
  draft           jsonb NOT NULL,
  source_sha256   bytea NOT NULL,
  source_name     text NOT NULL,
  -- What is signed, part by part (a name and a SHA-256 a line), and the SHA-256 of those lines: the program computes both.
  content_parts   text NOT NULL DEFAULT '',
  content_hash    text NOT NULL DEFAULT '' CHECK (content_hash ~ '^([0-9a-f]{64})?$'),
  -- False once the case was withdrawn: its number may be registered again.
  live            bool NOT NULL DEFAULT true,
  read_by         int NOT NULL,
  read_at         timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, opened_month, case_id),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case,
  FOREIGN KEY (unit_id, source_sha256) REFERENCES file (unit_id, sha256),
  FOREIGN KEY (unit_id, read_by) REFERENCES person
);
-- However the brackets are written, and whether the 代字 has a register here or not: a number stands once.
CREATE UNIQUE INDEX notice_number
  ON notice (unit_id, translate(regexp_replace(number, '\s', '', 'g'), '[［【（(]］】）)', '〔〔〔〔〔〕〕〕〕〕'))
  WHERE live;
CREATE INDEX notice_newest ON notice (unit_id, read_at DESC);
CALL keep_to_unit('public.notice', 'SELECT, INSERT, UPDATE');

CREATE TABLE notice_row (
  unit_id         int NOT NULL,
  opened_month    date NOT NULL,
  case_id         uuid NOT NULL,
  row_no          text NOT NULL,
  place           int NOT NULL,
  title           text NOT NULL,
  plan            text NOT NULL,
  leaders         int[] NOT NULL,
  departments     int[] NOT NULL,
  lead_department int,
  due_on          date,
  lasting         bool NOT NULL DEFAULT false,
  standard        text NOT NULL DEFAULT '',
  confirmed_by    int,
  confirmed_at    timestamptz,
  version         int NOT NULL DEFAULT 1,
  PRIMARY KEY (unit_id, opened_month, case_id, row_no),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES notice,
  FOREIGN KEY (unit_id, confirmed_by) REFERENCES person,
  CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CHECK (confirmed_at IS NULL OR (leaders <> '{}' AND departments <> '{}' AND standard <> '' AND (due_on IS NOT NULL OR lasting))),
  CHECK (lead_department IS NULL OR lead_department = ANY (departments))
);
CALL keep_to_unit('notice_row', 'SELECT, INSERT, UPDATE');

CREATE TABLE notice_difference (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  difference   int NOT NULL,
  ruling       text,
  note         text,
  -- Typed and not ruled on yet; nobody signs it.
  typed        text,
  ruled_by     int,
  ruled_at     timestamptz,
  version      int NOT NULL DEFAULT 1,
  PRIMARY KEY (unit_id, opened_month, case_id, difference),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES notice,
  FOREIGN KEY (unit_id, ruled_by) REFERENCES person,
  CHECK ((ruling IS NULL) = (ruled_at IS NULL) AND (ruled_at IS NULL) = (ruled_by IS NULL))
);
CALL keep_to_unit('notice_difference', 'SELECT, INSERT, UPDATE');

-- What is final or split stays as it was signed, whatever the program thinks; only a number is still to come.
CREATE FUNCTION keep_what_is_final() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
  AS $$
DECLARE
  touched record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    touched := NEW;
  ELSE
    touched := OLD;
  END IF;
  IF EXISTS (
    SELECT FROM flow_case c
    WHERE c.unit_id = touched.unit_id AND c.opened_month = touched.opened_month AND c.case_id = touched.case_id
      AND ('frozen' = ANY (c.facts) OR c.splits <> '{}'))
    AND NOT (
      TG_TABLE_NAME = 'notice' AND TG_OP = 'UPDATE'
      AND to_jsonb(NEW) - 'number' - 'live' = to_jsonb(OLD) - 'number' - 'live'
      AND (to_jsonb(OLD)->>'number' IS NULL OR to_jsonb(OLD)->>'number' IS NOT DISTINCT FROM to_jsonb(NEW)->>'number')) THEN
    RAISE EXCEPTION 'the notice is final: its % cannot be changed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER final BEFORE UPDATE OR DELETE ON notice FOR EACH ROW EXECUTE FUNCTION keep_what_is_final();
CREATE TRIGGER final BEFORE INSERT OR UPDATE OR DELETE ON notice_row FOR EACH ROW EXECUTE FUNCTION keep_what_is_final();
CREATE TRIGGER final BEFORE INSERT OR UPDATE OR DELETE ON notice_difference FOR EACH ROW EXECUTE FUNCTION keep_what_is_final();

-- A registration that was withdrawn frees its number in the same transaction.
CREATE FUNCTION free_number() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  UPDATE notice
  SET live = false
  WHERE unit_id = NEW.unit_id AND opened_month = NEW.opened_month AND case_id = NEW.case_id AND live;
  RETURN NULL;
END
$$;
CREATE TRIGGER withdrawn AFTER UPDATE ON flow_case FOR EACH ROW
  WHEN (NEW.ended AND NOT OLD.ended AND NEW.parent_id IS NULL AND NEW.splits = '{}')
  EXECUTE FUNCTION free_number();
