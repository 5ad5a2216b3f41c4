#!/usr/bin/env bash
# Runs the kernels' tests on aarch64 under an emulator, for a CPU of another architecture has no
# NEON to test. Installs what is missing, which wants root.
set -euo pipefail
cd "$(dirname "$0")/../.."
# The level by name, so that tests fail where there is no NEON.
export KERNEL_LEVEL=neon
if [ "$(uname -m)" = aarch64 ]; then
    exec cargo test --locked -p kernels --tests
fi

target=aarch64-unknown-linux-gnu
libraries=/usr/aarch64-linux-gnu

install() { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "$@"; }

missing=()
command -v aarch64-linux-gnu-gcc >/dev/null || missing+=(gcc-aarch64-linux-gnu)
[ -e "$libraries/lib/crt1.o" ] || missing+=(libc6-dev-arm64-cross)
command -v qemu-aarch64 >/dev/null || missing+=(qemu-user)
[ ${#missing[@]} -eq 0 ] || install "${missing[@]}"

# The standard library of the target: rustup's, or where that cannot be had, Debian's with the
# compiler that it belongs to.
if ! rustup target add "$target"; then
    if dpkg -s rustup >/dev/null 2>&1; then
        echo "rustup cannot fetch $target, and Debian's compiler would replace Debian's rustup: not tested" >&2
        exit 1
    fi
    dpkg --add-architecture arm64
    [ -e "/usr/lib/rustlib/$target" ] || install rustc-web libstd-rust-web-dev:arm64
    export RUSTC=/usr/bin/rustc
fi

export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
# The libraries by path, lest the loader take those of an arm64 package, which are not its own.
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64 -L $libraries -E LD_LIBRARY_PATH=$libraries/lib"
cargo test --locked -p kernels --tests --target "$target"
