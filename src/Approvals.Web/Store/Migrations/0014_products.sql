-- 成品: files that definitions have made of their cases (the text as issued, bulletins, archive packages). A row is written with the
-- order; a loop of its own makes the file after that commit, leased like a message, and the case then takes its hash into its chain.

SET LOCAL ROLE approvals_owner;

CREATE TABLE product (
  unit_id       int NOT NULL,
  product_id    bigint GENERATED ALWAYS AS IDENTITY,
  opened_month  date NOT NULL,
  case_id       uuid NOT NULL,
  ordered       int NOT NULL CHECK (ordered > 0),
  root_month    date NOT NULL,
  root_id       uuid NOT NULL,
  kind          text NOT NULL CHECK (kind <> ''),
  content_hash  text,
  ordered_by    int,
  ordered_at    timestamptz NOT NULL,
  not_before    timestamptz NOT NULL DEFAULT '-infinity',
  claimed_until timestamptz,
  token         uuid,
  failed        int NOT NULL DEFAULT 0 CHECK (failed >= 0),
  parked        text,
  sha256        bytea,
  made_at       timestamptz,
  PRIMARY KEY (unit_id, product_id),
  -- Once an order, however often it is tried.
  UNIQUE (unit_id, opened_month, case_id, ordered),
  FOREIGN KEY (unit_id, opened_month, case_id) REFERENCES flow_case,
  FOREIGN KEY (unit_id, sha256) REFERENCES file (unit_id, sha256),
  CHECK ((claimed_until IS NULL) = (token IS NULL)),
  CHECK ((sha256 IS NULL) = (made_at IS NULL)),
  CHECK (token IS NULL OR (sha256 IS NULL AND parked IS NULL)),
  CHECK (sha256 IS NULL OR parked IS NULL)
);
COMMENT ON COLUMN product.ordered IS 'place of the order in the case''s history';
COMMENT ON COLUMN product.not_before IS 'first try; after a failure the next one';
COMMENT ON COLUMN product.parked IS 'what broke, after the last try; null: it waits or is made';
CREATE INDEX product_due ON product (unit_id, not_before, product_id) WHERE sha256 IS NULL AND parked IS NULL;
CREATE INDEX product_parked ON product (unit_id, product_id) WHERE parked IS NOT NULL;
CREATE INDEX product_of_tree ON product (unit_id, root_id, product_id);
CALL keep_to_unit('public.product', 'SELECT, INSERT, UPDATE');
