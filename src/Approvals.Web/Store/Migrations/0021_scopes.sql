-- 知悉范围: a matter that only named persons may know of, and everything below it.

SET LOCAL ROLE approvals_owner;

CREATE TABLE scope_person (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  person_id    int NOT NULL,
  PRIMARY KEY (unit_id, opened_month, case_id, person_id),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case,
  FOREIGN KEY (unit_id, person_id) REFERENCES person
);
CALL keep_to_unit('scope_person', 'SELECT, INSERT, DELETE');

ALTER TABLE flow_case
  ADD COLUMN scope_month date,
  ADD COLUMN scope_id    uuid,
  ADD CHECK ((scope_month IS NULL) = (scope_id IS NULL));
COMMENT ON COLUMN flow_case.scope_id IS 'whose scope_person may know of it: the case itself or one above it; null: nothing restricts it';
CREATE INDEX flow_case_restricted ON flow_case (unit_id, case_id) INCLUDE (scope_month, scope_id) WHERE scope_id IS NOT NULL;

-- The case and everything below it stand in its scope, but for what has one of its own. Parents are held before children and then by
-- id, as everywhere. What somebody opened below meanwhile, without having seen the scope, is found by looking again.
CREATE FUNCTION restrict_from(of_unit int, of_month date, of_case uuid) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  LOOP
    PERFORM
    FROM (
      WITH RECURSIVE below (month, id, depth) AS (
        SELECT of_month, of_case, 0
        UNION ALL
        SELECT d.opened_month, d.case_id, b.depth + 1
        FROM below b
        JOIN flow_case d ON d.unit_id = of_unit AND d.parent_month = b.month AND d.parent_id = b.id
      )
      SELECT month, id, depth FROM below
    ) b
    JOIN flow_case c ON c.unit_id = of_unit AND c.opened_month = b.month AND c.case_id = b.id
    ORDER BY b.depth, c.opened_month, c.case_id
    FOR NO KEY UPDATE OF c;

    WITH RECURSIVE below (month, id) AS (
      SELECT of_month, of_case
      UNION ALL
      SELECT d.opened_month, d.case_id
      FROM below b
      JOIN flow_case d ON d.unit_id = of_unit AND d.parent_month = b.month AND d.parent_id = b.id
        AND d.scope_id IS DISTINCT FROM d.case_id
    )
    UPDATE flow_case c
    SET scope_month = of_month, scope_id = of_case
    FROM below b
    WHERE c.unit_id = of_unit AND c.opened_month = b.month AND c.case_id = b.id AND c.scope_id IS DISTINCT FROM of_case;
    EXIT WHEN NOT FOUND;
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION restrict_from(int, date, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION restrict_from(int, date, uuid) TO approvals_app;

-- How many messages somebody has is counted from the index alone, without those about what he may not know of.
DROP INDEX message_of_person;
CREATE INDEX message_of_person ON message (unit_id, recipient, message_id DESC) INCLUDE (subject_id);
DROP INDEX message_unread;
CREATE INDEX message_unread ON message (unit_id, recipient, kind, message_id DESC) INCLUDE (subject_id) WHERE read_at IS NULL;
