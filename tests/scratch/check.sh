#!/usr/bin/env bash
# A stranger's first five minutes, in an empty folder. Everything is built anew:
# the commands and the program of the README's "Use one classifier", with a file of one's own, and
# the smallest program that trains with CTC, with graph-transformer alone.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# What Cargo does for a workspace it does not do for us here.
unset CARGO_TARGET_DIR CARGO_MANIFEST_DIR

# Adds the crate $1 of this repository, which is in the folder $2.
add() {
    if git -C "$root" rev-parse --verify --quiet HEAD >/dev/null; then
        cargo add --quiet --git "file://$root" "$1"
    else
        cargo add --quiet --path "$root/$2"
    fi
}

cd "$folder"
cargo new --quiet mine && cd mine
add knn crates/baselines/knn
cargo add --quiet linfa@0.8 ndarray@0.16 csv
# The program that begins after the words about src/main.rs.
awk '/^this is `src\/main.rs`/ { found = 1 } /^```$/ { inside = 0 } inside; found && /^```rust/ { inside = 1; found = 0 }' \
    "$root/README.md" >src/main.rs
awk 'BEGIN { srand(1); print "kind,length,width"
    for (i = 0; i < 150; i++) { k = i % 3
        printf "%s,%.2f,%.2f\n", substr("oakelmfir", 3 * k + 1, 3), k + rand(), 2 * k * k + rand() } }' >mine.csv

SECONDS=0
answer=$(cargo run --release)
echo "$answer"
echo "built and answered in $SECONDS s"
grep -Eq '^the first: (oak|elm|fir)$' <<<"$answer"
grep -Eq '^(9[0-9]|100)\.[0-9] % are right$' <<<"$answer"

cd "$folder"
cargo new --quiet ctc && cd ctc
add graph-transformer crates/graph-transformer
cp "$root/crates/graph-transformer/examples/smallest.rs" src/main.rs
SECONDS=0
answer=$(cargo run --release)
echo "$answer"
echo "built and trained in $SECONDS s"
grep -q '^pass 9: .*Label(1), Label(2), Label(3)' <<<"$answer"
