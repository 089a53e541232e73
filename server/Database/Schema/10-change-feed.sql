-- Tells every replica that a table changed, once per statement. host_pulses has none: it changes every second.
CREATE OR REPLACE FUNCTION fleet_tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('fleet_changed', TG_TABLE_NAME);
    RETURN NULL;
END $$;

DO $$
DECLARE changed text;
BEGIN
    FOREACH changed IN ARRAY ARRAY['outbox', 'agent_commands', 'conditions', 'drains', 'tickets', 'alerts', 'hosts', 'pools'] LOOP
        IF to_regclass(changed) IS NOT NULL THEN
            EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION fleet_tell_change()',
                changed || '_tell_change', changed);
        END IF;
    END LOOP;
END $$;
