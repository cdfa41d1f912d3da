#!/usr/bin/env bash
# Values policies from public logs and finds out whom a treatment moves, and prints the result beside a reference (plain
# self-normalised weighting, and two logistic regressions, on the same files). The folder of the tables is the first
# argument or LINKLOOP_TEST_DATA; what is not there is skipped. Exits with 1 when a result is below its bar.
set -euo pipefail
cd "$(dirname "$0")/.."
data="${1:-${LINKLOOP_TEST_DATA:-}}"
if [[ -z "$data" ]]; then
  echo 'Give the folder of the tables: examples/policy-public-data.sh FOLDER' >&2
  exit 2
fi
failed=0

# name, file, reference, condition on the answer r, lines to print of r; then the command and its options
check() {
  local name="$1" file="$data/$2" reference="$3" condition="$4" lines="$5" command="$6"
  shift 6
  if [[ ! -f "$file" ]]; then
    echo "skipped: $name ($file is not there)"
    return
  fi
  local answer
  answer="$(node dist/serving/linkloop.js "$command" "$file" "$@" --json 2>/dev/null | tail -n 1)"
  node -e '
    const [name, reference, condition, lines, answer] = process.argv.slice(1);
    const r = JSON.parse(answer);
    const ok = new Function("r", `return ${condition}`)(r);
    console.log(`${ok ? "ok   " : "BELOW"} ${name}`);
    console.log(`      reference: ${reference}; bar: ${condition}`);
    for (const line of new Function("r", `return ${lines}`)(r)) console.log(`      ${line}`);
    process.exit(ok ? 0 : 1);
  ' "$name" "$reference" "$condition" "$lines" "$answer" || failed=1
}

value='[`SNIPS ${r.learned.snips.toFixed(5)}, DR ${r.learned.dr.toFixed(5)} (95 %: ${r.learned.intervals.dr.low.toFixed(5)} to ${r.learned.intervals.dr.high.toFixed(5)}), effective sample ${r.learned.effectiveSampleSize.toFixed(0)} of ${r.rows}; logged ${r.logged.value.toFixed(5)}`, r.verdict, ...r.warnings.map((each) => `warning: ${each}`)]'
check 'Open Bandit, men: the random policy from the Bernoulli-Thompson log' obd/bts/men.csv \
  'SNIPS .0032, effective sample size 656' \
  'r.learned.snips.toFixed(4) === "0.0032" && Math.round(r.learned.effectiveSampleSize) === 656 && r.warnings.length > 0' \
  "$value" policy --context 'position,user_feature_*' --action item_id --reward click \
  --propensity propensity_score --evaluate random
check 'Open Bandit, men: the random policy from its own log' obd/random/men.csv 'the mean, .0046' \
  'r.learned.snips.toFixed(4) === "0.0046" && r.warnings.length === 0' \
  "$value" policy --context 'position,user_feature_*' --action item_id --reward click \
  --propensity propensity_score --evaluate random

uplift='r.treatments.flatMap((each) => [each.verdict, ...Object.entries(each.learners).map(([name, { qini, upliftAt }]) => `${name}: uplift at 30 % ${upliftAt[1].value.toFixed(4)} (95 %: ${upliftAt[1].low.toFixed(4)} to ${upliftAt[1].high.toFixed(4)}), Qini ${qini.value.toFixed(4)} (${qini.low.toFixed(4)} to ${qini.high.toFixed(4)})`), ...each.warnings.map((warning) => `warning: ${warning}`)])'
check 'Hillstrom: whom the e-mails move' hillstrom/hillstrom.csv \
  "uplift at 30 % of the Women's e-mail .068 against .044 at random; the Men's indistinguishable from random" \
  'r.treatments[1].betterThanRandom && r.treatments[1].learners.x.upliftAt[1].value >= 0.066 && !r.treatments[0].betterThanRandom' \
  "$uplift" uplift --context recency,history_segment,history,mens,womens,zip_code,newbie,channel \
  --treatment segment --control 'No E-Mail' --outcome visit

exit "$failed"
