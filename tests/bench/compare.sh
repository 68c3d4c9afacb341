#!/usr/bin/env bash
# Compares onrecord with its peers on the same files: compare.sh DIR [--runs 5] [--only NAME,NAME] [--work DIR] [--no-install]
#
# Installs what ordinary package clients give (Debian's recollcmd, xapian-omega and their Python bindings; tantivy from
# PyPI into a virtual environment; SQLite comes with Python), builds onrecord and the yardstick, and hands over
# to compare.py, which measures and prints a Markdown table. A peer that cannot be installed is said to be missing
# and the others are compared. DIR is never written to: everything happens in a copy beneath the work directory (by
# default a temporary one, removed at the end). Measure on a quiet machine.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
[ $# -ge 1 ] && [ -d "$1" ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
dir=$(cd "$1" && pwd)
shift
install=yes
work=
passed=()
while [ $# -gt 0 ]; do
  case $1 in
    --no-install) install=no ;;
    --work) work=$2; shift ;;
    *) passed+=("$1") ;;
  esac
  shift
done
if [ -z "$work" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work"
log=$work/install.log

if [ $install = yes ]; then
  echo "installing peers (told in install.log of the work directory)" >&2
  packages=(recollcmd xapian-omega xapian-tools python3-recoll python3-xapian)
  for package in "${packages[@]}"; do
    dpkg -s "$package" >/dev/null 2>&1 && continue
    become=
    [ "$(id -u)" = 0 ] || become="sudo -n"
    [ -e "$work/updated" ] || { $become apt-get update >>"$log" 2>&1 || true; touch "$work/updated"; }
    DEBIAN_FRONTEND=noninteractive $become apt-get install -y --no-install-recommends "$package" >>"$log" 2>&1 ||
      echo "missing: $package could not be installed" >&2
  done
  if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv" >>"$log" 2>&1 && "$work/venv/bin/pip" install -q tantivy >>"$log" 2>&1 ||
      echo "missing: tantivy for Python could not be installed" >&2
  fi
fi

cd "$repository"
echo "building" >&2
cargo build --release --locked 2>>"$log" || { tail -n 20 "$log" >&2; exit 1; }
# The programs' paths, as cargo tells them.
built() {
  cargo bench --locked --bench "$1" --no-run 2>&1 | tee -a "$log" | sed -n 's/.*Executable .*(\(.*\))$/\1/p'
}
ONRECORD=${ONRECORD:-$repository/target/release/onrecord} \
  PYTHONDONTWRITEBYTECODE=1 BARE=$repository/$(built bare_tantivy) QUERIES=$repository/$(built queries) \
  python3 "$here/compare.py" "$dir" --work "$work" "${passed[@]}"
