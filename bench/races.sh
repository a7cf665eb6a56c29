#!/bin/sh
# Races of kernels and readers against their peers, in one run on this machine. The results, as Markdown, go to
# standard output; what is being done goes to standard error.
#
#   bench/races.sh                     all: auroc bootstrap growth readers headers masks hashes runner scale pictures
#                                      (the last three take many minutes)
#   bench/races.sh auroc readers       only these
#   bench/races.sh --jmh [OPTIONS]     the JMH benchmarks instead; OPTIONS are JMH's
#
# Needed: a JDK of 25 or newer (JAVA_HOME, PATH or /usr/lib/jvm) and Maven. The peers are R with pROC and Debian's Python
# with numpy, scikit-learn, SciPy and pydicom (apt install r-cran-proc python3-numpy python3-sklearn python3-scipy
# python3-pydicom); REALFM_PYTHON names another Python. The headers are those of dicom-samples in REALFM_SHARED_DATA.
# A peer that is not there is left out, and the table says so. Leaves with 1 if a peer finds other numbers.
set -eu

home=$(cd "$(dirname "$0")" && pwd -P)
java=
for candidate in "${JAVA_HOME:-/nonexistent}/bin/java" "$(command -v java || echo /nonexistent)" /usr/lib/jvm/*/bin/java; do
    if [ -x "$candidate" ] && "$candidate" --version 2>/dev/null | head -n 1 | grep -Eq '^[a-z]+ (2[5-9]|[3-9][0-9])'; then
        java=$candidate
        break
    fi
done
if [ -z "$java" ]; then
    echo "The races need a JDK of 25 or newer: set JAVA_HOME to its folder." >&2
    exit 2
fi
echo "Building ..." >&2
rm -rf "$home/target/lib"
(cd "$home/.." && mvn -q -B -ntp -DskipTests -Djacoco.skip=true -pl bench -am package) >&2
if [ "${1:-}" = --jmh ]; then
    shift
    exec "$java" -Xmx6g -XX:+UseParallelGC -cp "$home/target/lib/*" org.openjdk.jmh.Main "$@"
fi
exec "$java" -Xmx6g -XX:+UseParallelGC -Drealfm.peers="$home/peers" -cp "$home/target/lib/*" org.realfm.bench.Races "$@"
