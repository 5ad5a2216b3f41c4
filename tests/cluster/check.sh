#!/usr/bin/env bash
# Runs a small comparison whole, as a Slurm job array and by GNU parallel, and compares the
# three. Starts a Slurm of one machine of its own, so it wants root and Debian's packages
# slurmctld, slurmd, slurm-client, munge and parallel.
set -euo pipefail
cd "$(dirname "$0")/../.."
export XTASK=${XTASK:-${CARGO_TARGET_DIR:-$PWD/target}/release/xtask}
work=$(mktemp -d)
rows=(--quick --only 'linear*' --only 'knn*' --only lenet1-16x16 --seeds 2)

# A controller and a node, both here.
mkdir -p /run/munge "$work"/{state,spool}
chown munge: /run/munge
pgrep -x munged >/dev/null || runuser -u munge -- munged
cat > "$work/slurm.conf" <<CONF
ClusterName=here
SlurmctldHost=$(hostname)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
NodeName=$(hostname) CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
export SLURM_CONF=$work/slurm.conf
trap 'kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || true; rm -rf "$work"' EXIT
slurmctld
slurmd

"$XTASK" compare "${rows[@]}" --out "$work/whole"

PARTS=$work/slurm-parts sbatch --wait --array=1-3 --cpus-per-task=1 --output="$work/job-%a.log" \
    tests/cluster/compare.sbatch "${rows[@]}" || { cat "$work"/job-*.log "$work"/slurm*.log; exit 1; }
"$XTASK" merge "$work"/slurm-parts/* --out "$work/slurm"

PARTS=$work/parallel-parts WHOLE=$work/parallel tests/cluster/parallel.sh 3 "${rows[@]}"

for way in slurm parallel; do
    # The same predictions to the byte: seconds and threads alone may differ in the rest.
    cmp "$work/whole/predictions.csv" "$work/$way/predictions.csv"
    cmp "$work/whole/confusion.csv" "$work/$way/confusion.csv"
    echo "$way: as one run"
done
