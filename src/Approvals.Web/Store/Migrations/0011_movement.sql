-- Movement: where a return went and how it comes on again, what may be taken back, and what one case hands over to another.

SET LOCAL ROLE approvals_owner;

ALTER TABLE vote
  ADD COLUMN target text,
  ADD COLUMN way    text;
COMMENT ON COLUMN vote.target IS 'the stage to which the voter chose to return it; null: there was nothing to choose';
COMMENT ON COLUMN vote.way IS 'how he chose that it comes on again';

ALTER TABLE flow_case
  ADD COLUMN straight_back        text,
  ADD COLUMN recall_seat          int,
  ADD COLUMN recall_straight_back text,
  ADD CHECK (recall_seat IS NULL OR round_open),
  ADD CHECK (recall_straight_back IS NULL OR recall_seat IS NOT NULL);
COMMENT ON COLUMN flow_case.straight_back IS 'the stage to which its next move onward goes: it was returned from there';
COMMENT ON COLUMN flow_case.recall_seat IS 'of the round before: whose vote may be taken back, for nobody has acted on what it opened';
COMMENT ON COLUMN flow_case.recall_straight_back IS 'the address that this vote used up or cleared';

-- One decision may hand several commands to one receiver: they are told apart by their place in it.
ALTER TABLE wake
  ADD COLUMN part   int NOT NULL DEFAULT 0 CHECK (part >= 0),
  ADD COLUMN handed text,
  DROP CONSTRAINT wake_pkey,
  ADD PRIMARY KEY (unit_id, receiver_month, receiver_id, sender_id, occurrence, part),
  ADD CHECK ((handed IS NULL) = (part = 0)),
  ADD CHECK (handed IS NULL OR (old_body IS NULL AND due_on IS NULL));
COMMENT ON COLUMN wake.handed IS 'the command that the sender hands over, as JSON; null: a look, a transfer or a due date';
