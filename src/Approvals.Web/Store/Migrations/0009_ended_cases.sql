-- Nothing is open in a case that has ended: said by triggers from here on. The foreign key that said it made `ended` a part
-- of the case's key. Ending a case then took the lock that keeps off everybody who only refers to it: a child that ends and
-- asks its parent to look, while the parent ends and asks its children to look, waited for each other for ever.

SET LOCAL ROLE approvals_owner;

ALTER TABLE assignment DROP COLUMN live;
ALTER TABLE flow_case DROP COLUMN live;

CREATE FUNCTION refuse_open_in_ended_case() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
  AS $$
BEGIN
  -- Whoever has not locked the case waits for who has: two that cannot see each other are not both right. Who holds it
  -- has this lock already.
  PERFORM FROM flow_case c
  WHERE c.unit_id = NEW.unit_id AND c.opened_month = NEW.opened_month AND c.case_id = NEW.case_id AND NOT c.ended
  FOR SHARE;
  IF FOUND THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT FROM assignment a WHERE a.unit_id = NEW.unit_id AND a.case_id = NEW.case_id) THEN
    RAISE EXCEPTION 'case % has ended and something is open in it', NEW.case_id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION refuse_open_in_ended_case() FROM PUBLIC;

-- At COMMIT, so that a transaction may end a case and release what was open in whatever order.
CREATE CONSTRAINT TRIGGER assignment_of_live_case
  AFTER INSERT OR UPDATE OF unit_id, opened_month, case_id ON assignment
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION refuse_open_in_ended_case();

CREATE CONSTRAINT TRIGGER ended_case_is_quiet
  AFTER UPDATE OF ended ON flow_case
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.ended) EXECUTE FUNCTION refuse_open_in_ended_case();
