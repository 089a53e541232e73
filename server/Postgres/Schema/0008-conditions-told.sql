-- after Initial
-- A Condition that lasts is found again and again, and its row keeps when, how often and with which evidence; one that is pending comes and goes.
-- Nobody acts on either: told each time, they woke the drains, the alerts and the risks of a fleet at rest. What changes what is done about a
-- Condition is told as before.
CREATE OR REPLACE TRIGGER conditions_tell_change
    AFTER UPDATE OF state, severity, drain, remedy, remedy_target, acknowledged_by, acknowledged_at, note ON conditions
    FOR EACH ROW EXECUTE FUNCTION fleet_tell_change();
CREATE OR REPLACE TRIGGER conditions_tell_new AFTER INSERT ON conditions
    FOR EACH ROW WHEN (NEW.state <> 'Pending') EXECUTE FUNCTION fleet_tell_change();
CREATE OR REPLACE TRIGGER conditions_tell_gone AFTER DELETE ON conditions
    FOR EACH ROW WHEN (OLD.state <> 'Pending') EXECUTE FUNCTION fleet_tell_change();
