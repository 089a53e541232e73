# shellcheck shell=bash
# ./fleet package: the agent for other machines, as a Debian package and as an archive. The same commit and the same program
# give the same bytes: times are the commit's, owner is root, names are in order.

PACKAGE=sovereignfleet-agent
PACKAGE_NEEDS=(
    "dpkg-deb dpkg"
    "readelf binutils"
)
NATIVE_NEEDS=(
    "clang clang"
    "/usr/include/zlib.h zlib1g-dev"
)

PACKAGE_OUT=$STATE/package
PACKAGE_PROGRAM=''
PACKAGE_DIAGNOSTICS=''
PACKAGE_CUDA=false
PACKAGE_VERSION=''

package_usage() {
    cat <<TEXT
./fleet package [OPTIONS]
  --out FOLDER       where the .deb, the .tar.gz and SHA256SUMS go (default .fleet/package)
  --version VERSION  default: the product's, of Directory.Build.props
  --program FILE     an agent that was compiled ahead of time already, instead of compiling it now
  --diagnostics FILE the same for sovereignfleet-diagnostics
  --cuda             sovereignfleet-diagnostics with CUDA, by ManagedCuda: then the package is under the GPL version 3, unless
                     you have a commercial licence of ManagedCuda. Without it the program says that it was built without
TEXT
}

package() {
    read_package_options "$@"
    require_packages "${PACKAGE_NEEDS[@]}"
    [ -n "$PACKAGE_VERSION" ] || PACKAGE_VERSION=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$ROOT/Directory.Build.props")
    [[ $PACKAGE_VERSION =~ ^[0-9][0-9A-Za-z.+~-]*$ ]] || fail "$PACKAGE_VERSION is no version of a Debian package"
    SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || true)}
    [ -n "$SOURCE_DATE_EPOCH" ] || fail "this tree is no git checkout: set SOURCE_DATE_EPOCH, the time that the files shall bear"
    export SOURCE_DATE_EPOCH

    local tree
    mkdir -p "$PACKAGE_OUT"
    tree=$(mktemp -d "$PACKAGE_OUT/.tree.XXXXXX")
    # shellcheck disable=SC2064 # The folder of now.
    trap "rm -rf '$tree'" EXIT
    [ -n "$PACKAGE_PROGRAM" ] || {
        compile agent "Agent, compiled ahead of time"
        PACKAGE_PROGRAM=$STATE/package/program/sovereignfleet-agent
    }
    [ -n "$PACKAGE_DIAGNOSTICS" ] || {
        compile agent/Diagnostics "CUDA check, compiled ahead of time" "-p:ManagedCuda=$PACKAGE_CUDA"
        PACKAGE_DIAGNOSTICS=$STATE/package/program/sovereignfleet-diagnostics
    }
    lay_out_agent "$tree/root"
    make_deb "$tree/root"
    make_archive "$tree"
    (cd "$PACKAGE_OUT" && sha256sum "$DEB_NAME" "$ARCHIVE_NAME" >SHA256SUMS)
    say "$PACKAGE_OUT/$DEB_NAME"
    say "$PACKAGE_OUT/$ARCHIVE_NAME"
    say "$PACKAGE_OUT/SHA256SUMS"
}

read_package_options() {
    while [ $# -gt 0 ]; do
        case "$1" in
            -h | --help) package_usage && exit 0 ;;
            --cuda) PACKAGE_CUDA=true ;;
            --out | --version | --program | --diagnostics)
                [ -n "${2:-}" ] || fail "$1 wants a value"
                case "$1" in
                    --out) PACKAGE_OUT=$(mkdir -p "$2" && cd "$2" && pwd) ;;
                    --version) PACKAGE_VERSION=$2 ;;
                    --program) PACKAGE_PROGRAM=$2 ;;
                    --diagnostics) PACKAGE_DIAGNOSTICS=$2 ;;
                esac
                shift
                ;;
            *) package_usage >&2 && fail "unknown option: $1" ;;
        esac
        shift
    done
    local given
    for given in "$PACKAGE_PROGRAM" "$PACKAGE_DIAGNOSTICS"; do
        [ -z "$given" ] || [ -x "$given" ] || fail "there is no program $given"
    done
    [ -z "$PACKAGE_DIAGNOSTICS" ] || ! $PACKAGE_CUDA || fail "--cuda says how the CUDA check is compiled, and --diagnostics gives one that is compiled already"
}

# compile PROJECT TITLE [OPTION...]: into .fleet/package/program.
compile() {
    local project=$1 title=$2 rid log=$STATE/log/package.log
    case "$(uname -m)" in
        x86_64) rid=linux-x64 ;;
        aarch64) rid=linux-arm64 ;;
        *) fail "the agent is not built for $(uname -m)" ;;
    esac
    require_dotnet
    require_packages "${NATIVE_NEEDS[@]}"
    mkdir -p "$STATE/log"
    step_begin "$title"
    if ! (cd "$ROOT" && dotnet publish "$project" -c Release -r "$rid" -p:PublishAot=true -v quiet --nologo -nodeReuse:false \
        -p:UseSharedCompilation=false "${@:3}" -o "$STATE/package/program") </dev/null >"$log" 2>&1; then
        step_failed "$log"
        exit 1
    fi
    step_done
}

