#!/bin/sh
# Fuzzes the emulator with coverage and the address sanitizer: run.sh [SECONDS] [CORPUS]
# The corpus (default: .build/fuzz/corpus) is kept and grows; a finding is left as .build/fuzz/crash-*.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-60}
build=$PWD/.build/fuzz
corpus=${2:-$build/corpus}
mkdir -p "$build" "$corpus"
flags="-O -g -swift-version 6 -package-name tend -parse-as-library -wmo -sanitize=fuzzer,address
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility
    -enable-upcoming-feature InternalImportsByDefault -I $build -suppress-warnings"
objects=
for module in CVTerm CLinux; do
    mkdir -p "$build/$module"
    printf 'module %s { umbrella "%s" export * }\n' "$module" "$PWD/Sources/$module/include" \
        >"$build/$module/module.modulemap"
    flags="$flags -Xcc -fmodule-map-file=$build/$module/module.modulemap"
    for source in Sources/$module/*.c; do
        object=$build/$module/$(basename "$source" .c).o
        clang -g -O1 -fsanitize=address -D_GNU_SOURCE -I "Sources/$module/include" -c "$source" -o "$object"
        objects="$objects $object"
    done
done
for module in TendScreen TendTerminal; do
    # shellcheck disable=SC2086,SC2046
    swiftc $flags -c -emit-module -module-name $module -emit-module-path "$build/$module.swiftmodule" \
        -o "$build/$module.o" $(find "Sources/$module" -name '*.swift')
    objects="$objects $build/$module.o"
done
# shellcheck disable=SC2086
swiftc $flags -module-name Fuzz Tests/Fuzz/EmulatorFuzz.swift $objects -lvterm -o "$build/fuzz"
cp -n Tests/Fuzz/seeds/* "$corpus"/ 2>/dev/null || true
cd "$build"
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=1
exec ./fuzz -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1 \
    "$corpus" </dev/null
