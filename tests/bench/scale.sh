#!/usr/bin/env bash
# Shows how cost grows with the archive:
#   scale.sh DIR [--most 250000] [--sizes 20000,60000] [--runs 1] [--as files|jsonl] [--work DIR] [--memory SIZE]
#
# For each size (20,000, 60,000, 250,000, 1,000,000, as far as --most goes) an archive is made of the articles in
# DIR (scale.rs says how, and what does not grow in it as in reality), indexed from nothing, and asked: fifteen mixed
# questions, each in a fresh process, a thousand in a warm one (queries.rs), and brought up to date with nothing and with
# one file changed. Prints Markdown tables; the last part of the first is what each size costs for an article, and for a
# query, in proportion to the first size, to be at most 1.15. With --work
# what was made is kept there and used again; each million articles take 6 GB as files and 4 GB as jsonl, the index 8 GB.
# Measure on a quiet machine.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
[ $# -ge 1 ] && [ -d "$1" ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d' >&2; exit 2; }
dir=$(cd "$1" && pwd)
shift
sizes=20000,60000,250000,1000000
most=250000 runs=1 as=files work='' memory=512MB
while [ $# -gt 1 ]; do
  case $1 in
    --most) most=$2 ;;
    --sizes) sizes=$2 ;;
    --runs) runs=$2 ;;
    --as) as=$2 ;;
    --work) work=$2 ;;
    --memory) memory=$2 ;;
    *) echo "$1 is no option" >&2; exit 2 ;;
  esac
  shift 2
done
if [ -z "$work" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work"

cd "$repository"
cargo build --release --locked --quiet
# The programs' paths, as cargo tells them.
built() {
  cargo bench --locked --bench "$1" --no-run 2>&1 | sed -n 's/.*Executable .*(\(.*\))$/\1/p'
}
scale=$(built scale)
queries=$(built queries)
onrecord=target/release/onrecord

# What a reader of the archive may ask; the words are those of English-language news, whatever DIR holds.
questions=(
  'query|oil' 'query|president' 'query|"interest rates"' 'query|election campaign' 'query|minister -tax'
  'query|company NEAR/5 shares' 'query|econom*' 'query|profit|--from|2010|--to|2012' 'query|court OR police'
  'quotes|market' 'quotes|growth|--from|2015' 'quotes|--speaker|smith' 'quotes|--speaker|johnson|war'
  'speakers|-n|10' 'timeline|oil|--by|year'
)
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

rows=$work/rows.tsv
: >"$rows"
for size in ${sizes//,/ }; do
  [ "$size" -le "$most" ] || continue
  made=$work/made-$size-$as
  if [ ! -e "$made.done" ]; then
    echo "making $size articles" >&2
    rm -rf "$made"
    "$scale" make "$dir" "$size" "$made" --as "$as" >&2
    touch "$made.done"
  fi
  index=$work/index-$size
  for run in $(seq "$runs"); do
    echo "indexing $size articles, run $run of $runs" >&2
    rm -rf "$index"
    # Read once, so that every size comes from memory or every size from the disk.
    find "$made" -type f -print0 | xargs -0 cat >/dev/null
    python3 "$here/measure.py" --out "$work/measured" \
      "$onrecord" --index "$index" --quiet index "$made" --memory "$memory"
    cat "$work/measured"
  done >"$work/indexing-$size"
  indexed=$("$onrecord" --index "$index" status --format json | sed -n 's/^  "articles": \([0-9]*\),$/\1/p')
  [ "$indexed" = "$size" ] || { echo "$indexed of $size articles are in the index" >&2; exit 1; }
  find "$index" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%d", sum }' >"$work/bytes-$size"
  echo "asking $size articles" >&2
  for round in 1 2 3 4; do
    for question in "${questions[@]}"; do
      IFS='|' read -r -a words <<<"$question"
      start=${EPOCHREALTIME/./}
      "$onrecord" --index "$index" --quiet "${words[@]}" >/dev/null || [ $? = 1 ]
      # The first round only warms what the kernel keeps of the index.
      [ "$round" = 1 ] || printf '%s\t%s\n' $((${EPOCHREALTIME/./} - start)) "${question//|/ }"
    done
  done >"$work/cold-$size"
  "$queries" "$index" >"$work/warm-$size"
  echo "bringing $size articles up to date" >&2
  changed=$(find "$made" -type f | sort | sed -n 1p)
  cp -p "$changed" "$work/kept"
  update() { python3 "$here/measure.py" --out "$work/measured" "$onrecord" --index "$index" --quiet index "$made"; }
  update
  again=$(awk '{ print $2 }' "$work/measured")
  case $as in
    files) echo 'The word zqchanged was added.' >>"$changed" ;;
    jsonl) echo '{"id": "zqchanged", "date": "2001-02-03", "text": "The word zqchanged was added."}' >>"$changed" ;;
  esac
  update
  # What was made is used again.
  mv "$work/kept" "$changed"
  one=$(awk '{ print $2 }' "$work/measured")
  "$onrecord" --index "$index" --quiet query zqchanged >/dev/null || { echo "the change was not found" >&2; exit 1; }
  column() { awk -v at="$1" '{ print $at }' "$work/indexing-$size" | median; }
  warm() { awk -v at="$1" '$1 == "all" { print $at }' "$work/warm-$size"; }
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$size" "$(column 2)" "$(column 4)" "$(column 6)" \
    "$(cat "$work/bytes-$size")" "$(cut -f1 "$work/cold-$size" | median)" "$(warm 3)" "$(warm 4)" "$again" "$one" >>"$rows"
done

echo "Made of $(basename "$dir") as $as, --memory $memory; medians of $runs runs; times of queries are wall times."
echo
echo '| articles | index s | CPU s | memory MB | index MB | cold query ms | warm p50 ms | warm p99 ms | nothing changed s | one changed s | an article: time | CPU | index size | a query: cold | warm p50 |'
echo '|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|'
awk -F'\t' '
  NR == 1 { for (i = 1; i <= NF; i++) first[i] = $i }
  {
    each = first[1] / $1
    printf "| %d | %.1f | %.1f | %.0f | %.1f | %.1f | %.2f | %.2f | %.2f | %.2f ", $1, $2, $3, $4, $5 / 1e6, $6 / 1e3, $7, $8, $9, $10
    printf "| %.2f | %.2f | %.2f | %.2f | %.2f |\n", $2 * each / first[2], $3 * each / first[3], $5 * each / first[5], $6 / first[6], $7 / first[7]
  }' "$rows"
asked=$(cut -f1 "$rows")
printf '\nEach question in a fresh process, ms:\n\n| articles |'
printf ' `%s` |' "${questions[@]//|/ }"
printf '\n|---:|%s\n' "$(printf -- '---:|%.0s' "${questions[@]}")"
for size in $asked; do
  printf '| %s |' "$size"
  for question in "${questions[@]//|/ }"; do
    awk -F'\t' -v question="$question" '$2 == question { print $1 / 1e3 }' "$work/cold-$size" | median | awk '{ printf " %.1f |", $1 }'
  done
  echo
done
for size in $asked; do
  printf '\nWarm, %s articles:\n\n```text\n' "$size"
  cat "$work/warm-$size"
  echo '```'
done
