#!/bin/sh
# Makes kernels.ptx of kernels.cu. Needs clang with the NVPTX target (Debian: clang), and no CUDA.
set -eu
cd "$(dirname "$0")"
clang -x cuda --cuda-device-only -nocudainc -nocudalib --cuda-gpu-arch=sm_60 -Xclang -target-feature -Xclang +ptx60 \
    -ffp-contract=off -O2 -S kernels.cu -o kernels.ptx
