-- Measures and duties: the numbers of a case, what recurs in it with the days on which that was otherwise, and which periods
-- were met. Beside the other small columns of the case, so that no command reads or writes a table more for them.

SET LOCAL ROLE approvals_owner;

ALTER TABLE flow_case
  ADD COLUMN measures    jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(measures) = 'object'),
  ADD COLUMN recurrence  jsonb CHECK (jsonb_typeof(recurrence) = 'object' AND jsonb_typeof(recurrence->'Exceptions') = 'array'),
  ADD COLUMN periods_met jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(periods_met) = 'object');
COMMENT ON COLUMN flow_case.measures IS 'the latest of each name; every one stands in its event';
COMMENT ON COLUMN flow_case.recurrence IS 'what recurs, from when, and its exceptions (停诊, 改期); null where nothing does';
COMMENT ON COLUMN flow_case.periods_met IS 'by stage: the last day of the last period that was met there';

ALTER TABLE notice_row ADD COLUMN recurrence text CHECK (recurrence LIKE 'FREQ=%');
COMMENT ON COLUMN notice_row.recurrence IS 'an RRULE and, where the words give one, a time of day; null where nothing recurs';
