#!/usr/bin/env bash
# Linkloop on public tables: record linkage, churn, lead score and lifetime value, beside published numbers.
# usage: examples/real-data.sh <folder with febrl/, telco_churn/, bank_marketing/, cdnow/ and apparel/>
# Needs about three minutes and port 4617 (or the one named by PORT). Everything it writes is removed at the end,
# unless LINKLOOP_DATA names a folder to keep it in.
set -euo pipefail
data=$(cd "${1:?usage: examples/real-data.sh <folder with the tables>}" && pwd)
cd "$(dirname "$0")/.."
work=$(mktemp -d)
export LINKLOOP_DATA="${LINKLOOP_DATA:-$work/linkloop}" LOG_LEVEL=warn
port=${PORT:-4617}
# LINKLOOP_COMMAND='node --import tsx serving/linkloop.ts' runs from source.
command=${LINKLOOP_COMMAND:-node dist/serving/linkloop.js}
linkloop() { $command "$@"; }
server=
stop_server() {
  [ -z "$server" ] && return
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}
finish() { stop_server; rm -rf "$work"; }
trap finish EXIT

echo '== febrl: 5,000 customers, 5,000 garbled calls, truth stripped'
linkloop import customers "$data/febrl/dataset4a.csv" --company febrl --map examples/maps/febrl.customers.json
linkloop import calls "$data/febrl/dataset4b.csv" --company febrl --map examples/maps/febrl.calls.json
linkloop train linking --company febrl
linkloop keys create --company febrl --name example --scopes predict,review,operate --json >"$work/key.json"
key=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n").pop()).key' "$work/key.json")
# Not through the function: $! is to be the server itself, or it would outlive the script.
$command serve --port "$port" >"$work/serve.log" 2>&1 &
server=$!
until grep -qs '^Listening' "$work/serve.log"; do
  kill -0 "$server" 2>/dev/null || { cat "$work/serve.log" >&2; exit 1; }
  sleep 0.2
done
npx tsx examples/linkPublicRecords.ts --url "http://127.0.0.1:$port" --key "$key" \
  --truth "$data/febrl/dataset4b.csv" --reviews 600 --results "$work/linking.json"
stop_server

echo
echo '== telco: churn, a fifth of the customers held out (the file is of one moment)'
linkloop import customers "$data/telco_churn/Telco-Customer-Churn.csv" --company telco --map examples/maps/telco.customers.json
linkloop import outcomes "$data/telco_churn/Telco-Customer-Churn.csv" --company telco --map examples/maps/telco.outcomes.json
linkloop train churn --company telco
linkloop models churn --company telco --json | tail -n 1 >"$work/churn.json"

echo
echo '== bank marketing: lead score, tested on the last fifth in time (base rate 11 % -> 31 %)'
linkloop import leads "$data/bank_marketing/bank-additional-full.csv" --company bank --map examples/maps/bank.leads.json
linkloop import outcomes "$data/bank_marketing/bank-additional-full.csv" --company bank --map examples/maps/bank.outcomes.json
linkloop train lead-score --company bank
linkloop models lead-score --company bank --json | tail -n 1 >"$work/lead-score.json"

echo
echo '== CDNOW: lifetime value, 39 weeks -> 39 weeks'
awk 'BEGIN { print "customer,date,cds,dollars" } { print $2 "," $3 "," $4 "," $5 }' "$data/cdnow/CDNOW_sample.txt" >"$work/purchases.csv"
awk -F, '!seen[$1]++' "$work/purchases.csv" >"$work/customers.csv"
export LINKLOOP_NOW=1998-07-01T00:00:00Z
linkloop import customers "$work/customers.csv" --company cdnow --map examples/maps/cdnow.customers.json
linkloop import transactions "$work/purchases.csv" --company cdnow --map examples/maps/cdnow.transactions.json
linkloop train clv --company cdnow
linkloop models clv --company cdnow --json | tail -n 1 >"$work/clv.json"

echo
echo '== apparel: lifetime value with attributes, 3 years -> 3 years'
export LINKLOOP_NOW=2011-01-01T00:00:00Z
linkloop import customers "$data/apparel/apparelStaticCov.csv" --company apparel --map examples/maps/apparel.customers.json
linkloop import transactions "$data/apparel/apparelTrans.csv" --company apparel --map examples/maps/apparel.transactions.json
linkloop train clv --company apparel
linkloop models clv --company apparel --json | tail -n 1 >"$work/clv-apparel.json"

echo
echo '== Ours beside the references measured on the same files'
npx tsx examples/compareWithReferences.ts "$work"
