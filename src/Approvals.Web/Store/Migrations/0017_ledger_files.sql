-- A ledger that already lives in a workbook: the file while its columns are being told, and how they were told before.

SET LOCAL ROLE approvals_owner;

CREATE TABLE ledger_upload (
  unit_id       int NOT NULL,
  upload_id     uuid NOT NULL,
  source_sha256 bytea NOT NULL,
  name          text NOT NULL,
  uploaded_by   int NOT NULL,
  uploaded_at   timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, upload_id),
  FOREIGN KEY (unit_id, source_sha256) REFERENCES file (unit_id, sha256),
  FOREIGN KEY (unit_id, uploaded_by) REFERENCES person
);
CALL keep_to_unit_append_only('ledger_upload');

-- One for each set of heads, in their order: the same ledger next month needs no telling.
CREATE TABLE ledger_mapping (
  unit_id   int NOT NULL REFERENCES unit,
  heads     text[] NOT NULL,
  columns   text[] NOT NULL,
  told_by   int NOT NULL,
  told_at   timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, heads),
  FOREIGN KEY (unit_id, told_by) REFERENCES person,
  CHECK (cardinality(heads) = cardinality(columns))
);
CALL keep_to_unit('ledger_mapping', 'SELECT, INSERT, UPDATE');
