-- after Initial
-- A Condition that lasts is found again and again, and its row keeps when, how often and with which evidence. Nobody acts on that: told each
-- time, it woke the drains, the alerts and the risks of a fleet at rest. What changes what is done about it is told as before.
CREATE OR REPLACE TRIGGER conditions_tell_change
    AFTER INSERT OR DELETE OR UPDATE OF state, severity, drain, remedy, remedy_target, acknowledged_by, acknowledged_at, note ON conditions
    FOR EACH ROW EXECUTE FUNCTION fleet_tell_change();
