-- Every page asks for its bar whether somebody inspects: from the campaigns that name him to those of them that still run. What is over
-- cost that question three blocks a campaign, for good; now it costs one that is always at hand.

SET LOCAL ROLE approvals_owner;

-- A look for a case that has ended ends here.
CREATE INDEX flow_case_open ON flow_case (unit_id, opened_month, case_id) WHERE NOT ended;

-- Which cases name somebody, from the index alone.
DROP INDEX case_party_person;
CREATE INDEX case_party_person ON case_party (unit_id, person_id, party, opened_month, case_id) WHERE person_id IS NOT NULL;
