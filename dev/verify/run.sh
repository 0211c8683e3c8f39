# shellcheck shell=bash
# What ./verify starts and ends: Maven, and through it JVMs and servers. Sourced by it.

# What this run has started, by process group.
groups=()
end() {
  local group try
  trap '' INT TERM
  for group in ${groups[@]+"${groups[@]}"}; do
    kill -TERM -- "-$group" 2>/dev/null || true
  done
  wait
  ! $terminal || printf '\r\033[K'
  end_shared_servers
  for ((try = 0; try < 100; try++)); do
    ! rm -rf "$run" 2>/dev/null || return 0
    sleep 0.1
  done
  printf 'verify: %s could not be removed\n' "$run" >&2
}

# They would end with this process; until then they write into what is to be removed.
end_shared_servers() {
  local note pid
  for note in "$run"/servers/*/server; do
    [[ -r $note ]] || continue
    pid=
    read -r _ pid <"$note" || true
    [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
  done
}

# Starts a command in the background, in a process group of its own; its number is in "begun".
begin() {
  set -m
  "$@" 8>&- &
  begun=$!
  set +m
  groups+=("$begun")
}

maven() { exec ./mvnw -B -ntp "$@"; }

# Runs the tests once, under a name and with arguments for Maven. What failed without a test that tells
# it is in "unreported".
unreported=
run_tests() {
  local name=$1 folder=$state/progress/$1 log=$state/$1.log began=$SECONDS status=0 count
  shift
  rm -rf "$folder"
  mkdir -p "$folder" "${log%/*}"
  told=()
  BUSLINE_PROGRESS=$PWD/$folder BUSLINE_SERVERS=$run/servers BUSLINE_RUN=$$ \
    MAVEN_OPTS="${MAVEN_OPTS:-} -Dorg.slf4j.simpleLogger.showThreadName=true" \
    begin maven -T 4 test -Dtest.tmp="$run/tmp" -Dmaven.test.failure.ignore \
    -Dmaven.test.redirectTestOutputToFile -Dmaven.compiler.useIncrementalCompilation=false \
    -Dspotless.check.skip -Dcheckstyle.skip "$@" \
    ${only[@]+"${only[@]}"} ${measuring[@]+"${measuring[@]}"} ${selected[@]+"${selected[@]}"} >"$log" 2>&1
  while kill -0 "$begun" 2>/dev/null; do
    sleep "$glance"
    tell "$folder" "$log"
    count=$(view total "$folder")
    moving "$(clock $((SECONDS - began))): ${count%, 0 failed*}; now $(view running "$folder" | awk '{ print $2 }' | paste -sd' ' -)"
  done
  wait "$begun" || status=$?
  tell "$folder" "$log"
  unreported=
  if ((status != 0)) || [[ -n $(view running "$folder") ]] || grep -qE 'The forked VM terminated|There was a timeout' "$log"; then
    unreported="the tests did not come to their end$(view running "$folder" | sed 's/^/, while this ran: /' | paste -sd';' -); Maven says in $log: $(reasons "$log" | head -n 5)"
  fi
  if [[ $(view total "$folder") == "0 passed, 0 failed, 0 skipped" ]]; then
    unreported="no test was run: none is selected. See ./verify --help"
  fi
  [[ -z $unreported && $(view total "$folder") == *", 0 failed,"* ]]
}

# One round: the tests, with other work beside them if asked for, and why what failed has failed.
test_round() {
  local name=$1 status=0 busy=() core
  find . -path '*/target/surefire-reports' -prune -exec rm -rf {} +
  if $load; then
    for ((core = 0; core < $(getconf _NPROCESSORS_ONLN); core++)); do
      begin bash -c 'while :; do :; done'
      busy+=("$begun")
    done
  fi
  run_tests "$@" || status=1
  for core in ${busy[@]+"${busy[@]}"}; do
    kill -KILL -- "-$core"
    wait "$core" 2>/dev/null || true
  done
  if ((status != 0)); then
    { explain "$state/progress/$name" && printf '%s\n' "$unreported"; } >"$state/$name.failures"
    ((rounds > 1)) || cat "$state/$name.failures"
  fi
  return "$status"
}
