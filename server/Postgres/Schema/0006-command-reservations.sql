-- after CommandReservations
-- As in 0004, and: a row that says why it stands past the budget may (waiver: two persons forced it, or the Host was not available before
-- either); a command's that has outlived its end holds nothing.
CREATE OR REPLACE FUNCTION capacity_reservation_keeps_budget() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    must_stay integer;
    stays     integer;
BEGIN
    SELECT required + spare INTO must_stay FROM pools WHERE id = NEW.pool_id FOR UPDATE;
    IF NEW.waiver IS NOT NULL THEN
        IF NEW.cause <> 'Command' OR NEW.until IS NULL THEN
            RAISE EXCEPTION 'a reservation past the budget of pool % is a command''s, and ends', NEW.pool_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'capacity_reservation_keeps_budget';
        END IF;
        RETURN NEW;
    END IF;
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
