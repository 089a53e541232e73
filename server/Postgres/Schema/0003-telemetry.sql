-- after Initial
-- One row per GPU and minute; the body is written by server/Telemetry/BlockCodec.cs. A partition per day (UTC), so that
-- retention is DROP TABLE. host_id is in the key, so that the table can be distributed by it.
CREATE TABLE IF NOT EXISTS gpu_minutes (
    host_id  uuid        NOT NULL,
    gpu_uuid text        NOT NULL,
    minute   timestamptz NOT NULL,
    body     bytea       NOT NULL,
    PRIMARY KEY (gpu_uuid, minute, host_id)
) PARTITION BY RANGE (minute);

-- A block is compact already: compressing it again costs time and saves nothing.
ALTER TABLE gpu_minutes ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE OR REPLACE FUNCTION telemetry_make_day(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text := 'gpu_minutes_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF to_regclass(name) IS NOT NULL THEN
        RETURN;
    END IF;
    -- Replicas that need the same day at once make it one after the other.
    PERFORM pg_advisory_xact_lock(hashtext('telemetry_make_day'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF gpu_minutes FOR VALUES FROM (%L) TO (%L)',
        name, day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
END $$;

CREATE OR REPLACE FUNCTION telemetry_drop_before(day date) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    old text;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('telemetry_make_day'));
    FOR old IN
        SELECT child.relname FROM pg_inherits
        JOIN pg_class child ON child.oid = inhrelid
        WHERE inhparent = 'gpu_minutes'::regclass AND child.relname < 'gpu_minutes_' || to_char(day, 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE %I', old);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;

-- Takes one zig-zag varint off: value and the offset behind it. Numeric, because plpgsql's bigint does not wrap around.
CREATE OR REPLACE FUNCTION telemetry_varint(body bytea, INOUT at integer, OUT value numeric) LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    byte integer;
    scale numeric := 1;
BEGIN
    value := 0;
    LOOP
        byte := get_byte(body, at);
        at := at + 1;
        value := value + (byte & 127) * scale;
        EXIT WHEN byte < 128;
        scale := scale * 128;
    END LOOP;
    value := CASE WHEN value % 2 = 0 THEN div(value, 2) ELSE -div(value + 1, 2) END;
END $$;

-- The data is never locked in: SELECT * FROM gpu_minutes, telemetry_decode(body). Metric ids are the field numbers of
-- GpuReading in agent_link.proto. Version 1 only; anything else is an error.
CREATE OR REPLACE FUNCTION telemetry_decode(body bytea) RETURNS TABLE (second integer, metric integer, value bigint) LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    at integer := 9;
    form integer;
    known integer; -- where the bitmap of the known seconds begins
    step record;
    total numeric;
    first boolean;
BEGIN
    IF get_byte(body, 0) <> 1 THEN
        RAISE EXCEPTION 'telemetry block of version %, known is 1', get_byte(body, 0);
    END IF;
    WHILE at < length(body) LOOP
        metric := get_byte(body, at);
        form := get_byte(body, at + 1);
        at := at + 2;
        known := 1;
        IF form & 2 <> 0 THEN
            known := at;
            at := at + 8;
        END IF;
        first := true;
        FOR s IN 0..59 LOOP
            CONTINUE WHEN get_byte(body, known + s / 8) >> (s % 8) & 1 = 0;
            IF first THEN
                SELECT * INTO step FROM telemetry_varint(body, at);
                total := step.value;
                at := step.at;
                first := false;
            ELSIF form & 1 <> 0 THEN
                SELECT * INTO step FROM telemetry_varint(body, at);
                at := step.at;
                total := total + step.value;
                IF total > 9223372036854775807 THEN
                    total := total - 18446744073709551616;
                ELSIF total < -9223372036854775808 THEN
                    total := total + 18446744073709551616;
                END IF;
            END IF;
            second := s;
            value := total::bigint;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END $$;
