#!/bin/sh
# Fuzzes every reader, one after the other: sh testdata/formats/fuzz.sh [TIME] [TARGET…]
# TIME is for each target, default 10m. Stops at the first that falls.
set -e
cd "$(dirname "$0")/../.."
time=${1:-10m}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- $(grep -ho '^func Fuzz[A-Za-z0-9]*' checker/source/*_test.go | sed 's/^func //' | sort)
go test -c -fuzz=Fuzz -o "${TMPDIR:-/tmp}/source.test" ./checker/source
cd checker/source
for target; do
	echo "== $target $time"
	nice "${TMPDIR:-/tmp}/source.test" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "$time" -test.fuzzminimizetime 10x -test.parallel "${JOBS:-1}" -test.fuzzcachedir "${TMPDIR:-/tmp}/fuzzcache"
done
