# shellcheck shell=bash
# What ./verify is asked to run: modules and test classes. Sourced by it.

# The test classes of this name, with or without its package: module and full name, a line each.
classes_named() {
  local file module class
  find . \( -name target -o -path ./testing/consumers \) -prune -o -path "*/src/test/java/*/${1##*.}.java" -print | while IFS= read -r file; do
    module=${file#./}
    module=${module%%/src/test/java/*}
    class=${file#*/src/test/java/}
    class=${class%.java}
    class=${class//\//.}
    if [[ $1 != *.* || $class == "$1" ]]; then
      printf '%s %s\n' "$module" "$class"
    fi
  done
}

# What Maven selects for a class and perhaps a method: also what is nested in the class or in a kit.
selector() {
  if [[ $2 == *'#'* ]]; then
    printf '%s#%s,%s$*#%s,*Kit$*#%s' "$1" "${2#*#}" "$1" "${2#*#}" "${2#*#}"
  else
    printf '%s' "$1"
  fi
}

select_tests() {
  local what=$1 found module class
  [[ $what != *testing/consumers* ]] || fail "'$what' is outside the build. dev/release builds and runs it; see testing/consumers/run --help"
  if [[ -f $what/pom.xml ]]; then
    modules+=("${what%/}")
    while IFS= read -r class; do
      tests+=("$class")
    done < <(cd "$what/src/test/java" 2>/dev/null && find . -name '*Test.java' | sed 's|^\./||; s|\.java$||' | tr / .)
    return
  fi
  found=$(classes_named "${what%%#*}")
  [[ -n $found ]] || fail "'$what' is neither a module, such as brokers/kafka, nor a test class. See ./verify --help"
  while read -r module class; do
    modules+=("$module")
    tests+=("$(selector "$class" "$what")")
    named+=("$class")
  done <<<"$found"
}
