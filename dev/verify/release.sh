# shellcheck shell=bash
# The rehearsal of a release, which ends ./verify --all. Sourced by it.

# At a version that is never released, with the files as they are; prints what users' projects did.
rehearse() {
  local log=$state/release.log
  BUSLINE_JDK25=${second:-${BUSLINE_JDK25:-}} begin dev/release 0.0.0 --uncommitted --brokers >"$log" 2>&1
  while kill -0 "$begun" 2>/dev/null; do
    moving "$(tail -n 1 "$log")"
    sleep 1
  done
  if wait "$begun"; then
    grep '^  ' "$log"
  else
    say "  $(tail -n 5 "$log")"
    return 1
  fi
}
