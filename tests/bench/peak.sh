#!/usr/bin/env bash
# Runs a command and prints on standard error its wall time, CPU time and the peak of its own memory
# (RssAnon + RssShmem; mapped index pages apart), sampled every 5 ms.
set -u
start=$(date +%s.%N)
"$@" &
pid=$!
peak=0
while [ -r "/proc/$pid/status" ]; do
  now=$(awk '/^RssAnon|^RssShmem/ { sum += $2 } END { print sum + 0 }' "/proc/$pid/status" 2>/dev/null)
  [ "${now:-0}" -gt "$peak" ] && peak=$now
  cpu=$(awk '{ print ($14 + $15) / 100 }' "/proc/$pid/stat" 2>/dev/null || echo "$cpu")
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.005
done
wait "$pid"
code=$?
printf 'wall %.2f s  cpu %s s  peak own memory %d MB\n' "$(echo "$(date +%s.%N) - $start" | bc)" "${cpu:-?}" "$((peak / 1000))" >&2
exit "$code"
