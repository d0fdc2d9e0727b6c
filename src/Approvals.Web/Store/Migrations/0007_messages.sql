-- Messages (系统消息): when the outbox sends what, and what has arrived with people inside the program.

SET LOCAL ROLE approvals_owner;

ALTER TABLE outbox
  ADD COLUMN not_before    timestamptz NOT NULL DEFAULT '-infinity',
  ADD COLUMN subject_month date,
  ADD COLUMN subject_id    uuid,
  ADD COLUMN failed        int NOT NULL DEFAULT 0 CHECK (failed >= 0),
  ADD COLUMN parked        text,
  ADD CHECK ((subject_month IS NULL) = (subject_id IS NULL)),
  -- Nobody holds what is done with, and what was sent is not set aside.
  ADD CHECK (token IS NULL OR (sent_at IS NULL AND parked IS NULL)),
  ADD CHECK (sent_at IS NULL OR parked IS NULL);
COMMENT ON COLUMN outbox.not_before IS 'first try; after a failure the next one';
COMMENT ON COLUMN outbox.subject_id IS 'the case it is about; null for a digest';
COMMENT ON COLUMN outbox.parked IS 'what broke, after the last try: for who keeps the system; null: it waits or is sent';

-- What is due, oldest first. Nothing of this index changes when a row is claimed.
CREATE INDEX outbox_due ON outbox (unit_id, not_before, outbox_id) WHERE sent_at IS NULL AND parked IS NULL;
CREATE INDEX outbox_parked ON outbox (unit_id, outbox_id) WHERE parked IS NOT NULL;
DROP INDEX outbox_unsent;
-- Pages read what has arrived, not what is under way.
DROP INDEX outbox_recipient;

-- Until now there was one kind, which pages read straight from the outbox.
DO $$
DECLARE
  u int;
BEGIN
  FOR u IN SELECT i.unit_id FROM units_of_installation() i LOOP
    PERFORM set_config('app.unit_id', u::text, true);
    UPDATE outbox o
    SET subject_month = (r.note->>'Month')::date,
        subject_id = (r.note->>'Case')::uuid,
        payload = convert_to(
          format('{"Kind":"recorded","Case":"%s","Seq":%s}', replace(r.note->>'Case', '-', ''), r.note->>'Seq'), 'UTF8')
    FROM (SELECT x.outbox_id, convert_from(x.payload, 'UTF8')::jsonb AS note FROM outbox x WHERE x.unit_id = u) r
    WHERE o.unit_id = u AND o.outbox_id = r.outbox_id;
  END LOOP;
  PERFORM set_config('app.unit_id', '', true);
END
$$;

-- What a person reads in the program itself. The outbox may bring it twice; its key lets it in once.
CREATE TABLE message (
  unit_id       int NOT NULL REFERENCES unit,
  message_id    bigint GENERATED ALWAYS AS IDENTITY,
  key           text NOT NULL CHECK (key <> ''),
  recipient     int NOT NULL,
  kind          text NOT NULL CHECK (kind <> ''),
  payload       bytea NOT NULL,
  subject_month date,
  subject_id    uuid,
  created_at    timestamptz NOT NULL DEFAULT office_now(),
  read_at       timestamptz,
  PRIMARY KEY (unit_id, message_id),
  UNIQUE (unit_id, key),
  FOREIGN KEY (unit_id, recipient) REFERENCES person,
  CHECK ((subject_month IS NULL) = (subject_id IS NULL))
);
CREATE INDEX message_of_person ON message (unit_id, recipient, message_id DESC);
CREATE INDEX message_unread ON message (unit_id, recipient, kind, message_id DESC) WHERE read_at IS NULL;
CALL keep_to_unit('message', 'SELECT, INSERT, UPDATE');
