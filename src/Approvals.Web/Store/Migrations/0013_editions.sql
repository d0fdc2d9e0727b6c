-- 换版: a live case goes on in another edition. Rows of rounds before keep the stage ids under which they were written; what these
-- are called since stands here, one element a change: the last round under the old ids, and the ids before and after.

SET LOCAL ROLE approvals_owner;

ALTER TABLE flow_case ADD COLUMN moves jsonb NOT NULL DEFAULT '[]';
