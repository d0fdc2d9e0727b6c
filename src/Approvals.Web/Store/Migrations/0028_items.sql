-- What a case is to a list is known from its own row: of which definition its parent is, and below which campaign it stands. A list
-- over twenty years would otherwise go through every case that there was, and the parent of each, to find the items among them.

SET LOCAL ROLE approvals_owner;

ALTER TABLE flow_case
  ADD parent_workflow text,
  ADD campaign_month  date,
  ADD campaign_id     uuid;

-- No unit is set here: the owner goes past the policies for this statement.
ALTER TABLE flow_case NO FORCE ROW LEVEL SECURITY;
WITH RECURSIVE line AS (
  SELECT unit_id, opened_month, case_id, workflow, parent_id, root_id, NULL::text AS above, NULL::date AS campaign_month, NULL::uuid AS campaign_id
  FROM flow_case
  WHERE parent_id IS NULL
  UNION ALL
  SELECT c.unit_id, c.opened_month, c.case_id, c.workflow, c.parent_id, c.root_id, p.workflow,
         CASE WHEN p.parent_id = p.root_id THEN p.opened_month ELSE p.campaign_month END,
         CASE WHEN p.parent_id = p.root_id THEN p.case_id ELSE p.campaign_id END
  FROM line p
  JOIN flow_case c ON c.unit_id = p.unit_id AND c.parent_month = p.opened_month AND c.parent_id = p.case_id
)
UPDATE flow_case c
SET parent_workflow = l.above, campaign_month = l.campaign_month, campaign_id = l.campaign_id
FROM line l
WHERE l.unit_id = c.unit_id AND l.opened_month = c.opened_month AND l.case_id = c.case_id AND l.above IS NOT NULL;
ALTER TABLE flow_case FORCE ROW LEVEL SECURITY;

ALTER TABLE flow_case ADD CHECK ((campaign_month IS NULL) = (campaign_id IS NULL));

CREATE INDEX flow_case_items ON flow_case (unit_id, campaign_month, campaign_id)
  WHERE parent_id = campaign_id OR parent_workflow = workflow;
CREATE INDEX flow_case_campaigns ON flow_case (unit_id, opened_at) WHERE parent_id = root_id;

-- Who leads anything is asked person by person.
DROP INDEX case_party_person;
CREATE INDEX case_party_person ON case_party (unit_id, person_id, party) WHERE person_id IS NOT NULL;
