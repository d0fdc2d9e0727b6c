-- Sign rules: seats that wait for their turn, that are only consulted, that weigh more than one, or that were added.

SET LOCAL ROLE approvals_owner;

ALTER TABLE seat
  ADD COLUMN consulted    bool NOT NULL DEFAULT false,
  ADD COLUMN lead         bool NOT NULL DEFAULT false,
  ADD COLUMN weight       int CHECK (weight > 1),
  ADD COLUMN state        text NOT NULL DEFAULT 'Open' CHECK (state IN ('Open', 'Waiting', 'Silent', 'Released')),
  ADD COLUMN added_to     int,
  ADD COLUMN added_place  text CHECK (added_place IN ('Before', 'After')),
  ADD COLUMN added_by     int,
  ADD COLUMN added_reason text CHECK (added_reason <> ''),
  ADD FOREIGN KEY (unit_id, opened_month, case_id, round, added_to) REFERENCES seat,
  ADD CHECK (num_nulls(added_to, added_place, added_by, added_reason) IN (0, 4)),
  ADD CHECK (state <> 'Silent' OR consulted),
  ADD CHECK (NOT (consulted AND (lead OR added_to IS NOT NULL OR state IN ('Waiting', 'Released'))));
COMMENT ON COLUMN seat.weight IS 'of its vote in a 票签; null: one';
COMMENT ON COLUMN seat.state IS 'while it has not voted: only an open seat of the open round has an assignment';
COMMENT ON COLUMN seat.added_to IS '加签: the seat from which it was added';

-- Who sits stays as it was when the round opened; whether and until when the seat is asked does not.
GRANT UPDATE (state, due_on, due_at) ON seat TO approvals_app;

ALTER TABLE assignment ADD COLUMN consulted bool NOT NULL DEFAULT false;
