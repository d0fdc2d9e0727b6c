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
  content_version int NOT NULL DEFAULT 1,
  read_by         int NOT NULL,
  read_at         timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, opened_month, case_id),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case,
  FOREIGN KEY (unit_id, source_sha256) REFERENCES file (unit_id, sha256)
);
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
  ruled_by     int,
  ruled_at     timestamptz,
  version      int NOT NULL DEFAULT 1,
  PRIMARY KEY (unit_id, opened_month, case_id, difference),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES notice,
  CHECK ((ruling IS NULL) = (ruled_at IS NULL) AND (ruled_at IS NULL) = (ruled_by IS NULL))
);
CALL keep_to_unit('notice_difference', 'SELECT, INSERT, UPDATE');
