#!/usr/bin/env bash
# Evaluates public tables and prints the result beside a reference (plain scikit-learn logistic regression and histogram
# boosting on the same files). The folder of the tables is the first argument or LINKLOOP_TEST_DATA; tables that are not
# there are skipped, with --quick also the one that takes longest. Exits with 1 when a result is below its bar.
set -euo pipefail
cd "$(dirname "$0")/.."
data="${1:-${LINKLOOP_TEST_DATA:-}}"
if [[ -z "$data" ]]; then
  echo 'Give the folder of the tables: examples/evaluate-real-data.sh FOLDER' >&2
  exit 2
fi
failed=0

# name, file, reference, condition on the result r, options of evaluate
check() {
  local name="$1" file="$data/$2" reference="$3" condition="$4"
  shift 4
  if [[ ! -f "$file" ]]; then
    echo "skipped: $name ($file is not there)"
    return
  fi
  local answer
  answer="$(node dist/serving/linkloop.js evaluate "$file" "$@" --intervals --json | tail -n 1)"
  node -e '
    const [name, reference, condition, answer] = process.argv.slice(1);
    const r = JSON.parse(answer);
    const ok = new Function("r", `return ${condition}`)(r);
    const shown = ["auc", "averagePrecision", "logLoss", "brier", "ece", "accuracy"]
      .map((key) => `${key} ${r[key].toFixed(4)}`)
      .join(", ");
    const interval = r.intervals.auc;
    console.log(`${ok ? "ok  " : "BELOW"} ${name}: ${shown}; AUC 95 % ${interval.low.toFixed(4)} to ${interval.high.toFixed(4)}`);
    console.log(`     reference: ${reference}; our logistic ${r.baselines.logistic.auc.toFixed(4)}; bar: ${condition}; ${r.fitSeconds.toFixed(0)} s of learning`);
    const { promised, coverage, single } = r.coverage;
    const percent = (share) => `${(100 * share).toFixed(1)} %`;
    console.log(`     conformal sets: ${percent(promised)} promised, ${percent(coverage.value)} measured, one class left in ${percent(single)}`);
    for (const warning of r.warnings) console.log(`     warning: ${warning}`);
    process.exit(ok ? 0 : 1);
  ' "$name" "$reference" "$condition" "$answer" || failed=1
}

check 'Telco churn' telco_churn/Telco-Customer-Churn.csv \
  'AUC logistic .8449, boosting .8456' 'r.auc >= 0.847 && r.ece <= 0.02' --label Churn
check 'Bank marketing' bank_marketing/bank-additional-full.csv \
  'AUC logistic .792, boosting .804' 'r.auc >= 0.806' --label y --drop duration
check 'Bank marketing, newest fifth' bank_marketing/bank-additional-full.csv \
  'AUC logistic .748, boosting .595' 'r.auc >= 0.748' --label y --drop duration --time row
check 'X Education leads' lead_scoring_x_education/Leads.csv \
  'AUC logistic .865, boosting .877; on our folds CatBoost with its defaults .879' 'r.auc >= 0.877' --label Converted \
  --drop 'Tags,Lead Quality,Lead Profile,Asymmetrique*,Last Activity,Last Notable Activity'
[[ "${2:-}" == --quick ]] || check 'Insurance response, copies kept together' ibm_insurance_clv/WA_Fn-UseC_-Marketing-Customer-Value-Analysis.csv \
  'AUC .972 with copies in different folds, .751 without' \
  'r.warnings.some((text) => text.includes("agree with another row"))' --label Response

exit "$failed"