# lay_out_agent ROOT: the files as they lie on a Host.
lay_out_agent() {
    local doc=$1/usr/share/doc/$PACKAGE parts=$ROOT/build/package
    install -D -m 755 "$PACKAGE_PROGRAM" "$1/usr/bin/$PACKAGE"
    install -D -m 755 "$PACKAGE_DIAGNOSTICS" "$1/usr/bin/sovereignfleet-diagnostics"
    install -D -m 644 "$ROOT/deploy/sovereignfleet-agent.service" "$1/usr/lib/systemd/system/sovereignfleet-agent.service"
    install -D -m 644 "$ROOT/deploy/sovereignfleet-gpu-reset@.service" "$1/usr/lib/systemd/system/sovereignfleet-gpu-reset@.service"
    install -D -m 755 "$parts/gpu-reset" "$1/usr/lib/$PACKAGE/gpu-reset"
    install -D -m 755 "$parts/nvidia-smi" "$1/usr/lib/$PACKAGE/nvidia-smi"
    install -D -m 644 "$parts/sysusers.conf" "$1/usr/lib/sysusers.d/$PACKAGE.conf"
    install -D -m 644 "$parts/tmpfiles.conf" "$1/usr/lib/tmpfiles.d/$PACKAGE.conf"
    install -D -m 644 "$parts/udev.rules" "$1/usr/lib/udev/rules.d/60-$PACKAGE.rules"
    install -D -m 644 "$parts/agent.json" "$1/etc/sovereignfleet/agent.json"
    install -D -m 644 "$parts/README" "$doc/README"
    install -D -m 644 "$parts/copyright" "$doc/copyright"
    ! $PACKAGE_CUDA || cat "$parts/copyright.cuda" >>"$doc/copyright"
    install -D -m 644 "$parts/polkit.rules" "$doc/examples/60-$PACKAGE.rules"
    gzip -9n <"$ROOT/CHANGELOG.md" >"$doc/CHANGELOG.md.gz"
    debian_changelog | gzip -9n >"$doc/changelog.gz"
    chmod -R u=rwX,go=rX "$1"
    stamp "$1"
}

# In the form that Debian's tools read; what changed stands in CHANGELOG.md.
debian_changelog() {
    printf '%s (%s) stable; urgency=medium\n\n  * See CHANGELOG.md.gz.\n\n -- %s  %s\n' "$PACKAGE" "$PACKAGE_VERSION" \
        "$(sed -n 's/^Maintainer: //p' "$ROOT/build/package/control")" "$(LC_ALL=C date --utc --date="@$SOURCE_DATE_EPOCH" -R)"
}

# stamp FOLDER: every file bears the commit's time.
stamp() { find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +; }

# least_libc PROGRAM...: the oldest libc that has every symbol the programs ask for.
least_libc() { readelf -V "$@" | grep -o 'GLIBC_[0-9.]*' | cut -d_ -f2 | sort -Vu | tail -n 1; }

# deb_architecture PROGRAM: the program's own, which need not be this machine's.
deb_architecture() {
    case "$(readelf -h "$1" | sed -n 's/^ *Machine: *//p')" in
        *X86-64*) say amd64 ;;
        AArch64) say arm64 ;;
        *) fail "$1 is no program for a GPU host" ;;
    esac
}

make_deb() {
    local tree=$1-deb architecture part
    architecture=$(deb_architecture "$PACKAGE_PROGRAM")
    [ "$(deb_architecture "$PACKAGE_DIAGNOSTICS")" = "$architecture" ] || fail "$PACKAGE_DIAGNOSTICS is no program for $architecture"
    DEB_NAME=${PACKAGE}_${PACKAGE_VERSION}_$architecture.deb
    cp -a "$1" "$tree"
    mkdir "$tree/DEBIAN"
    sed -e "s/@VERSION@/$PACKAGE_VERSION/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@LIBC@/$(least_libc "$PACKAGE_PROGRAM" "$PACKAGE_DIAGNOSTICS")/" \
        -e "s/@KILOBYTES@/$(du -k -s --apparent-size "$1" | cut -f1)/" "$ROOT/build/package/control" >"$tree/DEBIAN/control"
    say /etc/sovereignfleet/agent.json >"$tree/DEBIAN/conffiles"
    (cd "$1" && find . -type f -not -path './etc/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
    for part in postinst prerm postrm; do
        install -m 755 "$ROOT/build/package/$part" "$tree/DEBIAN/$part"
    done
    chmod -R u=rwX,go=rX "$tree/DEBIAN"
    stamp "$tree"
    # gzip, because every dpkg of the last twenty years reads it and its output depends on nothing but its input.
    dpkg-deb --root-owner-group -Zgzip -z9 --build "$tree" "$PACKAGE_OUT/$DEB_NAME" >/dev/null
}

# make_archive FOLDER: of FOLDER/root.
make_archive() {
    local name
    name=$PACKAGE-$PACKAGE_VERSION-linux-$(deb_architecture "$PACKAGE_PROGRAM")
    ARCHIVE_NAME=$name.tar.gz
    tar -C "$1" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu \
        --transform="s:^root:$name:" -cf - root | gzip -9n >"$PACKAGE_OUT/$ARCHIVE_NAME"
}
