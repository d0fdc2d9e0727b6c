-- Where a case stands, and which texts are issued, without reading its row: what one person sees is asked of all that ever named him,
-- and a row of a case is wide. Nothing of this changes while a case moves, so that its row's versions stay off the index.

SET LOCAL ROLE approvals_owner;

CREATE INDEX flow_case_place ON flow_case (unit_id, opened_month, case_id)
  INCLUDE (parent_month, parent_id, campaign_id, root_id, scope_month, scope_id);
CREATE INDEX flow_case_issued ON flow_case (unit_id, case_id) WHERE parent_id IS NULL AND 'published' = ANY (facts);
