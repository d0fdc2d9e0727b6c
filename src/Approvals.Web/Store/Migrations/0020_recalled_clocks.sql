-- 撤回: the round that is open again is due when it was, and its ladder runs on.

SET LOCAL ROLE approvals_owner;

ALTER TABLE flow_case
  ADD COLUMN recall_clocks jsonb,
  ADD CHECK (recall_clocks IS NULL OR recall_seat IS NOT NULL);
COMMENT ON COLUMN flow_case.recall_clocks IS 'how the time ran of the seats that were open before the press that may be taken back';
