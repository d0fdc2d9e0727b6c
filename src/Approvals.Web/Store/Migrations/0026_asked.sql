-- Who was ever asked in a case by name, or did something in it: he sees it from then on, whoever is asked later in his place.

SET LOCAL ROLE approvals_owner;

-- By the person first: what one person sees of twenty years is read from here, and whether he sees one case too.
CREATE TABLE asked (
  unit_id      int NOT NULL,
  person_id    int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  PRIMARY KEY (unit_id, person_id, opened_month, case_id),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case
);
CALL keep_to_unit_append_only('asked');

CREATE INDEX seat_waiting ON seat (unit_id, opened_month, case_id) WHERE state = 'Waiting';
CREATE INDEX scope_person_named ON scope_person (unit_id, person_id);
CREATE INDEX flow_case_scope ON flow_case (unit_id, scope_month, scope_id) WHERE scope_id IS NOT NULL;

-- What was asked before. No unit is set here: the owner goes past the policies for this statement.
ALTER TABLE flow_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE seat NO FORCE ROW LEVEL SECURITY;
ALTER TABLE vote NO FORCE ROW LEVEL SECURITY;
ALTER TABLE matter NO FORCE ROW LEVEL SECURITY;
ALTER TABLE case_event NO FORCE ROW LEVEL SECURITY;
ALTER TABLE asked NO FORCE ROW LEVEL SECURITY;
INSERT INTO asked (unit_id, person_id, opened_month, case_id)
SELECT unit_id, person, opened_month, case_id
FROM (
  SELECT s.unit_id, s.opened_month, s.case_id, unnest(array_append(
    ARRAY(SELECT t."Person" FROM jsonb_to_recordset(s.sitters) AS t ("Person" int)), s.holder)) AS person
  FROM seat s
  UNION
  SELECT unit_id, opened_month, case_id, unnest(ARRAY[decider, recorded_by, in_place_of])
  FROM vote
  UNION
  SELECT unit_id, opened_month, case_id, raised_by
  FROM matter
  UNION
  SELECT unit_id, opened_month, case_id, actor
  FROM case_event
  WHERE kind = 'report-made'
  UNION
  SELECT unit_id, opened_month, case_id, unnest(copied)
  FROM flow_case
) had
WHERE person IS NOT NULL;
ALTER TABLE flow_case FORCE ROW LEVEL SECURITY;
ALTER TABLE seat FORCE ROW LEVEL SECURITY;
ALTER TABLE vote FORCE ROW LEVEL SECURITY;
ALTER TABLE matter FORCE ROW LEVEL SECURITY;
ALTER TABLE case_event FORCE ROW LEVEL SECURITY;
ALTER TABLE asked FORCE ROW LEVEL SECURITY;
