#!/bin/sh
# build.sh OUTDIR: builds the stand-in NVML twice:
#   OUTDIR/libnvidia-ml.so.1      a driver of today
#   OUTDIR/old/libnvidia-ml.so.1  a driver of 2021, in which newer functions are absent at dlsym
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh OUTDIR}
mkdir -p "$out/old"
build() {
    target=$1
    shift
    # Written beside and renamed: a process that has the old file mapped keeps it.
    gcc -std=gnu11 -O1 -Wall -Wextra -Werror -fPIC -shared -Wl,-soname,libnvidia-ml.so.1 "$@" \
        -o "$target.$$" "$here/nvml.c" "$here/fields.c" "$here/health.c" "$here/mig.c" "$here/scenario.c" -lm -lpthread
    mv "$target.$$" "$target"
}
build "$out/libnvidia-ml.so.1"
build "$out/old/libnvidia-ml.so.1" -DFAKE_NVML_OLD
