# shellcheck shell=bash
# Which JDKs there are. Sourced by ./verify.

# The feature version (17, 25) of the JDK in folder $1; nothing if there is none.
jdk_version() {
  [[ -x $1/bin/javac && -r $1/release ]] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# The folder of the JDK that Maven will use: the same choice as mvnw makes.
first_jdk() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    printf '%s\n' "$JAVA_HOME"
  elif command -v java >/dev/null; then
    java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
  fi
}

# The folder of a JDK 25; nothing if there is none.
jdk_25() {
  local named=${BUSLINE_JDK25:-${JAVA25_HOME:-}} folder
  if [[ -n $named ]]; then
    [[ $(jdk_version "$named") == 25 ]] || fail "BUSLINE_JDK25 or JAVA25_HOME is '$named', which holds no JDK 25. Correct or unset it."
    printf '%s\n' "$named"
    return
  fi
  for folder in /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home ~/.sdkman/candidates/java/* ~/.jdks/*; do
    if [[ $(jdk_version "$folder") == 25 ]]; then
      printf '%s\n' "$folder"
      return
    fi
  done
}
