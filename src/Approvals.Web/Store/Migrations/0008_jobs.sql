-- What runs by the calendar: the record of runs, alarms, daily anchors of the histories; and the tables that Quartz asks for.

SET LOCAL ROLE approvals_owner;

-- A run of a job for one day of the office. Written in the transaction of the work: where the work was rolled back, or its
-- node was killed, there is no row, and the job may run again.
CREATE TABLE job_run (
  unit_id     int NOT NULL REFERENCES unit,
  job         text NOT NULL CHECK (job <> ''),
  day         date NOT NULL,
  started_at  timestamptz NOT NULL DEFAULT office_now(),
  finished_at timestamptz,
  note        text,
  PRIMARY KEY (unit_id, job, day)
);
CALL keep_to_unit('job_run', 'SELECT, INSERT, UPDATE');

CREATE TABLE alarm (
  unit_id    int NOT NULL REFERENCES unit,
  alarm_id   bigint GENERATED ALWAYS AS IDENTITY,
  key        text NOT NULL CHECK (key <> ''),
  raised_at  timestamptz NOT NULL DEFAULT office_now(),
  what       text NOT NULL CHECK (what <> ''),
  cleared_at timestamptz,
  PRIMARY KEY (unit_id, alarm_id),
  UNIQUE (unit_id, key)
);
COMMENT ON COLUMN alarm.key IS 'what it is about: the same trouble again is the same alarm';
CALL keep_to_unit('alarm', 'SELECT, INSERT, UPDATE');

-- A signed statement of how far histories had come: of every case that changed in a day, or of one tree of cases.
CREATE TABLE anchor (
  unit_id     int NOT NULL REFERENCES unit,
  anchor_no   int NOT NULL CHECK (anchor_no > 0),
  prev_no     int,
  day         date NOT NULL,
  about_month date,
  about_id    uuid,
  through_at  timestamptz NOT NULL,
  cases       int NOT NULL CHECK (cases >= 0),
  events      bigint NOT NULL CHECK (events >= cases),
  heads       bytea NOT NULL CHECK (length(heads) = 32),
  prev_hash   bytea NOT NULL CHECK (length(prev_hash) = 32),
  hash        bytea NOT NULL CHECK (length(hash) = 32),
  signature   bytea NOT NULL,
  fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (unit_id, anchor_no),
  -- A gap cannot be stored, nor a fork.
  FOREIGN KEY (unit_id, prev_no) REFERENCES anchor,
  FOREIGN KEY (unit_id, about_month, about_id) REFERENCES flow_case (unit_id, opened_month, case_id),
  CHECK (CASE WHEN anchor_no = 1 THEN prev_no IS NULL ELSE prev_no IS NOT DISTINCT FROM anchor_no - 1 END),
  CHECK ((about_month IS NULL) = (about_id IS NULL))
);
COMMENT ON COLUMN anchor.about_id IS 'the case whose tree it covers; null for the anchor of a day';
COMMENT ON COLUMN anchor.through_at IS 'what was recorded before it is covered';
COMMENT ON COLUMN anchor.events IS 'since the day''s anchors before; for a tree, all of it';
CREATE UNIQUE INDEX anchor_day ON anchor (unit_id, day) WHERE about_id IS NULL;
CALL keep_to_unit_append_only('anchor');

-- How far one case had come: its history up to that version ends in that hash, for ever.
CREATE TABLE anchor_head (
  unit_id      int NOT NULL,
  anchor_no    int NOT NULL,
  opened_month date NOT NULL,
  case_id      uuid NOT NULL,
  version      int NOT NULL CHECK (version > 0),
  head         bytea NOT NULL CHECK (length(head) = 32),
  PRIMARY KEY (unit_id, anchor_no, opened_month, case_id),
  FOREIGN KEY (unit_id, anchor_no) REFERENCES anchor,
  FOREIGN KEY (unit_id, opened_month, case_id, version) REFERENCES case_event (unit_id, opened_month, case_id, seq)
);
CREATE INDEX anchor_head_case ON anchor_head (unit_id, opened_month, case_id, anchor_no);
CALL keep_to_unit_append_only('anchor_head');

-- Events come in the order of their time: a block range tells which pages hold a day, at no cost to a press.
CREATE INDEX case_event_recorded ON case_event USING brin (unit_id, recorded_at) WITH (pages_per_range = 32, autosummarize = on);

-- Quartz. The columns are those of its own script (a test compares them); nothing of the office is kept here.
-- Whoever runs an external server may make schemas; the owner of our tables need not.
RESET ROLE;
CREATE SCHEMA quartz AUTHORIZATION approvals_owner;
SET LOCAL ROLE approvals_owner;
GRANT USAGE ON SCHEMA quartz TO approvals_app;

CREATE TABLE quartz.qrtz_job_details (
  sched_name        text NOT NULL,
  job_name          text NOT NULL,
  job_group         text NOT NULL,
  description       text,
  job_class_name    text NOT NULL,
  is_durable        bool NOT NULL,
  is_nonconcurrent  bool NOT NULL,
  is_update_data    bool NOT NULL,
  requests_recovery bool NOT NULL,
  job_data          bytea,
  PRIMARY KEY (sched_name, job_name, job_group)
);

