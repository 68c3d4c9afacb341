#!/usr/bin/env bash
# The short form of what the other programs here measure: does it hold at some thousand articles? smoke.sh [ARTICLES]
#
# Makes articles of those in tests/archive, each with a word of its own, as files and as JSON lines; indexes them in little
# memory, again with nothing changed, and again after the run was killed with SIGKILL in its midst; and asks. Fails when an
# article is missing, doubled or cannot be found by its word, when a resumed index differs from an undisturbed one,
# when anything panics, and when the run takes more memory of its own than it promises. Times are never judged:
# the machine may be busy. Needs bash, awk and /proc; nothing outside of the repository.
set -euo pipefail
cd "$(dirname "$0")/../.."
articles=${1:-6000}
memory=64
# What `onrecord index --help` promises is twice that and 100 MB; two threads on short articles need much less.
bound=180

# This builds onrecord too, out of what `cargo test --release` has compiled.
scale=$(cargo bench --locked --bench scale --no-run 2>&1 | sed -n 's/.*Executable .*(\(.*\))$/\1/p')
onrecord=$PWD/target/release/onrecord
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log

fail() {
  echo "smoke: $1" >&2
  [ ! -s "$log" ] || tail -n 20 "$log" >&2
  exit 1
}

# ask INDEX COMMAND…: runs onrecord; what it says on standard error is searched for panics at the end.
ask() {
  local index=$1
  shift
  "$onrecord" --index "$work/$index" "$@" 2>>"$log"
}

# number NAME: the number that a line of JSON `"NAME": 17` on standard input gives.
number() { sed -n "s/^ *\"$1\": *\([0-9]*\),\{0,1\}$/\1/p" | sed -n 1p; }

# Own memory of a process in kB, without starting another one for each look.
own() {
  local key value rest sum=0
  while read -r key value rest; do
    case $key in RssAnon: | RssShmem:) sum=$((sum + value)) ;; esac
  done 2>/dev/null <"/proc/$1/status" || true
  echo "$sum"
}

equal() { cmp -s "$work/$1" "$work/$2" || fail "$3"; }

# everything INDEX FILE: all articles with their texts, names and quotations, in an order of their own, what is counted,
# and the quotations of one year. (All quotations as such take long here: made of so few sentences, most of them are
# found to be sayings that were printed a hundred times, and each tells of all its prints.)
everything() {
  {
    ask "$1" export --articles --full --as jsonl | sort
    ask "$1" status --format json | grep -E '"(articles|quotes|files)[a-z_]*":'
    ask "$1" export --quotes --on 2001 --as jsonl | sort
  } >"$work/$2"
}

files=$((articles * 2 / 3))
"$scale" make tests/archive "$files" "$work/news/files" --mark >"$work/made"
"$scale" make tests/archive $((articles - files)) "$work/news/lines" --mark --seed 11 --as jsonl >>"$work/made"
# The second set counts its marks from the start again: they get another letter in front.
sed -i 's/\bzq\([a-z]\{6\}\)\b/zy\1/g' "$work"/news/lines/*.jsonl
marks='z[qy][bcdfghjklmnpqrst]{6}'
grep -rhoE "\b$marks\b" "$work/news" | sort >"$work/marks"
[ "$(uniq "$work/marks" | wc -l)" = "$articles" ] || fail "not every article that was made has a word of its own"

echo "== $articles articles in ${memory} MB"
"$onrecord" --index "$work/whole" --quiet index "$work/news" --jobs 2 --memory ${memory}MB --commit-every 1000 2>>"$log" &
pid=$!
peak=0
while kill -0 $pid 2>/dev/null; do
  now=$(own $pid)
  [ "$now" -le "$peak" ] || peak=$now
  sleep 0.01
done
wait $pid || fail "indexing failed"
[ "$peak" -gt 0 ] || fail "its memory was not seen"
[ $((peak / 1000)) -le $bound ] || fail "it took $((peak / 1000)) MB of its own, and $bound are allowed"

echo "== nothing lost: all counted, all exported, found by their words"
[ "$(ask whole status --format json | number articles)" = "$articles" ] || fail "status counts other articles than were made"
everything whole all
grep -oE "\b$marks\b" "$work/all" | sort -u >"$work/exported"
uniq "$work/marks" >"$work/made-marks"
equal made-marks exported "what is exported is not what was made"
[ "$(ask whole export --articles --as jsonl | wc -l)" = "$articles" ] || fail "export writes other articles than were made"
for mark in $(awk -v step=$((articles / 25)) 'NR % step == 1' "$work/made-marks"); do
  [ "$(ask whole query "$mark" --format json | number total)" = 1 ] || fail "$mark does not find its article"
done

echo "== nothing changed"
told=$(ask whole index "$work/news" --memory ${memory}MB --format json)
[ "$(number files_read <<<"$told")" = 0 ] || fail "it read again what had not changed: $told"
everything whole again
equal all again "a run with nothing changed changed the index"

echo "== killed in its midst"
killed=0
for delay in 0.2 0.5 0.9; do
  "$onrecord" --index "$work/killed" --quiet index "$work/news" --memory ${memory}MB --commit-every 300 2>>"$log" &
  pid=$!
  sleep $delay
  if kill -9 $pid 2>/dev/null; then killed=$((killed + 1)); fi
  wait $pid 2>/dev/null || true
done
[ $killed -gt 0 ] || fail "every run ended before it could be killed"
told=$(ask killed index "$work/news" --memory ${memory}MB --format json) || fail "a killed run was not taken up"
kept=$(number files_unchanged <<<"$told")
everything killed resumed
equal all resumed "an index that was resumed $killed times differs from an undisturbed one"

echo "== questions"
for question in 'query|harbour' 'query|"herring quota"' 'query|ferr*|--sort|oldest' 'query|minister NEAR/6 tariffs' \
  'quotes|--speaker|oskarsdal' 'quotes|crowns|--sort|oldest' 'speakers|-n|5' 'entities|--kind|org' 'timeline|harbour|--by|year'; do
  IFS='|' read -r -a words <<<"$question"
  ask whole "${words[@]}" >"$work/one" || fail "'$question' found nothing"
  ask killed "${words[@]}" >"$work/other" || fail "'$question' found nothing in the resumed index"
  equal one other "'$question' is answered otherwise by the resumed index"
done

if grep -nE 'panicked|internal error|RUST_BACKTRACE' "$log" "$work/all" | head -n 5 | grep .; then fail "something panicked"; fi
echo "== done: $articles articles, $(ask whole status --format json | number quotes) quotations, $((peak / 1000)) MB of $bound at most, $killed runs killed, $kept files kept from them"
