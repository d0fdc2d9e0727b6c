-- Files on their way in: what a refused form brought is not lost, and what holds people's numbers is taken for a reason.

SET LOCAL ROLE approvals_owner;

-- Its bringer's alone, until the form is pressed again; older than a day it is nobody's any more.
CREATE TABLE brought_file (
  unit_id    int NOT NULL REFERENCES unit,
  brought_by int NOT NULL,
  sha256     bytea NOT NULL CHECK (length(sha256) = 32),
  name       text NOT NULL,
  content    bytea NOT NULL,
  brought_at timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, brought_by, sha256),
  FOREIGN KEY (unit_id, brought_by) REFERENCES person
);
ALTER TABLE brought_file ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX brought_file_oldest ON brought_file (unit_id, brought_at);
CALL keep_to_unit('brought_file', 'SELECT, INSERT, UPDATE, DELETE');

-- Why a file was taken as it is although it holds numbers of people (个人信息), by each who said so.
CREATE TABLE file_ruling (
  unit_id  int NOT NULL,
  sha256   bytea NOT NULL,
  ruled_by int NOT NULL,
  numbers  int NOT NULL CHECK (numbers > 0),
  reason   text NOT NULL CHECK (btrim(reason) <> ''),
  ruled_at timestamptz NOT NULL DEFAULT office_now(),
  PRIMARY KEY (unit_id, sha256, ruled_by),
  FOREIGN KEY (unit_id, sha256) REFERENCES file (unit_id, sha256),
  FOREIGN KEY (unit_id, ruled_by) REFERENCES person
);
CALL keep_to_unit_append_only('file_ruling');
