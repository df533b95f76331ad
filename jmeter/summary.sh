#!/usr/bin/env bash
# Turns a results file of the load plan into the README's table (Markdown), from the samples alone.
set -euo pipefail

results=${1:-$(dirname "${BASH_SOURCE[0]}")/../target/jmeter/results/mixed-workload.csv}
[ -r "$results" ] || { echo "no results at $results; run: mvn -Pload verify" >&2; exit 1; }

# label, elapsed ms, success, start ms, source; a quoted field may hold commas and line ends
samples() {
  awk '
    function fields(line,   i, c, quoted, n) {
      n = 1; field[1] = ""
      for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) field[++n] = ""
        else field[n] = field[n] c
      }
      return n
    }
    NR == 1 { n = fields($0); for (i = 1; i <= n; i++) { gsub(/"/, "", field[i]); at[field[i]] = i }; next }
    {
      record = pending $0
      if (gsub(/"/, "\"", record) % 2) { pending = record " "; next }
      pending = ""
      fields(record)
      printf "%s\t%d\t%s\t%.0f\t%s\n", field[at["label"]], field[at["elapsed"]],
        field[at["success"]], field[at["timeStamp"]], ("source" in at) ? field[at["source"]] : ""
    }' "$results"
}

samples | sort -t "$(printf '\t')" -k2,2n | awk -F '\t' '
  # the smallest time that p of 100 samples do not exceed; samples come in the order of their time
  function percentile(label, p,   rank) {
    rank = int((count[label] * p + 99) / 100)
    return time[label, rank]
  }
  function add(label) {
    time[label, ++count[label]] = $2
    sum[label] += $2
    if ($3 != "true") errors[label]++
  }
  function row(label, share) {
    printf "| %s | %d | %.1f | %d | %d | %d | %d | %s | %d |\n", label, count[label],
      sum[label] / count[label], percentile(label, 50), percentile(label, 95),
      percentile(label, 99), time[label, count[label]], share, errors[label]
  }
  BEGIN {
    n = split("GET /cache/{key}|POST /cache|POST /lock|POST /unlock|POST /queue/produce|GET /queue/consume",
      order, "|")
    for (i = 1; i <= n; i++) counts[order[i]] = 1
  }
  {
    add($1)
    if (!($1 in counts)) { others[$1] = 1; next }
    add("all six")
    if (!first || $4 < first) first = $4
    if ($4 + $2 > last) last = $4 + $2
    if ($1 == "GET /cache/{key}" && $5 == "cache") hits++
  }
  END {
    all = "all six"
    if (!count[all]) { print "no samples; the log of the run says why" >"/dev/stderr"; exit 1 }
    seconds = (last - first) / 1000
    printf "%d requests in %.1f s, %.1f req/s, %d failures", count[all], seconds,
      count[all] / seconds, errors[all]
    gets = count["GET /cache/{key}"]
    if (gets) printf "; cache hits %.1f %%", 100 * hits / gets
    printf "\n\n| endpoint | requests | avg ms | p50 | p95 | p99 | max | share | errors |\n"
    print "|---|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= n; i++)
      if (count[order[i]]) row(order[i], sprintf("%.1f %%", 100 * count[order[i]] / count[all]))
    row(all, "100 %")
    for (label in others) row(label, "beside")
  }'
