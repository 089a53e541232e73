# shellcheck shell=bash
# How each process of the fleet is started, and when it counts as ready.

simulator() { "$ROOT/tests/Simulator/$RELEASE/sovereignfleet-simulator" "$@"; }

plan_fleet() {
    local socket=$SIMULATION/balancer.sock
    mkdir -p "$SIMULATION"
    # The kernel allows 107 characters for a socket's path.
    [ ${#socket} -le 100 ] || fail "this folder's path is too long for a socket: $socket"
    simulator plan --Mode="$MODE" --Folder="$SIMULATION" --Hosts="$HOSTS" --BalancerPort="$BALANCER_PORT" --InferencePort="$INFERENCE_PORT" \
        --BalancerSocket="$socket" >"$LOGS/plan.log" 2>&1 9>&- || return 1
    STEP_DETAIL=$(tail -n 1 "$LOGS/plan.log")
}

# Where the server may connect to is its own configuration, and not the inventory's. It lies beside the server's data, so that a server that
# somebody starts by hand on that data has it too.
write_server_settings() {
    local folder=${SIMULATION//\\/\\\\}
    mkdir -p "$SERVER_DATA"
    printf '{ "Destinations": { "SocketFolders": ["%s"] } }\n' "${folder//\"/\\\"}" >"$SERVER_DATA/settings.json"
}

start_server() {
    write_server_settings
    launch server "$ROOT/server/$RELEASE/sovereignfleet-server" \
        --DataFolder="$SERVER_DATA" \
        --Listen:Agents="https://127.0.0.1:$AGENTS_PORT" \
        --Listen:Api="https://127.0.0.1:$API_PORT" \
        --Listen:Management="http://127.0.0.1:$MANAGEMENT_PORT" \
        --Fleet:InventoryFile="$SIMULATION/inventory.json" \
        --Alerts:Alertmanagers:0="http://127.0.0.1:$ALERTMANAGER_PORT" \
        --Alerts:ExternalUrl="http://127.0.0.1:$DASHBOARD_PORT" \
        --Tickets:Email:PickupFolder="$STATE/tickets"
    wait_until server 90 http_ok "$MANAGEMENT_PORT" /readyz
}

start_alertmanager() {
    mkdir -p "$STATE/alertmanager"
    # It keeps the alerts and tells nobody: who is on call is configured in a real fleet.
    printf 'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n' >"$STATE/alertmanager/alertmanager.yml"
    launch alertmanager prometheus-alertmanager --config.file="$STATE/alertmanager/alertmanager.yml" --storage.path="$STATE/alertmanager/data" \
        --web.listen-address="127.0.0.1:$ALERTMANAGER_PORT" --cluster.listen-address=
    wait_until alertmanager 20 http_ok "$ALERTMANAGER_PORT" /-/ready
}

start_balancer() {
    launch balancer env "PATH=$PATH:/usr/sbin" haproxy -db -f "$SIMULATION/haproxy.cfg"
    wait_until balancer 10 port_taken "$BALANCER_PORT"
}

start_simulator() {
    rm -f "$SIMULATION/ready"
    launch simulator "$ROOT/tests/Simulator/$RELEASE/sovereignfleet-simulator" run --Folder="$SIMULATION" --Hosts="$HOSTS" \
        --BalancerPort="$BALANCER_PORT" --InferencePort="$INFERENCE_PORT" \
        --Api="https://127.0.0.1:$API_PORT" --Agents="https://127.0.0.1:$AGENTS_PORT" \
        --Authority="$SERVER_DATA/ca.pem" --PasswordFile="$SERVER_DATA/first-admin-password" \
        --Distributions="$(compgen -G "$ROOT/../shared/data/acme/acme_cdf.csv" || true)"
    wait_until simulator 60 test -s "$SIMULATION/ready" || return 1
    STEP_DETAIL=$(cat "$SIMULATION/ready")
}

start_agent() {
    (umask 077 && "$ROOT/server/$RELEASE/sovereignfleet-server" token "$(uname -n)" --DataFolder="$SERVER_DATA" >"$SIMULATION/token" 2>"$LOGS/agent.log" 9>&-) || return 1
    launch agent "$ROOT/agent/$RELEASE/sovereignfleet-agent" run --Server="https://127.0.0.1:$AGENTS_PORT" \
        --EnrollmentTokenFile="$SIMULATION/token" --DataFolder="$STATE/agent"
    wait_until agent 30 test -s "$STATE/agent/pki/identity.pem"
}

start_dashboard() {
    launch dashboard "$ROOT/dashboard/$RELEASE/sovereignfleet-dashboard" \
        --Listen="http://127.0.0.1:$DASHBOARD_PORT" \
        --Server="https://127.0.0.1:$API_PORT" \
        --ServerCa="$SERVER_DATA/ca.pem" \
        --DataFolder="$STATE/dashboard"
    wait_until dashboard 60 http_ok "$DASHBOARD_PORT" /
}
