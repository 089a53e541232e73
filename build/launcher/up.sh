# shellcheck shell=bash
# ./fleet up: the whole product on one machine, with a simulated fleet behind a real load balancer, or with this host.

SIMULATION=$STATE/simulator
SERVER_DATA=$STATE/server
RELEASE=bin/Release/net10.0

AGENTS_PORT=7443
API_PORT=7444
MANAGEMENT_PORT=7445
DASHBOARD_PORT=7480
BALANCER_PORT=7490
ALERTMANAGER_PORT=7493
INFERENCE_PORT=7500
HOSTS=16
MODE=''
DETACH=''

up_usage() {
    cat <<TEXT
./fleet up [OPTIONS]
  --detach                   return when everything is up; ./fleet down ends it
  --simulated                a simulated fleet (the default where there is no NVIDIA driver)
  --real                     this host's own GPUs, by the real agent
  --hosts N                  how many simulated hosts, 2 to 64 (default $HOSTS)
  --dashboard-port PORT      default $DASHBOARD_PORT
  --api-port PORT            default $API_PORT
  --agents-port PORT         default $AGENTS_PORT
  --management-port PORT     default $MANAGEMENT_PORT
  --balancer-port PORT       first of two, default $BALANCER_PORT
  --alertmanager-port PORT   default $ALERTMANAGER_PORT
  --inference-port PORT      first of one for each simulated host, default $INFERENCE_PORT
TEXT
}

up() {
    read_up_options "$@"
    mkdir -p "$RUN" "$LOGS"
    if [ -s "$RUN/address" ] && anything_running; then
        say "The fleet is up already: $(cat "$RUN/address")"
        exit 0
    fi
    exec 9>"$RUN/.lock"
    flock -n 9 || fail "another ./fleet up is at work here"
    ! anything_running || fail "a part of an earlier fleet still runs; ./fleet status shows it, ./fleet down ends it"
    say "${BOLD}SovereignFleet${PLAIN}"
    check_ports
    require_dotnet
    require_packages "${UP_NEEDS[@]}"

    trap 'abort_up' INT TERM HUP
    run_step "Build" build_release
    bring_up
    banner
    stay_or_leave
}

read_up_options() {
    while [ $# -gt 0 ]; do
        case "$1" in
            --detach) DETACH=1 ;;
            --simulated | --real) MODE=${1#--} ;;
            --hosts) take_number HOSTS "$@" && shift ;;
            --dashboard-port | --port) take_number DASHBOARD_PORT "$@" && shift ;;
            --api-port) take_number API_PORT "$@" && shift ;;
            --agents-port) take_number AGENTS_PORT "$@" && shift ;;
            --management-port) take_number MANAGEMENT_PORT "$@" && shift ;;
            --balancer-port) take_number BALANCER_PORT "$@" && shift ;;
            --alertmanager-port) take_number ALERTMANAGER_PORT "$@" && shift ;;
            --inference-port) take_number INFERENCE_PORT "$@" && shift ;;
            -h | --help) up_usage && exit 0 ;;
            *) up_usage >&2 && fail "unknown option: $1" ;;
        esac
        shift
    done
    [ -n "$MODE" ] || MODE=$(if has_gpu; then say real; else say simulated; fi)
    { [ "$HOSTS" -ge 2 ] && [ "$HOSTS" -le 64 ]; } || fail "--hosts takes 2 to 64"
}

# take_number VARIABLE OPTION VALUE...
take_number() {
    [[ ${3:-} =~ ^[0-9]{1,5}$ ]] || fail "$2 takes a number"
    printf -v "$1" '%d' "$((10#$3))"
}

has_gpu() { [ -e /dev/nvidiactl ] || ldconfig -p 2>/dev/null | grep -q 'libnvidia-ml\.so\.1'; }

check_ports() {
    local row port taken=()
    local rows=("$AGENTS_PORT --agents-port" "$API_PORT --api-port" "$MANAGEMENT_PORT --management-port"
        "$DASHBOARD_PORT --dashboard-port" "$ALERTMANAGER_PORT --alertmanager-port")
    if [ "$MODE" = simulated ]; then
        rows+=("$BALANCER_PORT --balancer-port" "$((BALANCER_PORT + 1)) --balancer-port")
        for ((port = INFERENCE_PORT; port < INFERENCE_PORT + HOSTS; port++)); do rows+=("$port --inference-port"); done
    fi
    for row in "${rows[@]}"; do
        ! port_taken "${row% *}" || taken+=("port ${row% *} is taken by another program; choose another with ${row#* }")
    done
    [ ${#taken[@]} -eq 0 ] || fail "$(printf '%s\n' "${taken[@]}")"
}

# run_step TITLE FUNCTION [PROCESS]: on failure shows the log's end, stops what was started, and ends.
run_step() {
    local log=$LOGS/${3:-${2%%_*}}.log detail
    step_begin "$1"
    if ! "$2"; then
        step_failed "$log"
        stop_all
        exit 1
    fi
    detail=${STEP_DETAIL:-}
    STEP_DETAIL=''
    step_done "$detail"
}

abort_up() {
    trap '' INT TERM HUP
    say ''
    stop_all
    exit 130
}

build_release() {
    local project projects=(server dashboard tests/Simulator)
    [ "$MODE" = simulated ] || projects=(server dashboard tests/Simulator agent)
    : >"$LOGS/build.log"
    for project in "${projects[@]}"; do
        dotnet build "$ROOT/$project" -c Release --nologo -v quiet --disable-build-servers -nodeReuse:false </dev/null >>"$LOGS/build.log" 2>&1 9>&- || return 1
    done
}

bring_up() {
    run_step "Plan of the fleet" plan_fleet plan
    run_step "Alertmanager" start_alertmanager alertmanager
    run_step "Server and its database" start_server server
    if [ "$MODE" = simulated ]; then
        run_step "Load balancer" start_balancer balancer
        run_step "Simulated fleet" start_simulator simulator
    else
        run_step "Agent of this host" start_agent agent
    fi
    run_step "Dashboard" start_dashboard dashboard
}

banner() {
    local address="http://127.0.0.1:$DASHBOARD_PORT"
    say "$address" >"$RUN/address"
    say ''
    say "  Dashboard   ${BOLD}$address${PLAIN}"
    say "  Sign in as  ${BOLD}admin${PLAIN}  with  ${BOLD}$(cat "$SERVER_DATA/first-admin-password" 2>/dev/null || echo 'the password that you chose')${PLAIN}"
    say "  API         https://127.0.0.1:$API_PORT  (its CA: $SERVER_DATA/ca.pem)"
    [ "$MODE" != simulated ] || say "  Break one   ./fleet fault gpu-yul1-01 3 xid79   (another shell)"
    say ''
}

stay_or_leave() {
    if [ -n "$DETACH" ]; then
        say "  Running in the background. ./fleet status, ./fleet logs NAME, ./fleet down"
        exit 0
    fi
    say "  Ctrl-C stops everything."
    local name
    while sleep 1; do
        [ -e "$RUN/address" ] || { say "  Stopped by ./fleet down." && exit 0; }
        for name in "${PROCESSES[@]}"; do
            if [ -e "$RUN/$name" ] && ! pid_of "$name" >/dev/null; then
                STEP_NAME="$name ended by itself"
                step_failed "$LOGS/$name.log"
                stop_all
                exit 1
            fi
        done
    done
}
