# shellcheck shell=bash
# What ./verify prints: phases, progress, failures. Sourced by it.

terminal=false
[[ ! -t 1 ]] || terminal=true

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

say() {
  ! $terminal || printf '\r\033[K'
  printf '%s\n' "$*"
}

phase() { say "==> $* ($(clock $((SECONDS - started))))"; }

# Seconds between two looks at what the tests tell: a look costs processor that they lack.
glance=5
! $terminal || glance=2

# A line that moves: on a terminal at once, elsewhere a new one each minute.
said_at=$SECONDS
moving() {
  if $terminal; then
    printf '\r\033[K%s' "$(printf '%s' "$*" | cut -c1-"$(($(tput cols 2>/dev/null || echo 80) - 1))")"
  elif ((SECONDS - said_at >= 60)); then
    said_at=$SECONDS
    printf '    %s\n' "$*"
  fi
}

# A view of what the tests of a round have told; see dev/verify/progress.awk.
view() {
  local folder=$2
  find "$folder" -name '*.tsv' -exec cat {} + 2>/dev/null | awk -v view="$1" -v root="$PWD" -f dev/verify/progress.awk
}

# Prints what has become ready since the last call: failures, modules.
declare -A told=()
tell() {
  local folder=$1 log=$2 class module method test trace passed failed skipped seconds line
  while IFS=$'\t' read -r class module method test trace; do
    [[ -z ${told["$class $method $test"]:-} ]] || continue
    told["$class $method $test"]=true
    say "  FAILED $module: ${class##*.}${method:+#$method}: $(printf '%s' "${trace%%\\n\\tat *}" | sed 's/\\n/ /g' | cut -c1-300)"
  done < <(view failures "$folder")
  while IFS=$'\t' read -r module passed failed skipped seconds; do
    [[ -z ${told[$module]:-} ]] && finished "$module" "$log" || continue
    told[$module]=true
    line=$(printf '%-22s %5d passed' "$module" "$passed")
    ((failed == 0)) || line+=", $failed failed"
    ((skipped == 0)) || line+=", $skipped skipped"
    say "  $line, $(clock "$seconds")"
  done < <(view modules "$folder" | sort)
}

# Whether Maven has ended the tests of a module: its thread has said so, after it began with that module.
finished() {
  awk -v pom="from $1/pom.xml" '
    { thread = $1 }
    index($0, "from ") && /pom\.xml$/ { here[thread] = index($0, pom) > 0 }
    here[thread] && /Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+$/ { found = 1 }
    END { exit !found }' "$2"
}

# The first lines of why a test failed, what its class has written last, and how to run it alone.
explain() {
  local class module method test trace output
  while IFS=$'\t' read -r class module method test trace; do
    printf '\n%s: %s\n' "$class" "$test"
    printf '%s' "$trace" | sed 's/\\n/\n/g; s/\\t/    /g; s/\\\\/\\/g' | cut -c1-400 | head -n 15
    output=$(find "$module/target/surefire-reports" -name "$class*-output.txt" 2>/dev/null | head -n 1)
    if [[ -s $output ]]; then
      printf -- '--- the last lines of %s\n' "$output"
      tail -n 15 "$output" | cut -c1-300
    fi
    printf -- '--- alone: ./verify '\''%s'\''\n' "${class##*.}${method:+#$method}"
  done < <(view failures "$1" | sort -u | head -n "${2:-10}")
}

# What Maven says went wrong, without what it says each time.
reasons() {
  grep -E '^(\[[^]]*\] )?\[(ERROR|WARNING)\] ' "$1" | sed -E 's/^\[[^]]*\] (\[(ERROR|WARNING)\])/\1/' |
    grep -vE '\[Help 1\]|^\[ERROR\] *$|re-run Maven|Re-run Maven|For more information|-rf :|After correcting|Failed to execute goal.*Compilation failure|no more tokens' |
    awk '!seen[$0]++' | head -n 40
}

# What failed how often in the rounds on a JDK, and the first failures.
tell_rounds() {
  local failures
  printf 'Failed, in how many of %d rounds:\n' "$2"
  for failures in "$state/progress/$1"/*; do
    view failures "$failures" | cut -f1,3 | sort -u
  done | sort | uniq -c | sort -rn | awk '{ print "  " $0 } END { if (NR == 0) print "  nothing" }'
  for failures in "$state/$1"/round-*.failures; do
    [[ -e $failures ]] || return 0
    printf '\nThe first failures, of %s:\n' "$failures"
    cat "$failures"
    return 0
  done
}
