# shellcheck shell=bash
# What the launcher tells the person in front of it.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    BOLD=$'\e[1m' DIM=$'\e[2m' PLAIN=$'\e[0m'
else
    BOLD='' DIM='' PLAIN=''
fi

say() { printf '%s\n' "$*"; }

fail() {
    printf 'fleet: %s\n' "$*" >&2
    exit 1
}

# now_ms: milliseconds since some fixed instant; for how long a step took.
now_ms() { printf '%s' "${EPOCHREALTIME/[.,]/}" | cut -c1-13; }

STEP_AT=0
STEP_NAME=''

step_begin() {
    STEP_NAME=$1
    STEP_AT=$(now_ms)
    [ ! -t 1 ] || printf '  %s...%s %s\r' "$DIM" "$PLAIN" "$STEP_NAME"
}

step_done() {
    local took=$(($(now_ms) - STEP_AT))
    printf '  %s✓%s %-44s %s%d.%d s%s %s\n' "$BOLD" "$PLAIN" "$STEP_NAME" "$DIM" $((took / 1000)) $((took % 1000 / 100)) "$PLAIN" "${1:-}"
}

# step_failed LOG: the end of the log, and where the rest is.
step_failed() {
    printf '  ✗ %s\n' "$STEP_NAME" >&2
    if [ -s "${1:-}" ]; then
        tail -n 20 "$1" | sed 's/^/      /' >&2
        printf '    The whole log: %s\n' "$1" >&2
    fi
}
