#!/usr/bin/env bash
# Builds everything, runs every test, and ends with "N passed, N failed"; exit code 0 only if tests ran and all passed.
#   ./test.sh                everything that takes minutes
#   ./test.sh --long PART    one part in depth: engine, readers, store, browser; faults and seeds, which go on where they stopped;
#                            soak, which is one hour in one go
set -uo pipefail
cd "$(dirname "$0")"

filter=()
if [ "${1:-}" = --long ]; then
  case "${2:-}" in
    engine | readers | store | faults | browser | seeds | soak) ;;
    *) echo "usage: ./test.sh [--long engine|readers|store|faults|browser|seeds|soak]" >&2; exit 2 ;;
  esac
  export APPROVALS_LONG=$2
  filter=(--filter "Part=$2")
elif [ $# -gt 0 ]; then
  echo "usage: ./test.sh [--long PART]" >&2
  exit 2
fi

# Hundreds of short processes: what a profile of the first calls would gain later is never earned back.
export DOTNET_TieredPGO=0

source .ci/install
install_for_running && install_for_testing || exit 1
dotnet build Approvals.sln -c Release -v quiet --nologo || { echo "0 passed, 1 failed"; exit 1; }

# A server that is killed hundreds of times is started as often: compiled ahead, a start takes a quarter less of the processor.
# Where the compiler for that cannot be had, the tests start what was built.
if [ "${2:-}" = faults ]; then
  dotnet publish src/Approvals.Web -c Release --use-current-runtime --self-contained false -p:PublishReadyToRun=true \
    -p:NuGetLockFilePath="$PWD/artifacts/program.lock.json" -o artifacts/program -v quiet --nologo \
    && export APPROVALS_PROGRAM="$PWD/artifacts/program"
fi

passed=0
failed=0
results=artifacts/tests
rm -rf "$results"

# The counters of a run's report; a counter that is not there is 0.
counter() {
  local found
  found=$(grep -o "<Counters [^>]*" "$1" 2>/dev/null | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*')
  echo "${found:-0}"
}

for project in Approvals.Tests Approvals.IntegrationTests; do
  began=$SECONDS
  # Those of the integration tests wait half their time for servers, browsers and clocks: more of them than there are cores.
  threads=()
  [ "$project" = Approvals.Tests ] || threads=(-- "xUnit.MaxParallelThreads=$(($(nproc) * 2))")
  # Hostile files are read in a process whose heap is bounded.
  [ "$project:${2:-}" = Approvals.Tests:readers ] && threads=(--settings tests/readers.runsettings)
  dotnet test "tests/$project" -c Release --no-build --nologo -v quiet "${filter[@]}" \
    --results-directory "$results" --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal" "${threads[@]}"
  code=$?
  report="$results/$project.trx"
  good=$(counter "$report" passed)
  bad=$(counter "$report" failed)
  # A run that broke down without a failed test (a crash, a build left over) is a failure too.
  [ "$code" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
  echo "$project: $good passed, $bad failed, $((SECONDS - began)) s"
  passed=$((passed + good))
  failed=$((failed + bad))
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
