-- Time: the clock of every open, dated seat, and the one timer that each of them has (design 4).

SET LOCAL ROLE approvals_owner;

ALTER TABLE flow_case
  ADD COLUMN parent_round    int,
  ADD COLUMN first_due_on    date,
  ADD COLUMN extensions      int NOT NULL DEFAULT 0 CHECK (extensions >= 0),
  ADD COLUMN suspended_at    timestamptz,
  ADD COLUMN suspended_above bool NOT NULL DEFAULT false,
  ADD COLUMN dates           jsonb NOT NULL DEFAULT '{}',
  ADD CHECK (suspended_at IS NOT NULL OR NOT suspended_above);
COMMENT ON COLUMN flow_case.suspended_above IS 'it stands still because its parent does';

ALTER TABLE seat ADD COLUMN due_at time CHECK (due_at IS NULL OR due_on IS NOT NULL);

-- How the time of an open seat runs.
ALTER TABLE assignment
  ADD COLUMN due_at       time CHECK (due_at IS NULL OR due_on IS NOT NULL),
  ADD COLUMN ladder_since timestamptz CHECK ((ladder_since IS NULL) = (due_on IS NULL)),
  ADD COLUMN passed       int[] NOT NULL DEFAULT '{}',
  ADD COLUMN suspended    bool NOT NULL DEFAULT false,
  ADD COLUMN timer_seat   int GENERATED ALWAYS AS (CASE WHEN due_on IS NOT NULL AND NOT suspended THEN seat_no END) STORED,
  ADD UNIQUE (unit_id, case_id, timer_seat);
GRANT UPDATE ON assignment TO approvals_app;

-- The next rung of the ladder. One for every open, dated, not suspended assignment, and for nothing else: that is what the
-- two foreign keys say, one each way.
CREATE TABLE timer (
  unit_id        int NOT NULL,
  opened_month   date NOT NULL,
  case_id        uuid NOT NULL,
  seat_no        int NOT NULL,
  rung           int,
  due_at         timestamptz NOT NULL,
  parked         text,
  parked_version bigint,
  parked_error   text,
  PRIMARY KEY (unit_id, case_id, seat_no),
  FOREIGN KEY (unit_id, case_id, seat_no) REFERENCES assignment (unit_id, case_id, timer_seat) ON DELETE CASCADE
    DEFERRABLE INITIALLY DEFERRED,
  CHECK ((rung IS NULL) = (due_at = 'infinity')),
  CHECK ((parked IS NULL) = (parked_version IS NULL)),
  CHECK (parked_error IS NULL OR parked IS NOT NULL)
);
COMMENT ON COLUMN timer.due_at IS 'infinity: after the last rung';
COMMENT ON COLUMN timer.parked IS 'why it could not be fired, as a page says it; null: it waits for its time';
-- Whole, so that a page begins where the one before ended, also where thousands are due at one instant.
CREATE INDEX timer_due ON timer (unit_id, due_at, case_id, seat_no);
CREATE INDEX timer_parked ON timer (unit_id, case_id, seat_no) WHERE parked IS NOT NULL;
CALL keep_to_unit('timer');
CREATE INDEX wake_parked ON wake (unit_id, receiver_id) WHERE parked IS NOT NULL;

ALTER TABLE assignment
  ADD FOREIGN KEY (unit_id, case_id, timer_seat) REFERENCES timer (unit_id, case_id, seat_no) DEFERRABLE INITIALLY DEFERRED;

-- The second of the doors that open before a unit is known: where something is due.
CREATE POLICY seen_by_owner ON timer FOR SELECT TO approvals_owner USING (true);
CREATE FUNCTION units_with_due_timers()
  RETURNS TABLE (unit_id int)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  AS $$
    SELECT u.unit_id
    FROM public.unit u
    WHERE EXISTS (SELECT FROM public.timer t WHERE t.unit_id = u.unit_id AND t.due_at <= public.office_now())
    ORDER BY u.unit_id
  $$;
REVOKE ALL ON FUNCTION units_with_due_timers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION units_with_due_timers() TO approvals_app;

-- 延期: what a child hands to its parent.
ALTER TABLE wake
  ADD COLUMN due_on date,
  ADD CHECK (due_on IS NULL OR old_body IS NULL);

-- With which official calendar and which hours of the office the times of a unit were counted last: with others they are
-- counted again.
CREATE TABLE calendar_counted (
  unit_id    int NOT NULL REFERENCES unit,
  part       text NOT NULL CHECK (part <> ''),
  sha256     bytea NOT NULL CHECK (length(sha256) = 32),
  counted_at timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, part)
);
COMMENT ON COLUMN calendar_counted.part IS 'a year of the calendar, or the office''s hours: its zone and when it opens';
CALL keep_to_unit('calendar_counted', 'SELECT, INSERT, UPDATE');

-- Nothing is open in a case that has ended: said by triggers. A foreign key could say it only with `ended` in the case's key:
-- ending a case would then take the lock that keeps off everybody who only refers to it, and a child that ends and asks its
-- parent to look, while the parent ends and asks its children to look, would wait for each other for ever (tested).
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
