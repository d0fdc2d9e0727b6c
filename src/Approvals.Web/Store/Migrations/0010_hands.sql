-- Whose hand: who is away and who stands in, seats handed on, claimed or passed over, copies.

SET LOCAL ROLE approvals_owner;

-- 委托: on these days the proxy may act in whatever seat the absent one might take. What was said is withdrawn, never deleted:
-- past decisions rest on it.
CREATE TABLE absence (
  unit_id      int NOT NULL,
  absence_id   int NOT NULL CHECK (absence_id > 0),
  person_id    int NOT NULL,
  proxy_id     int NOT NULL CHECK (proxy_id <> person_id),
  valid_from   date NOT NULL,
  valid_to     date NOT NULL CHECK (valid_to >= valid_from),
  said_by      int,
  said_at      timestamptz NOT NULL DEFAULT office_now(),
  withdrawn_by int,
  withdrawn_at timestamptz,
  PRIMARY KEY (unit_id, absence_id),
  FOREIGN KEY (unit_id, person_id) REFERENCES person,
  FOREIGN KEY (unit_id, proxy_id) REFERENCES person,
  FOREIGN KEY (unit_id, said_by) REFERENCES person,
  FOREIGN KEY (unit_id, withdrawn_by) REFERENCES person
);
COMMENT ON COLUMN absence.valid_to IS 'last day, inclusive';
COMMENT ON COLUMN absence.said_by IS 'null: the unit file says so';
CREATE INDEX absence_of_person ON absence (unit_id, person_id, valid_from) WHERE withdrawn_at IS NULL;
CALL keep_to_unit('absence', 'SELECT, INSERT, UPDATE');
CREATE TRIGGER absence_changed AFTER INSERT OR UPDATE OR DELETE ON absence
  FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();

-- What happened to a seat besides its vote. Nothing else of it ever changes.
ALTER TABLE seat
  ADD COLUMN holder     int,
  ADD COLUMN claimed_by int,
  ADD COLUMN skipped    bool NOT NULL DEFAULT false,
  ADD COLUMN nudges     jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN seat.holder IS '转办: to whom it was handed; while he serves he alone may act in it';
COMMENT ON COLUMN seat.claimed_by IS '认领: while he may sit the others may not act in it';
COMMENT ON COLUMN seat.skipped IS '跳过: it is waited for no more and has no vote';
COMMENT ON COLUMN seat.nudges IS '催办 by hand: each sender with his last day';
GRANT UPDATE (holder, claimed_by, skipped, nudges) ON seat TO approvals_app;

ALTER TABLE vote ADD COLUMN in_place_of int CHECK (in_place_of <> decider);
COMMENT ON COLUMN vote.in_place_of IS '委托: the absent one in whose place the decider acted';

ALTER TABLE flow_case ADD COLUMN copied int[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN flow_case.copied IS '抄送: they may read it';

-- The same two as in seat, where the inbox looks.
ALTER TABLE assignment
  ADD COLUMN holder     int,
  ADD COLUMN claimed_by int;
CREATE INDEX assignment_holder ON assignment (unit_id, holder) WHERE holder IS NOT NULL;

-- Who alone may act in an open seat that day: to whom it was handed while he serves, else who has claimed it while he may
-- sit there; null where nobody does. As Seating.Only has it.
CREATE FUNCTION only_sitter(a assignment, today date) RETURNS int
  LANGUAGE sql STABLE
  AS $$
    SELECT CASE WHEN a.holder IS NULL AND a.claimed_by IS NULL THEN NULL ELSE coalesce(
      (SELECT a.holder
       WHERE EXISTS (
         SELECT FROM post p
         WHERE p.unit_id = a.unit_id AND p.person_id = a.holder AND p.valid_from <= today
           AND (p.valid_to IS NULL OR p.valid_to >= today))),
      (SELECT a.claimed_by
       WHERE EXISTS (
         SELECT FROM assignment_sitter s
         JOIN post p ON p.unit_id = s.unit_id AND p.person_id = a.claimed_by AND p.valid_from <= today
           AND (p.valid_to IS NULL OR p.valid_to >= today)
         WHERE s.unit_id = a.unit_id AND s.case_id = a.case_id AND s.seat_no = a.seat_no
           AND (s.person_id = a.claimed_by
                OR (s.role = p.role AND (s.body_id IS NULL OR s.body_id = p.body_id))))))
    END
  $$;
REVOKE ALL ON FUNCTION only_sitter(assignment, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION only_sitter(assignment, date) TO approvals_app;
