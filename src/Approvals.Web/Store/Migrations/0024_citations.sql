-- Which event cites which file: whoever may see the case may have it then. What somebody types into a text cites nothing.

SET LOCAL ROLE approvals_owner;

-- The same bytes have the name and the reason of the press that brought them: those of one case are none of another's business.
CREATE TABLE citation (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  seq          int NOT NULL,
  sha256       bytea NOT NULL CHECK (length(sha256) = 32),
  name         text,
  reason       text CHECK (btrim(reason) <> ''),
  PRIMARY KEY (unit_id, opened_month, case_id, seq, sha256),
  FOREIGN KEY (unit_id, opened_month, case_id, seq) REFERENCES case_event
);
COMMENT ON COLUMN citation.reason IS 'why the presser has it taken as it is although it holds the numbers of people';
CREATE INDEX citation_of_file ON citation (unit_id, sha256);
CALL keep_to_unit_append_only('citation');
-- The event is written first, then what came with it.
GRANT UPDATE (name, reason) ON citation TO approvals_app;

-- 台账: what a workbook became. From then on the notice's gate is the workbook's, and its columns are told no more.
ALTER TABLE ledger_upload
  ADD COLUMN notice_month date,
  ADD COLUMN notice_id    uuid,
  ADD CHECK ((notice_month IS NULL) = (notice_id IS NULL)),
  ADD FOREIGN KEY (unit_id, notice_month, notice_id) REFERENCES flow_case (unit_id, opened_month, case_id);
GRANT UPDATE (notice_month, notice_id) ON ledger_upload TO approvals_app;

-- What was cited and brought in before. No unit is set here: the owner goes past the policies for these two statements.
ALTER TABLE case_event NO FORCE ROW LEVEL SECURITY;
ALTER TABLE file NO FORCE ROW LEVEL SECURITY;
ALTER TABLE file_ruling NO FORCE ROW LEVEL SECURITY;
ALTER TABLE citation NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notice NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_upload NO FORCE ROW LEVEL SECURITY;
INSERT INTO citation (unit_id, opened_month, case_id, seq, sha256, name, reason)
SELECT DISTINCT ON (e.unit_id, e.opened_month, e.case_id, e.seq, f.sha256)
       e.unit_id, e.opened_month, e.case_id, e.seq, f.sha256, f.name, r.reason
FROM case_event e
CROSS JOIN LATERAL jsonb_array_elements_text(convert_from(e.payload, 'UTF8')::jsonb #> '{Said,Evidence}') AS cited (hex)
JOIN file f ON f.unit_id = e.unit_id AND encode(f.sha256, 'hex') = cited.hex
LEFT JOIN file_ruling r ON r.unit_id = e.unit_id AND r.sha256 = f.sha256 AND r.ruled_by = e.actor
WHERE e.kind IN ('vote-cast', 'report-made', 'standing-act-done');
UPDATE ledger_upload l
SET notice_month = n.opened_month, notice_id = n.case_id
FROM notice n
WHERE n.unit_id = l.unit_id AND n.source_sha256 = l.source_sha256;
ALTER TABLE case_event FORCE ROW LEVEL SECURITY;
ALTER TABLE file FORCE ROW LEVEL SECURITY;
ALTER TABLE file_ruling FORCE ROW LEVEL SECURITY;
ALTER TABLE citation FORCE ROW LEVEL SECURITY;
ALTER TABLE notice FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_upload FORCE ROW LEVEL SECURITY;
