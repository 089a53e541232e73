-- after Initial
-- What a person quotes on the telephone: SF-<year>-<number>.
CREATE SEQUENCE IF NOT EXISTS ticket_numbers;

-- The second line of defence behind CapacityGuard: whatever code inserts a reservation, the Pool keeps its budget.
-- It counts without asking how fresh the Hosts' data is (the guard does); what it refuses is wrong at any clock.
CREATE OR REPLACE FUNCTION capacity_reservation_keeps_budget() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    must_stay integer;
    stays     integer;
BEGIN
    SELECT required + spare INTO must_stay FROM pools WHERE id = NEW.pool_id FOR UPDATE;
    SELECT count(*) INTO stays
      FROM hosts h
      JOIN sites s ON s.id = h.site_id
      JOIN pools p ON p.id = h.pool_id
     WHERE h.pool_id = NEW.pool_id
       AND h.service_state = 'InService'
       AND s.jurisdiction = p.jurisdiction
       AND h.id <> NEW.host_id
       AND NOT EXISTS (SELECT 1 FROM capacity_reservations r WHERE r.host_id = h.id AND r.released_at IS NULL);
    IF stays < must_stay THEN
        RAISE EXCEPTION 'pool % would keep % hosts, and % must stay', NEW.pool_id, stays, must_stay
            USING ERRCODE = 'check_violation', CONSTRAINT = 'capacity_reservation_keeps_budget';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER capacity_reservation_keeps_budget
    BEFORE INSERT ON capacity_reservations
    FOR EACH ROW WHEN (NEW.released_at IS NULL)
    EXECUTE FUNCTION capacity_reservation_keeps_budget();
