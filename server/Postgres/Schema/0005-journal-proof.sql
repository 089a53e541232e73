-- after Initial
-- The Journal against who holds the server's own login. That role owns nothing and has only what Postgres/ServerRole grants it; what it needs
-- of the owner's rights are the functions below, each for one thing.

-- The signed ends of the chain, all replicas' in one row of numbers. Copies go to every sink.
CREATE TABLE journal_checkpoints (
    number    bigint      PRIMARY KEY,
    position  bigint      NOT NULL,
    hash      text        NOT NULL,
    at        timestamptz NOT NULL,
    previous  text        NOT NULL,
    signature text        NOT NULL
);

CREATE FUNCTION journal_checkpoints_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The checkpoints of the journal only grow: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER journal_checkpoints_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION journal_checkpoints_only_grow();

-- Who seals holds this lock until the end of the transaction.
CREATE FUNCTION journal_lock_head() RETURNS SETOF journal_head LANGUAGE sql SECURITY DEFINER AS $$
    SELECT * FROM journal_head WHERE id = 1 FOR UPDATE
$$;

-- Seals entries behind the head, without a gap, and moves the head.
CREATE FUNCTION journal_seal(ids bigint[], positions bigint[], hashes bytea[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    before bigint;
    sealed integer;
BEGIN
    SELECT position INTO before FROM journal_head WHERE id = 1 FOR UPDATE;
    IF EXISTS (SELECT FROM unnest(positions) WITH ORDINALITY AS given(position, place) WHERE given.position <> before + given.place) THEN
        RAISE EXCEPTION 'The journal is sealed behind entry %, without a gap.', before USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE journal SET chain_position = given.position, hash = given.hash
      FROM unnest(ids, positions, hashes) AS given(id, position, hash) WHERE journal.id = given.id;
    GET DIAGNOSTICS sealed = ROW_COUNT;
    IF sealed <> cardinality(ids) THEN
        RAISE EXCEPTION '% of % journal entries are there to be sealed.', sealed, cardinality(ids) USING ERRCODE = 'restrict_violation';
    END IF;
    UPDATE journal_head SET position = positions[cardinality(positions)], hash = hashes[cardinality(hashes)] WHERE id = 1;
END $$;

-- The telemetry's days are made and dropped as the owner.
ALTER FUNCTION telemetry_make_day(date) SECURITY DEFINER;
ALTER FUNCTION telemetry_drop_before(date) SECURITY DEFINER;

-- With the owner's rights only the owner's names are looked up, and only who is granted it may call them.
DO $$
DECLARE
    used regprocedure;
BEGIN
    FOREACH used IN ARRAY ARRAY['journal_lock_head()', 'journal_seal(bigint[],bigint[],bytea[])', 'telemetry_make_day(date)', 'telemetry_drop_before(date)']::regprocedure[] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', used, current_schema());
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', used);
    END LOOP;
END $$;
