-- after Initial
-- Tells every replica that a table changed; Postgres folds what one transaction repeats. By the row, not by the statement: an UPDATE that
-- finds no row changed nothing, and told all the same it would wake the very loop that ran it, for ever.
-- host_heartbeats has no trigger: it changes every second.
CREATE OR REPLACE FUNCTION fleet_tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('fleet_changed', TG_TABLE_NAME);
    RETURN NULL;
END $$;

DO $$
DECLARE changed text;
BEGIN
    FOREACH changed IN ARRAY ARRAY['outbox', 'agent_commands', 'command_files', 'conditions', 'drains', 'tickets', 'alerts', 'hosts', 'pools'] LOOP
        IF to_regclass(changed) IS NOT NULL THEN
            EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION fleet_tell_change()',
                changed || '_tell_change', changed);
        END IF;
    END LOOP;
END $$;