CREATE TABLE quartz.qrtz_triggers (
  sched_name              text NOT NULL,
  trigger_name            text NOT NULL,
  trigger_group           text NOT NULL,
  job_name                text NOT NULL,
  job_group               text NOT NULL,
  description             text,
  next_fire_time          bigint,
  prev_fire_time          bigint,
  priority                int,
  trigger_state           text NOT NULL,
  trigger_type            text NOT NULL,
  start_time              bigint NOT NULL,
  end_time                bigint,
  calendar_name           text,
  misfire_instr           smallint,
  misfire_orig_fire_time  bigint,
  execution_group         varchar(200),
  preferred_node          varchar(200),
  preferred_node_auto     bool NOT NULL DEFAULT false,
  retry_policy            varchar(250),
  retry_attempt           int,
  continues_trigger_name  text,
  continues_trigger_group text,
  continuation_condition  int,
  overlap_policy          int,
  pause_reason            varchar(250),
  paused_by               varchar(200),
  paused_at               bigint,
  misfire_threshold       bigint,
  fixed_delay             bool,
  job_data                bytea,
  PRIMARY KEY (sched_name, trigger_name, trigger_group),
  FOREIGN KEY (sched_name, job_name, job_group) REFERENCES quartz.qrtz_job_details
);
CREATE INDEX qrtz_triggers_job ON quartz.qrtz_triggers (sched_name, job_name, job_group);
CREATE INDEX qrtz_triggers_next ON quartz.qrtz_triggers (sched_name, trigger_state, next_fire_time, priority DESC, misfire_instr);

CREATE TABLE quartz.qrtz_cron_triggers (
  sched_name      text NOT NULL,
  trigger_name    text NOT NULL,
  trigger_group   text NOT NULL,
  cron_expression text NOT NULL,
  time_zone_id    text,
  PRIMARY KEY (sched_name, trigger_name, trigger_group),
  FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers ON DELETE CASCADE
);

-- A job that is tried again waits on a trigger of this kind.
CREATE TABLE quartz.qrtz_simple_triggers (
  sched_name      text NOT NULL,
  trigger_name    text NOT NULL,
  trigger_group   text NOT NULL,
  repeat_count    bigint NOT NULL,
  repeat_interval bigint NOT NULL,
  times_triggered bigint NOT NULL,
  PRIMARY KEY (sched_name, trigger_name, trigger_group),
  FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers ON DELETE CASCADE
);

CREATE TABLE quartz.qrtz_simprop_triggers (
  sched_name    text NOT NULL,
  trigger_name  text NOT NULL,
  trigger_group text NOT NULL,
  str_prop_1    text,
  str_prop_2    text,
  str_prop_3    text,
  int_prop_1    int,
  int_prop_2    int,
  long_prop_1   bigint,
  long_prop_2   bigint,
  dec_prop_1    numeric,
  dec_prop_2    numeric,
  bool_prop_1   bool,
  bool_prop_2   bool,
  time_zone_id  text,
  PRIMARY KEY (sched_name, trigger_name, trigger_group),
  FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers ON DELETE CASCADE
);

CREATE TABLE quartz.qrtz_blob_triggers (
  sched_name    text NOT NULL,
  trigger_name  text NOT NULL,
  trigger_group text NOT NULL,
  blob_data     bytea,
  PRIMARY KEY (sched_name, trigger_name, trigger_group),
  FOREIGN KEY (sched_name, trigger_name, trigger_group) REFERENCES quartz.qrtz_triggers ON DELETE CASCADE
);

CREATE TABLE quartz.qrtz_calendars (
  sched_name    text NOT NULL,
  calendar_name text NOT NULL,
  calendar      bytea NOT NULL,
  PRIMARY KEY (sched_name, calendar_name)
);

CREATE TABLE quartz.qrtz_paused_trigger_grps (
  sched_name    text NOT NULL,
  trigger_group text NOT NULL,
  pause_reason  varchar(250),
  paused_by     varchar(200),
  paused_at     bigint,
  PRIMARY KEY (sched_name, trigger_group)
);

CREATE TABLE quartz.qrtz_paused_job_grps (
  sched_name   text NOT NULL,
  job_group    text NOT NULL,
  pause_reason varchar(250),
  paused_by    varchar(200),
  paused_at    bigint,
  PRIMARY KEY (sched_name, job_group)
);

CREATE TABLE quartz.qrtz_fired_triggers (
  sched_name               text NOT NULL,
  entry_id                 text NOT NULL,
  trigger_name             text NOT NULL,
  trigger_group            text NOT NULL,
  instance_name            text NOT NULL,
  fired_time               bigint NOT NULL,
  sched_time               bigint NOT NULL,
  priority                 int NOT NULL,
  state                    text NOT NULL,
  job_name                 text,
  job_group                text,
  is_nonconcurrent         bool NOT NULL,
  requests_recovery        bool,
  execution_group          varchar(200),
  progress                 int,
  progress_message         varchar(250),
  interrupt_requested_time bigint,
  PRIMARY KEY (sched_name, entry_id)
);
CREATE INDEX qrtz_fired_triggers_node ON quartz.qrtz_fired_triggers (sched_name, instance_name, requests_recovery);
CREATE INDEX qrtz_fired_triggers_job ON quartz.qrtz_fired_triggers (sched_name, job_name, job_group);
CREATE INDEX qrtz_fired_triggers_trigger ON quartz.qrtz_fired_triggers (sched_name, trigger_name, trigger_group);

CREATE TABLE quartz.qrtz_scheduler_state (
  sched_name        text NOT NULL,
  instance_name     text NOT NULL,
  last_checkin_time bigint NOT NULL,
  checkin_interval  bigint NOT NULL,
  quartz_version    varchar(20),
  PRIMARY KEY (sched_name, instance_name)
);

CREATE TABLE quartz.qrtz_locks (
  sched_name text NOT NULL,
  lock_name  text NOT NULL,
  PRIMARY KEY (sched_name, lock_name)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA quartz TO approvals_app;
