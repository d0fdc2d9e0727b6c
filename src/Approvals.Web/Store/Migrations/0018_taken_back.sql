-- 撤回: a vote that was taken back stays on record and binds nobody. 改派: an open seat may become another's.

SET LOCAL ROLE approvals_owner;

ALTER TABLE seat ADD COLUMN taken_back bool NOT NULL DEFAULT false;
COMMENT ON COLUMN seat.taken_back IS '撤回: its vote is never counted again, nor does whoever cast it count as having acted';
GRANT UPDATE (taken_back, sitters, body_id) ON seat TO approvals_app;
