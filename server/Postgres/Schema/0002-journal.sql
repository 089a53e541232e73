-- after Initial
-- The Journal is append-only: an entry is sealed once and never changed or removed, whoever asks through this database.
INSERT INTO journal_head (id, position, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;

CREATE OR REPLACE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.hash IS NULL AND OLD.chain_position IS NULL AND NEW.hash IS NOT NULL AND NEW.chain_position IS NOT NULL
            AND to_jsonb(NEW) - 'hash' - 'chain_position' = to_jsonb(OLD) - 'hash' - 'chain_position' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The journal only grows: % is refused.', TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER journal_only_grows BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_only_grows();
CREATE OR REPLACE TRIGGER journal_never_empties BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
