# shellcheck shell=bash
# The site of the documentation, which ends ./verify --all where Node.js is there. Sourced by it.

make_site() {
  local log=$state/site.log
  begin dev/site >"$log" 2>&1
  while kill -0 "$begun" 2>/dev/null; do
    moving "$(tail -n 1 "$log")"
    sleep 1
  done
  if ! wait "$begun"; then
    say "  $(tail -n 5 "$log")"
    return 1
  fi
}
