-- The clerk corrects a whole reading: adds a row that it missed, takes one away, parts one, joins two, and corrects the head.

SET LOCAL ROLE approvals_owner;

ALTER TABLE notice_row
  ADD COLUMN points     jsonb CHECK (jsonb_typeof(points) = 'array'),
  ADD COLUMN split_from text,
  ADD COLUMN found      int,
  ADD COLUMN added_by   int,
  ADD COLUMN added_at   timestamptz,
  ADD FOREIGN KEY (unit_id, added_by) REFERENCES person,
  ADD CHECK ((added_by IS NULL) = (added_at IS NULL));
COMMENT ON COLUMN notice_row.points IS '要点 as the clerk left them; null: as they were read';
COMMENT ON COLUMN notice_row.split_from IS 'the row whose reading this one shares, since it was parted from it (拆分)';
COMMENT ON COLUMN notice_row.found IS 'the difference whose sentence was listed as this item (列为事项)';
COMMENT ON COLUMN notice_row.added_by IS 'who added it; null: it was read';

-- The item of the draft that was read where the row stands; null: a person added it.
CREATE FUNCTION read_no(r notice_row) RETURNS text
  LANGUAGE sql IMMUTABLE
  AS $$ SELECT CASE WHEN r.added_by IS NULL OR r.split_from IS NOT NULL THEN coalesce(r.split_from, r.row_no) END $$;
REVOKE ALL ON FUNCTION read_no(notice_row) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION read_no(notice_row) TO approvals_app;

-- Of the head, row_no is empty.
ALTER TABLE notice_correction DROP CONSTRAINT notice_correction_field_check;
ALTER TABLE notice_correction ADD CONSTRAINT notice_correction_field_check CHECK (
  CASE WHEN row_no = '' THEN field IN ('title', 'number', 'issuer', 'addressees', 'issued_on', 'printed_on', 'cc')
  ELSE field IN ('title', 'plan', 'points', 'leaders', 'departments', 'lead', 'due', 'standard', 'recurrence') END);

ALTER TABLE notice
  ADD COLUMN addressees     text[],
  ADD COLUMN cc             text[],
  ADD COLUMN title_proposed bool NOT NULL DEFAULT false;
COMMENT ON COLUMN notice.addressees IS '主送 as corrected; null: as read';
COMMENT ON COLUMN notice.cc IS '抄送 as corrected; null: as read';
COMMENT ON COLUMN notice.title_proposed IS 'no title was read: it is the name of the file until somebody confirms one';

-- A row that was taken away (删除, 合并) is kept as it was, with who, when and why; 恢复 brings it back.
CREATE TABLE notice_row_removed (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  removal_id   bigint GENERATED ALWAYS AS IDENTITY,
  row_no       text NOT NULL,
  kept         jsonb NOT NULL CHECK (jsonb_typeof(kept) = 'object'),
  reason       text NOT NULL CHECK (reason <> ''),
  -- The row that took its work over; null: it is none.
  merged_into  text,
  removed_by   int NOT NULL,
  removed_at   timestamptz NOT NULL DEFAULT office_now(),
  restored_by  int,
  restored_at  timestamptz,
  PRIMARY KEY (unit_id, opened_month, case_id, removal_id),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES notice,
  FOREIGN KEY (unit_id, removed_by) REFERENCES person,
  FOREIGN KEY (unit_id, restored_by) REFERENCES person,
  CHECK ((restored_by IS NULL) = (restored_at IS NULL))
);
CREATE UNIQUE INDEX notice_row_removed_once ON notice_row_removed (unit_id, opened_month, case_id, row_no) WHERE restored_at IS NULL;
CALL keep_to_unit('notice_row_removed', 'SELECT, INSERT');
GRANT UPDATE (restored_by, restored_at) ON notice_row_removed TO approvals_app;
CREATE TRIGGER final BEFORE INSERT OR UPDATE OR DELETE ON notice_row_removed FOR EACH ROW EXECUTE FUNCTION keep_what_is_final();

-- How the columns of the very workbook were told: read again, it is read so, whatever was told of others with the same heads since.
ALTER TABLE ledger_upload
  ADD COLUMN heads   text[],
  ADD COLUMN columns text[],
  ADD CHECK (cardinality(heads) = cardinality(columns)),
  ADD CHECK ((heads IS NULL) = (columns IS NULL));
GRANT UPDATE (heads, columns) ON ledger_upload TO approvals_app;

-- A number of another register that had been misread. It is not void: whoever bears it may still come in under it.
CREATE TABLE number_misread (
  unit_id      int NOT NULL,
  misread_id   bigint GENERATED ALWAYS AS IDENTITY,
  register_id  int NOT NULL,
  year         int NOT NULL,
  number       int NOT NULL,
  case_id      uuid NOT NULL,
  reason       text NOT NULL CHECK (reason <> ''),
  corrected_by int NOT NULL,
  corrected_at timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, misread_id),
  FOREIGN KEY (unit_id, register_id, year, number) REFERENCES number_taken,
  FOREIGN KEY (unit_id, corrected_by) REFERENCES person
);
CALL keep_to_unit_append_only('number_misread');
