# shellcheck shell=bash
# What a running fleet is asked: down, status, logs, fault, bench.

down() {
    mkdir -p "$RUN"
    if ! anything_running; then
        rm -f "$RUN"/*
        say "Nothing is running here."
        return 0
    fi
    stop_all
}

status() {
    local name pid any=1
    for name in "${PROCESSES[@]}"; do
        if pid=$(pid_of "$name"); then
            any=0
            printf '  %-13s pid %-8s up %s\n' "$name" "$pid" "$(ps -o etime= -p "$pid" | tr -d ' ')"
        elif [ -e "$RUN/$name" ]; then
            printf '  %-13s has ended; ./fleet logs %s\n' "$name" "$name"
        fi
    done
    [ "$any" = 0 ] || say "Nothing is running here. ./fleet up starts it."
    [ ! -s "$RUN/address" ] || [ "$any" != 0 ] || say "  $(cat "$RUN/address")"
    return "$any"
}

# logs [NAME [-f]]
logs() {
    if [ $# -eq 0 ]; then
        find "$LOGS" -name '*.log' -printf '  %f\n' 2>/dev/null | sed 's/\.log$//' | sort
        return 0
    fi
    local log=$LOGS/$1.log
    [ -e "$log" ] || fail "there is no log of $1; ./fleet logs lists them"
    if [ "${2:-}" = -f ]; then
        tail -n 100 -F "$log"
    else
        tail -n 200 "$log"
    fi
}

# fault HOST GPU KIND: handed to the simulator as a small file; its answer comes back as another.
fault() {
    [ $# -eq 3 ] || fail "./fleet fault HOST GPU KIND, for example ./fleet fault gpu-yul1-01 3 xid79; kinds: ecc xid79 overheat remap-pending agent-silent clear"
    pid_of simulator >/dev/null || fail "no simulated fleet is running here"
    local folder=$STATE/simulator/faults order tries=0
    mkdir -p "$folder"
    order=$folder/$(now_ms)-$$
    say "$*" >"$order.new"
    mv "$order.new" "$order.fault"
    until [ -e "$order.answer" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || fail "the simulator did not answer; ./fleet logs simulator"
        sleep 0.1
    done
    local answer
    answer=$(cat "$order.answer")
    rm -f "$order.answer"
    [[ $answer != refused:* ]] || fail "${answer#refused: }"
    say "$answer"
}

# bench NAME [ARGUMENTS]
bench() {
    require_dotnet
    [[ ${1:-} != agent && ${1:-} != order ]] || require_packages "${AGENT_BENCH_NEEDS[@]}"
    dotnet build "$ROOT/tests/Benchmarks" -c Release --nologo -v quiet </dev/null
    "$ROOT/tests/Benchmarks/bin/Release/net10.0/sovereignfleet-bench" "$@"
}
