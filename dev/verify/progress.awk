# Reads what testing/progress writes and prints one view of it, which the variable "view" names:
#
#   modules   module, passed, failed, skipped, seconds from first to last, a line each
#   total     "N passed, N failed, N skipped"
#   running   the classes that have begun and not ended
#   failures  class, module, method, test, trace with \n for line ends, a line each
#   times     a table for people: where the time of modules and of the slowest classes went
#
# "root" is the folder of the project.
BEGIN { FS = "\t"; CONVFMT = "%.15g" }

$1 == "begin" {
  module[$2] = $3 == root ? "." : substr($3, length(root) + 2)
  began[$2] = $4
  open[$2] = 1
}
$1 == "end" {
  passed[$2] = $3; failed[$2] = $4; skipped[$2] = $5; took[$2] = $6; worked[$2] = $7
  delete open[$2]
}
$1 == "failed" { failures[++fails] = $2 FS module[$2] FS $3 FS $4 FS $5 }

function short(class) { sub(/.*\./, "", class); return class }

function clock(millis) {
  return sprintf("%d:%02d", millis / 60000, millis / 1000 % 60)
}

function row(name, tests, wall, processor) {
  printf "%-44s %6s %8.1f %8.1f %8.1f\n", name, tests, wall / 1000, processor / 1000, (wall - processor) / 1000
}

# Prints the rows of what took longest first, down to a limit in milliseconds.
function rows(wall, processor, count, limit,    name, found) {
  do {
    found = ""
    for (name in wall) if (!((name, limit) in printed) && wall[name] + 0 >= limit && (found == "" || wall[name] + 0 > wall[found] + 0)) found = name
    if (found == "") return
    printed[found, limit] = 1
    row(found in module ? module[found] " " short(found) : found, count[found], wall[found], processor[found])
  } while (1)
}

END {
  for (class in module) {
    m = module[class]
    p[m] += passed[class]; f[m] += failed[class]; s[m] += skipped[class]
    sum[m] += took[class]; work[m] += worked[class]
    count[class] = passed[class] + failed[class] + skipped[class]
    counts[m] += count[class]
    if (!(m in from) || began[class] < from[m]) from[m] = began[class]
    if (began[class] + took[class] > to[m]) to[m] = began[class] + took[class]
    P += passed[class]; F += failed[class]; S += skipped[class]
  }
  if (view == "modules") for (m in p) printf "%s\t%d\t%d\t%d\t%d\n", m, p[m], f[m], s[m], (to[m] - from[m]) / 1000
  if (view == "total") printf "%d passed, %d failed, %d skipped\n", P, F, S
  if (view == "running") for (class in open) print module[class] " " short(class)
  if (view == "failures") for (i = 1; i <= fails; i++) print failures[i]
  if (view == "times") {
    printf "%-44s %6s %8s %8s %8s\n", "seconds of all classes, one after another", "tests", "all", "working", "waiting"
    rows(sum, work, counts, 0)
    printf "\n%-44s %6s %8s %8s %8s\n", "classes of 5 seconds and more", "tests", "all", "working", "waiting"
    rows(took, worked, count, 5000)
    print "\n\"working\" is processor time of the JVM that runs the tests; servers work while it waits."
  }
}
