#!/usr/bin/env bash
# The lead score on public calls of a bank, walked forward in time: trained again every few weeks against trained once.
# usage: examples/walk-forward.sh <folder with bank_marketing/> [days between trainings, default 28]
# The file has no dates but is in the order of the calls, May 2008 to November 2010: calls are spaced evenly over that
# time (examples/maps/bank.leads.json), so that a day is about 45 calls. Months are the file's own column.
# Needs some minutes. Everything it writes is removed at the end, unless LINKLOOP_DATA names a folder to keep it in.
set -euo pipefail
data=$(cd "${1:?usage: examples/walk-forward.sh <folder with bank_marketing/> [days]}" && pwd)
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LINKLOOP_DATA="${LINKLOOP_DATA:-$work/linkloop}" LOG_LEVEL=warn
# LINKLOOP_COMMAND='node --import tsx serving/linkloop.ts' runs from source.
command=${LINKLOOP_COMMAND:-node dist/serving/linkloop.js}
file="$data/bank_marketing/bank-additional-full.csv"
$command import leads "$file" --company bank --map examples/maps/bank.leads.json
$command import outcomes "$file" --company bank --map examples/maps/bank.outcomes.json
npx tsx examples/walkForward.ts --company bank --every "${2:-28}"
