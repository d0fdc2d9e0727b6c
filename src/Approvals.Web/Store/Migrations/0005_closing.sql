-- The report with which a campaign was closed, kept as it was first written; and messages by whom they are for.

SET LOCAL ROLE approvals_owner;

CREATE TABLE campaign_report (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  sha256       bytea NOT NULL,
  written_at   timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, opened_month, case_id),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case,
  FOREIGN KEY (unit_id, sha256) REFERENCES file (unit_id, sha256)
);
CALL keep_to_unit_append_only('public.campaign_report');

CREATE INDEX outbox_recipient ON outbox (unit_id, recipient, outbox_id) WHERE sent_at IS NULL AND recipient IS NOT NULL;
