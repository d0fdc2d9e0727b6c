-- A new list against what is promised already: what the clerk made of each proposal.

SET LOCAL ROLE approvals_owner;

-- The row is work that a live item promises already: it opens no second item, and nobody confirms it.
ALTER TABLE notice_row
  ADD COLUMN same_month date,
  ADD COLUMN same_as    uuid,
  ADD CHECK ((same_month IS NULL) = (same_as IS NULL)),
  ADD FOREIGN KEY (unit_id, same_month, same_as) REFERENCES flow_case (unit_id, opened_month, case_id);

CREATE TABLE list_ruling (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  item_month   date NOT NULL,
  item_id      uuid NOT NULL,
  -- Empty: the whole list was given anew without the item.
  row_no       text NOT NULL,
  -- same: the row is that item, with the changes that were taken; other: it is not; revoked: the item is no longer to be kept;
  -- kept: it is kept all the same.
  ruling       text NOT NULL CHECK (ruling IN ('same', 'other', 'revoked', 'kept')),
  -- What the row gives otherwise, in words: field, was, now, whether it was taken, and whether it was carried out here.
  changes      jsonb NOT NULL,
  ruled_by     int NOT NULL,
  ruled_at     timestamptz NOT NULL DEFAULT office_now(),
  -- What of it the program does by itself was handed to the item.
  carried_at   timestamptz,
  PRIMARY KEY (unit_id, opened_month, case_id, item_id, row_no),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES notice,
  FOREIGN KEY (unit_id, item_month, item_id) REFERENCES flow_case (unit_id, opened_month, case_id),
  FOREIGN KEY (unit_id, ruled_by) REFERENCES person
);
CREATE INDEX list_ruling_of_item ON list_ruling (unit_id, item_id);
CALL keep_to_unit('list_ruling', 'SELECT, INSERT, UPDATE');
