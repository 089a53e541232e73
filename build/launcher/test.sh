# shellcheck shell=bash
# ./fleet test: everything built, every test run, and one closing line that a program can read.

TEST_PROGRAM=$ROOT/tests/bin/Debug/net10.0/SovereignFleet.Tests

run_tests() {
    require_dotnet
    require_packages "${TEST_NEEDS[@]}"
    mkdir -p "$STATE/log"
    build_for_tests || closing_line 0 0 0 1
    local log=$STATE/log/test.log code=0
    "$TEST_PROGRAM" --no-ansi --progress off --output Detailed "$@" </dev/null 2>&1 | tee "$log" || code=$?
    name_failures "$log"
    # The runner's summary:  "  total: 4", "  failed: 1", "  succeeded: 2", "  skipped: 1"
    closing_line "$(summed succeeded "$log")" "$(summed failed "$log")" "$(summed skipped "$log")" "$code"
}

# name_failures LOG: the tests that failed once more, with the beginning of what each said. Whoever sees only a long run's last lines sees why.
name_failures() {
    awk '/^failed / { shown++; left = 5 } left > 0 && shown <= 10 { print substr($0, 1, 300); left-- }' "$1"
}

# No build server stays behind: it would hold this script's output open after the end.
build_for_tests() {
    say "Building SovereignFleet.sln"
    dotnet build "$ROOT/SovereignFleet.sln" --nologo -v minimal --disable-build-servers -nodeReuse:false </dev/null
}

# ./fleet shape: how large the product is and what ties its folders together, counted from its text.
shape() {
    require_dotnet
    mkdir -p "$STATE/log"
    local report=$STATE/shape.txt code=0
    rm -f "$report"
    dotnet build "$ROOT/tests" --nologo -v quiet --disable-build-servers -nodeReuse:false </dev/null
    SOVEREIGNFLEET_SHAPE=$report "$TEST_PROGRAM" --no-ansi --progress off --filter "FullyQualifiedName~ShapeTests" </dev/null >"$STATE/log/shape.log" 2>&1 || code=$?
    [ -s "$report" ] || { cat "$STATE/log/shape.log" >&2 && fail "nothing was counted"; }
    cat "$report"
    exit "$code"
}

# summed WORD LOG: of the runner's summary only; a test may print the same words.
summed() {
    awk -v word="$1:" '/^Test run summary/ { ended = 1 } ended && $1 == word && NF == 2 { sum += $2 } END { printf "%d", sum }' "$2"
}

# closing_line PASSED FAILED SKIPPED CODE: prints the line and ends. Nothing run is a failure.
closing_line() {
    local passed=$1 failed=$2 skipped=$3 code=$4
    [ $((passed + failed)) -gt 0 ] || [ "$code" -ne 0 ] || code=1
    [ "$failed" -eq 0 ] || [ "$code" -ne 0 ] || code=1
    local line="$passed passed, $failed failed"
    [ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
    say "$line"
    exit "$code"
}
