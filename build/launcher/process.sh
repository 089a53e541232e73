# shellcheck shell=bash
# Processes of a running fleet. Each is known by pid and start time, written in .fleet/run/NAME; nothing is ever
# stopped by its name, and a pid that the kernel has given to somebody else is not ours.

RUN=$STATE/run
LOGS=$STATE/log

# In the order in which they start; they stop in the reverse.
PROCESSES=(alertmanager server balancer simulator agent dashboard)

# started_at PID: clock ticks since boot; with the pid it names a process for good.
started_at() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # The second field is the program's name in brackets and may hold anything.
    stat=${stat##*) }
    cut -d' ' -f20 <<<"$stat"
}

# pid_of NAME: prints the pid of a living process of ours.
pid_of() {
    local pid start
    [ -s "$RUN/$1" ] || return 1
    read -r pid start <"$RUN/$1"
    [ "$(started_at "$pid")" = "$start" ] || return 1
    printf '%s' "$pid"
}

# launch NAME PROGRAM ARGUMENTS...: in a session of its own, so that Ctrl-C reaches this script only.
launch() {
    local name=$1 log=$LOGS/$1.log
    shift
    mkdir -p "$RUN" "$LOGS"
    [ ! -e "$log" ] || mv -f "$log" "$log.1"
    (cd "$ROOT" && exec setsid "$@") >"$log" 2>&1 </dev/null 9>&- &
    local pid=$!
    printf '%s %s\n' "$pid" "$(started_at "$pid")" >"$RUN/$name"
    disown "$pid"
}

# wait_until NAME SECONDS CHECK...: until the check holds; fails when the process ends or the time is over.
wait_until() {
    local name=$1 until=$((SECONDS + $2))
    shift 2
    until "$@"; do
        if ! pid_of "$name" >/dev/null; then
            say "$name ended by itself" >>"$LOGS/$name.log"
            return 1
        fi
        if [ "$SECONDS" -ge "$until" ]; then
            say "$name was not ready in time" >>"$LOGS/$name.log"
            return 1
        fi
        sleep 0.2
    done
}

# stop NAME: asks; after 30 s insists.
stop() {
    local pid tries=0
    if pid=$(pid_of "$1"); then
        kill -TERM "$pid" 2>/dev/null || true
        while pid_of "$1" >/dev/null && [ "$tries" -lt 300 ]; do
            sleep 0.1
            tries=$((tries + 1))
        done
        if pid_of "$1" >/dev/null; then
            say "  $1 (pid $pid) did not stop within 30 s and was killed; its log: $LOGS/$1.log" >&2
            kill -KILL "$pid" 2>/dev/null || true
        fi
    fi
    rm -f "$RUN/$1"
}

stop_all() {
    local i
    for ((i = ${#PROCESSES[@]} - 1; i >= 0; i--)); do
        [ -e "$RUN/${PROCESSES[i]}" ] || continue
        step_begin "Stopping ${PROCESSES[i]}"
        stop "${PROCESSES[i]}"
        step_done
    done
    rm -f "$RUN/address"
}

anything_running() {
    local name
    for name in "${PROCESSES[@]}"; do
        if pid_of "$name" >/dev/null; then return 0; fi
    done
    return 1
}

# port_taken PORT
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http_ok PORT PATH: whether a plain GET answers with a 2xx or 3xx.
http_ok() {
    local answer
    answer=$(
        exec 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
        IFS= read -r -t 5 line <&3 || exit 1
        printf '%s' "$line"
    ) || return 1
    [[ $answer =~ ^HTTP/1\.[01]\ [23] ]]
}
