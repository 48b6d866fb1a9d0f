#!/bin/sh
# Compares another release of libvterm with the installed one: libvterm.sh ROOT [SEEDS]
# ROOT holds usr/include/vterm.h and the library, as `dpkg -x` unpacks libvterm-dev and libvterm0. Three runs must agree: built
# and run with the installed release, built and run with the other, built with the installed one and run with the other.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
root=$1
seeds=${2:-300}
library=$(dirname "$(find "$root/usr/lib" -name 'libvterm.so.0' | head -n 1)")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for which in installed other; do
    flags=
    [ $which = installed ] || flags="-I$root/usr/include -L$library"
    # shellcheck disable=SC2086
    clang -Wall -Wextra -Werror -O1 $flags -I"$here/Sources/CVTerm/include" "$here/Tests/Tools/libvterm.c" \
        "$here/Sources/CVTerm/CVTerm.c" -lvterm -o "$work/$which"
done
"$work/installed" "$seeds" >"$work/1"
LD_LIBRARY_PATH=$library "$work/other" "$seeds" >"$work/2"
LD_LIBRARY_PATH=$library "$work/installed" "$seeds" >"$work/3"
cmp "$work/1" "$work/2"
cmp "$work/1" "$work/3"
echo "$(grep -c -- '->' "$work/1") calls, all alike"
