-- What a clerk corrected stands beside what was read; what it taught is the unit's own vocabulary.

SET LOCAL ROLE approvals_owner;

CREATE TABLE notice_correction (
  unit_id       int NOT NULL,
  opened_month  date NOT NULL,
  case_id       uuid NOT NULL,
  correction_id bigint GENERATED ALWAYS AS IDENTITY,
  row_no        text NOT NULL,
  field         text NOT NULL CHECK (field IN ('title', 'leaders', 'departments', 'lead', 'due', 'standard', 'recurrence')),
  -- In words, as they were that day: what was read, and what it was corrected to.
  read_as       text NOT NULL,
  now           text NOT NULL CHECK (now <> read_as),
  corrected_by  int NOT NULL,
  corrected_at  timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, opened_month, case_id, correction_id),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES notice,
  FOREIGN KEY (unit_id, corrected_by) REFERENCES person
);
CALL keep_to_unit_append_only('notice_correction');

-- 本单位的叫法: a name that the directory does not have, a head of a column that no office has in common. Taken away, never deleted.
CREATE TABLE own_word (
  unit_id     int NOT NULL REFERENCES unit,
  word_id     bigint GENERATED ALWAYS AS IDENTITY,
  word        text NOT NULL CHECK (word <> '' AND length(word) <= 60),
  -- One of the three is what it means.
  body_id     int,
  person_id   int,
  column_name text,
  taught_by   int NOT NULL,
  taught_at   timestamptz NOT NULL DEFAULT office_now(),
  -- The notice that taught it; null where somebody said it on the page of the vocabulary.
  opened_month date,
  case_id      uuid,
  removed_by  int,
  removed_at  timestamptz,
  PRIMARY KEY (unit_id, word_id),
  FOREIGN KEY (unit_id, body_id) REFERENCES body,
  FOREIGN KEY (unit_id, person_id) REFERENCES person,
  FOREIGN KEY (unit_id, taught_by) REFERENCES person,
  FOREIGN KEY (unit_id, removed_by) REFERENCES person,
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES notice,
  CHECK (num_nonnulls(body_id, person_id, column_name) = 1),
  CHECK ((removed_by IS NULL) = (removed_at IS NULL))
);
CREATE UNIQUE INDEX own_word_stands ON own_word (
  unit_id, word, (CASE WHEN column_name IS NULL THEN CASE WHEN body_id IS NULL THEN 'person' ELSE 'body' END ELSE 'column' END))
  WHERE removed_at IS NULL;
CALL keep_to_unit('own_word', 'SELECT, INSERT, UPDATE');

-- A notice that was read anew, as a head of a column was taught: what had been read before.
CREATE TABLE notice_reading (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  reading_id   bigint GENERATED ALWAYS AS IDENTITY,
  draft        jsonb NOT NULL,
  replaced_by  int NOT NULL,
  replaced_at  timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, opened_month, case_id, reading_id),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES notice,
  FOREIGN KEY (unit_id, replaced_by) REFERENCES person
);
CALL keep_to_unit_append_only('notice_reading');
-- Only untouched rows and differences are replaced; what is final stays (trigger final).
GRANT DELETE ON notice_row, notice_difference TO approvals_app;
