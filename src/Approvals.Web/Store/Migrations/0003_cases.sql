-- Cases: what each is now, as rows; and what happened to it, as a chain of events that nobody can change.
-- Every key begins with the unit and the month in which the case was opened (design 4), so that the large tables can be
-- partitioned by that month without a row ever moving.

SET LOCAL ROLE approvals_owner;

-- An edition of the definitions: all files together, known by their content hash, never changed.
CREATE TABLE edition (
  unit_id      int NOT NULL REFERENCES unit,
  hash         text NOT NULL CHECK (length(hash) = 64),
  published_at timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, hash)
);
CALL keep_to_unit_append_only('edition');

CREATE TABLE edition_file (
  unit_id int NOT NULL,
  hash    text NOT NULL,
  name    text NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (unit_id, hash, name),
  FOREIGN KEY (unit_id, hash) REFERENCES edition
);
CALL keep_to_unit_append_only('edition_file');

CREATE TABLE flow_case (
  unit_id      int NOT NULL REFERENCES unit,
  opened_month date NOT NULL CHECK (extract(day FROM opened_month) = 1),
  case_id      uuid NOT NULL,
  book_hash    text NOT NULL,
  workflow     text NOT NULL,
  stage        text NOT NULL,
  ended        bool NOT NULL,
  round        int NOT NULL,
  round_open   bool NOT NULL,
  parent_month date,
  parent_id    uuid,
  root_month   date NOT NULL,
  root_id      uuid NOT NULL,
  child_key    text NOT NULL,
  title        text NOT NULL,
  facts        text[] NOT NULL,
  numbers      jsonb NOT NULL,
  splits       jsonb NOT NULL,
  separates    bool NOT NULL,
  due_on       date,
  opened_at    timestamptz NOT NULL,
  moved_at     timestamptz NOT NULL,
  version      int NOT NULL CHECK (version > 0),
  head         bytea NOT NULL CHECK (length(head) = 32),
  PRIMARY KEY (unit_id, opened_month, case_id),
  FOREIGN KEY (unit_id, book_hash) REFERENCES edition (unit_id, hash),
  FOREIGN KEY (unit_id, parent_month, parent_id) REFERENCES flow_case (unit_id, opened_month, case_id),
  CHECK ((parent_month IS NULL) = (parent_id IS NULL)),
  CHECK (NOT (ended AND round_open))
);
CREATE INDEX flow_case_children ON flow_case (unit_id, parent_month, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX flow_case_root ON flow_case (unit_id, root_month, root_id);
CALL keep_to_unit('flow_case', 'SELECT, INSERT, UPDATE');

CREATE TABLE case_party (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  party        text NOT NULL,
  place        int NOT NULL,
  person_id    int,
  body_id      int,
  PRIMARY KEY (unit_id, opened_month, case_id, party, place),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case,
  CHECK ((person_id IS NULL) <> (body_id IS NULL))
);
CREATE INDEX case_party_person ON case_party (unit_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX case_party_body ON case_party (unit_id, body_id) WHERE body_id IS NOT NULL;
CALL keep_to_unit('case_party', 'SELECT, INSERT, DELETE');

-- Every seat of every round; what is open stands in assignment besides.
CREATE TABLE seat (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  round        int NOT NULL,
  seat_no      int NOT NULL,
  stage        text NOT NULL,
  sitters      jsonb NOT NULL,
  body_id      int,
  due_on       date,
  PRIMARY KEY (unit_id, opened_month, case_id, round, seat_no),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case
);
CALL keep_to_unit_append_only('seat');

-- One vote a seat a round, whatever the program thinks.
CREATE TABLE vote (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  round        int NOT NULL,
  seat_no      int NOT NULL,
  stage        text NOT NULL,
  action       text NOT NULL,
  decider      int NOT NULL,
  recorded_by  int,
  occasion     text,
  place        int NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (unit_id, opened_month, case_id, round, seat_no),
  FOREIGN KEY (unit_id, opened_month, case_id, round, seat_no) REFERENCES seat
);
CALL keep_to_unit_append_only('vote');

CREATE TABLE matter (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  matter_no    int NOT NULL,
  kind         text NOT NULL,
  text         text NOT NULL,
  due_on       date,
  body_id      int,
  raised_by    int NOT NULL,
  open         bool NOT NULL,
  PRIMARY KEY (unit_id, opened_month, case_id, matter_no),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case
);
CALL keep_to_unit('matter', 'SELECT, INSERT, UPDATE');

-- What is open now (待办件): small, whatever has been done before.
CREATE TABLE assignment (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  round        int NOT NULL,
  seat_no      int NOT NULL,
  quiet        bool NOT NULL,
  due_on       date,
  since        timestamptz NOT NULL,
  PRIMARY KEY (unit_id, case_id, seat_no),
  FOREIGN KEY (unit_id, opened_month, case_id, round, seat_no) REFERENCES seat
);
CALL keep_to_unit('assignment', 'SELECT, INSERT, DELETE');

-- Who may take an open seat: a person, a role in a body, or a role anywhere. Who that is is resolved when looking.
CREATE TABLE assignment_sitter (
  unit_id   int NOT NULL,
  case_id   uuid NOT NULL,
  seat_no   int NOT NULL,
  place     int NOT NULL,
  person_id int,
  body_id   int,
  role      text,
  PRIMARY KEY (unit_id, case_id, seat_no, place),
  FOREIGN KEY (unit_id, case_id, seat_no) REFERENCES assignment ON DELETE CASCADE,
  CHECK ((person_id IS NULL) <> (role IS NULL))
);
CREATE INDEX assignment_sitter_person ON assignment_sitter (unit_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX assignment_sitter_post ON assignment_sitter (unit_id, role, body_id) WHERE role IS NOT NULL;
CALL keep_to_unit('assignment_sitter', 'SELECT, INSERT, DELETE');

CREATE TABLE case_event (
  unit_id      int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  seq          int NOT NULL CHECK (seq > 0),
  kind         text NOT NULL,
  actor        int,
  recorded_at  timestamptz NOT NULL,
  effective_on date NOT NULL,
  payload      bytea NOT NULL,
  hash         bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (unit_id, opened_month, case_id, seq),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case
);
CALL keep_to_unit_append_only('case_event');

-- What one case asks another to look at, once a (sender, occurrence, receiver). Taken away when the receiver has looked.
CREATE TABLE wake (
  unit_id        int NOT NULL,
  receiver_month date NOT NULL,
  receiver_id    uuid NOT NULL,
  sender_id      uuid NOT NULL,
  occurrence     int NOT NULL,
  old_body       int,
  new_body       int,
  at             timestamptz NOT NULL,
  parked         text,
  parked_version bigint,
  parked_error   text,
  PRIMARY KEY (unit_id, receiver_month, receiver_id, sender_id, occurrence),
  FOREIGN KEY (unit_id, receiver_month, receiver_id) REFERENCES flow_case (unit_id, opened_month, case_id),
  CHECK ((old_body IS NULL) = (new_body IS NULL)),
  CHECK ((parked IS NULL) = (parked_version IS NULL)),
  CHECK (parked_error IS NULL OR parked IS NOT NULL)
);
COMMENT ON COLUMN wake.parked IS 'why it could not be done, as a page says it; null: it waits for its turn';
COMMENT ON COLUMN wake.parked_version IS 'of the unit''s directory when it could not be done: with another version it is tried again';
COMMENT ON COLUMN wake.parked_error IS 'what broke, for who keeps the system; null where it was refused';
CALL keep_to_unit('wake', 'SELECT, INSERT, UPDATE, DELETE');
