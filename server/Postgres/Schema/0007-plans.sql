-- after Plans
-- As in 0001: who watches Plans is told at once.
CREATE OR REPLACE TRIGGER plans_tell_change AFTER INSERT OR UPDATE OR DELETE ON plans FOR EACH ROW EXECUTE FUNCTION fleet_tell_change();
CREATE OR REPLACE TRIGGER plan_hosts_tell_change AFTER INSERT OR UPDATE OR DELETE ON plan_hosts FOR EACH ROW EXECUTE FUNCTION fleet_tell_change();
