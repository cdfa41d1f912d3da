#!/usr/bin/env bash
# Links public files without labels, their columns of truth and identifiers stripped, and again after 200 labels that
# `linkloop link --ask` chose; prints precision, recall and F1 beside the bars. The folder of the files is the first
# argument or LINKLOOP_TEST_DATA; files that are not there are skipped. Exits with 1 when a result is below its bar.
# LINKLOOP_COMMAND='node --import tsx serving/linkloop.ts' runs from source.
set -euo pipefail
cd "$(dirname "$0")/.."
data="${1:-${LINKLOOP_TEST_DATA:-}}"
if [[ -z "$data" ]]; then
  echo 'Give the folder of the files: examples/link-public-data.sh FOLDER' >&2
  exit 2
fi
command=${LINKLOOP_COMMAND:-node dist/serving/linkloop.js}
labels=200
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# Strips FILES (SQL expression of the entity; columns to leave out) and writes 1.csv, 2.csv and truth.csv with ids of
# their own into the folder.
strip() {
  node --input-type=module -e '
    import { DuckDBInstance } from "@duckdb/node-api";
    const [folder, entity, drop, ...files] = process.argv.slice(1);
    const text = (value) => `\x27${value.replaceAll("\x27", "\x27\x27")}\x27`;
    const name = (value) => `"${value.replaceAll("\"", "\"\"")}"`;
    const database = await (await DuckDBInstance.create()).connect();
    for (const [at, file] of files.entries()) {
      const table = `file${at + 1}`;
      const source = `read_csv(${text(file)}, all_varchar = true, header = true)`;
      await database.run(`CREATE TABLE ${table} AS SELECT row_number() OVER () AS row_id, * FROM ${source}`);
      const columns = (await database.runAndReadAll(`SELECT * FROM ${table} LIMIT 0`)).columnNames();
      for (const column of columns)
        if (column !== column.trim())
          await database.run(`ALTER TABLE ${table} RENAME ${name(column)} TO ${name(column.trim())}`);
      const kept = columns.map((column) => column.trim()).filter((column) => ![...drop.split(","), "row_id"].includes(column));
      await database.run(`COPY (SELECT row_id AS id, ${kept.map(name).join(", ")} FROM ${table} ORDER BY row_id)
        TO ${text(`${folder}/${at + 1}.csv`)} (HEADER)`);
    }
    const keyed = (table) => `(SELECT row_id, ${entity} AS entity FROM ${table})`;
    await database.run(`COPY (SELECT a.row_id AS id_left, b.row_id AS id_right
      FROM ${keyed("file1")} a JOIN ${keyed(files.length > 1 ? "file2" : "file1")} b ON a.entity = b.entity
      ${files.length > 1 ? "" : "AND a.row_id < b.row_id"}) TO ${text(`${folder}/truth.csv`)} (HEADER)`);
  ' "$@"
}

# Fills the empty labels of a file from the truth.
answer() {
  node -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const [asked, truth] = process.argv.slice(1);
    const lines = (path) => readFileSync(path, "utf8").trim().split(/\r?\n/).slice(1);
    const matches = new Set(lines(truth));
    const answered = lines(asked).map((line) => {
      const [left, right] = line.split(",");
      return `${left},${right},${matches.has(`${left},${right}`) ? 1 : 0}`;
    });
    writeFileSync(asked, ["id_left,id_right,label", ...answered].join("\n") + "\n");
  ' "$@"
}

# name, least F1, least pair completeness, reference, entity, columns to leave out, files
check() {
  local name="$1" bar="$2" completeness="$3" reference="$4" entity="$5" drop="$6" folder file
  shift 6
  local files=()
  for file in "$@"; do
    if [[ ! -f "$data/$file" ]]; then
      echo "skipped: $name ($data/$file is not there)"
      return
    fi
    files+=("$data/$file")
  done
  folder="$work/$name"
  mkdir "$folder"
  strip "$folder" "$entity" "$drop" "${files[@]}"
  local inputs=("$folder/1.csv")
  if (( $# > 1 )); then inputs+=("$folder/2.csv"); fi
  local without with
  without="$($command link "${inputs[@]}" --truth "$folder/truth.csv" \
    --ask "$labels" --out-labels "$folder/labels.csv" --json 2>/dev/null | tail -n 1)"
  answer "$folder/labels.csv" "$folder/truth.csv"
  with="$($command link "${inputs[@]}" --truth "$folder/truth.csv" --labels "$folder/labels.csv" --json 2>/dev/null | tail -n 1)"
  node -e '
    const [name, bar, completeness, reference, without, withLabels] = process.argv.slice(1);
    const [r, labelled] = [JSON.parse(without), JSON.parse(withLabels)];
    const ok = r.f1 >= Number(bar) && r.pairCompleteness >= Number(completeness);
    const shown = ({ precision, recall, f1 }) => `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}`;
    console.log(`${ok ? "ok   " : "BELOW"} ${name}: ${shown(r)} (bar ${bar}; ${reference})`);
    console.log(`      ${r.rows} records, ${r.candidatePairs} pairs compared, pair completeness ${r.pairCompleteness.toFixed(4)}${completeness === "0" ? "" : ` (bar ${completeness})`}, ${r.seconds.toFixed(1)} s`);
    console.log(`      after '"$labels"' labels: ${shown(labelled)}: ${labelled.f1 > r.f1 ? "higher" : labelled.f1 === r.f1 ? "the same" : "LOWER"}`);
    process.exit(ok ? 0 : 1);
  ' "$name" "$bar" "$completeness" "$reference" "$without" "$with" || failed=1
}

person="split_part(trim(rec_id), '-', 2)"
check RLdata500 .98 0 'oracle prior 1.000' ent_id rec_id,ent_id rldata/RLdata500.csv
check febrl1 .99 0 'oracle prior .992' "$person" rec_id,soc_sec_id febrl/dataset1.csv
check febrl2 .985 0 'oracle prior .987' "$person" rec_id,soc_sec_id febrl/dataset2.csv
check febrl3 .985 0 'oracle prior .985' "$person" rec_id,soc_sec_id febrl/dataset3.csv
check febrl4 .995 0 'oracle prior .9955' "$person" rec_id,soc_sec_id febrl/dataset4a.csv febrl/dataset4b.csv
check fake_1000 .90 0 'oracle prior .878' cluster unique_id,cluster splink/fake_1000.csv
check historical_50k .80 .85 'best threshold .719' cluster unique_id,cluster splink/historical_figures_with_errors_50k.csv

exit "$failed"
