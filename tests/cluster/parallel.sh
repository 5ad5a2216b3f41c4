#!/usr/bin/env bash
# The comparison in N parts on this machine, or with --sshlogin on several, by GNU parallel:
#
#     tests/cluster/parallel.sh 4 [ARGUMENTS OF compare]
#
# The parts go to $PARTS (parts unless set), the whole to $WHOLE (merged unless set).
set -euo pipefail
n=$1
shift
xtask=${XTASK:-${CARGO_TARGET_DIR:-target}/release/xtask} parts=${PARTS:-parts}
parallel --jobs "${JOBS:-2}" --line-buffer --quote \
    "$xtask" compare "$@" --shard "{}/$n" --threads 1 --out "$parts/{}" ::: $(seq "$n")
"$xtask" merge "$parts"/* --out "${WHOLE:-merged}"
