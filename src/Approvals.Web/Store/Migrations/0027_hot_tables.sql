-- What the path of a command asks of its tables: that a row is found by its key whatever the server knows of the table, that a row
-- which changes stays on its page, and that what is gone is cleared away before it is in the way.

SET LOCAL ROLE approvals_owner;

-- Each holds for every row, and a question for these columns implies it; a question for the key does not. So no plan that was made
-- while the tables were empty, when every index looks as good as any other, takes one of these for the key and walks through a unit.
DROP INDEX flow_case_root;
CREATE INDEX flow_case_root ON flow_case (unit_id, root_month, root_id) WHERE root_id IS NOT NULL;
DROP INDEX timer_due;
CREATE INDEX timer_due ON timer (unit_id, due_at, case_id, seat_no) WHERE due_at IS NOT NULL;

-- A command changes no indexed column of these: with room on its page a new version needs no new entry in any index.
ALTER TABLE flow_case SET (fillfactor = 85);
ALTER TABLE assignment SET (fillfactor = 85);

-- What is open now: few rows that come and go all day. By a part of its size such a table is cleared too late.
ALTER TABLE assignment SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE assignment_sitter SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE timer SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE wake SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
-- What is past: it only grows, and the planner must know the newest month.
ALTER TABLE flow_case SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE case_event SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE seat SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE vote SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
