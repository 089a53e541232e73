# shellcheck shell=bash
# Finds what is missing on this machine and, as root on Debian or Ubuntu, installs it.

# What proves a package present (a command on the path, or a path that may hold *), and the package.
UP_NEEDS=(
    "/usr/lib/postgresql/*/bin/initdb postgresql"
    "haproxy haproxy"
    "prometheus-alertmanager prometheus-alertmanager"
)
TEST_NEEDS=(
    "${UP_NEEDS[@]}"
    "ipmitool ipmitool"
    "ipmi_sim openipmi"
    "chromium chromium"
    "prometheus prometheus"
    "/usr/sbin/slurmctld slurm-wlm"
    "/usr/sbin/munged munge"
    "gcc gcc"
    "/usr/include/stdio.h libc6-dev"
    "clang clang"
    "/usr/include/zlib.h zlib1g-dev"
)
AGENT_BENCH_NEEDS=(
    "${TEST_NEEDS[@]}"
    "prometheus-node-exporter prometheus-node-exporter"
)

# have PROOF
have() {
    case "$1" in
        /*) compgen -G "$1" >/dev/null ;;
        *) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null ;;
    esac
}

require_dotnet() {
    command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing: install it (https://dot.net/download, or your distribution's dotnet-sdk-10.0) and run this again"
    (cd "$ROOT" && dotnet --version >/dev/null 2>&1) || fail "the .NET 10 SDK is missing; here are only: $(dotnet --list-sdks | tr '\n' ' ')"
}

# require_packages "PROOF PACKAGE"...
require_packages() {
    local missing=() need
    for need in "$@"; do
        have "${need%% *}" || missing+=("${need##* }")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    local install="apt-get install -y --no-install-recommends ${missing[*]}"
    command -v apt-get >/dev/null || fail "missing here: ${missing[*]} (the names of their Debian packages)"
    [ "$(id -u)" = 0 ] || fail "missing here: ${missing[*]}. As root: $install"
    say "Installing ${missing[*]}"
    install_packages "${missing[@]}"
    for need in "$@"; do
        have "${need%% *}" || fail "${need%% *} is still missing after the package ${need##* } was installed"
    done
}

install_packages() {
    local log=$STATE/log/apt.log
    mkdir -p "$STATE/log"
    keep_daemons_quiet
    if ! apt_install "$@" >"$log" 2>&1; then
        # The package lists may be absent (a bare container) or too old.
        apt-get -o DPkg::Lock::Timeout=400 update >>"$log" 2>&1 || true
        if ! apt_install "$@" >>"$log" 2>&1; then
            let_daemons_start
            tail -n 20 "$log" >&2
            fail "apt-get could not install $*; the whole log: $log"
        fi
    fi
    let_daemons_start
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=400 install -y --no-install-recommends "$@" </dev/null
}

# A package that is installed for its program must not start the distribution's own daemon of it: policy-rc.d forbids
# that while we install, and Postgres makes no cluster of its own.
QUIET_POLICY=/usr/sbin/policy-rc.d
OWN_POLICY=''
keep_daemons_quiet() {
    if [ ! -e "$QUIET_POLICY" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$QUIET_POLICY"
        chmod 755 "$QUIET_POLICY"
        OWN_POLICY=1
    fi
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        mkdir -p /etc/postgresql-common
        say 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    fi
}

let_daemons_start() {
    [ -z "$OWN_POLICY" ] || rm -f "$QUIET_POLICY"
    OWN_POLICY=''
}
