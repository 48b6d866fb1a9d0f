// swift-tools-version:6.2
import Glibc
import PackageDescription

/// Language rules of every Swift target. On CI a warning is an error; elsewhere a newer compiler may have new ones.
let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// The emulator is optimised in debug builds too: the tests feed it hundreds of mebibytes,
/// and unoptimised it is some 40 times slower.
let fast: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let lld: [LinkerSetting] = [.unsafeFlags(["-use-ld=lld"])]

/// What makes a release start fast. Every command, the keeper and the server are a start of their own, and a third of it was the loader's.
///
/// Where there is an archive of every library that it needs, as in Debian, nothing is loaded and looked up at each start. Otherwise
/// the libraries stay shared. Either way the program is at a fixed address, so that nothing has to be relocated: 110,000 words of
/// Foundation, GRDB and NIO, written anew into 1.4 MiB of each process. Heap and stacks stay at random places.
/// Measured for `tend ls` as a whole: 4.6 ms with shared libraries, 3.7 with none.
let quickStart: [LinkerSetting] = {
    let places = ["/usr/lib/*-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/lib/gcc/*/*"]
    func exists(_ library: String) -> Bool {
        var found = glob_t()
        defer { globfree(&found) }
        return places.contains { glob("\($0)/lib\(library).a", 0, nil, &found) == 0 }
    }
    let needed = ["c", "m", "ncursesw", "sodium", "sqlite3", "stdc++", "tinfo", "vterm"]
    let flags =
        needed.allSatisfy(exists)
        ? ["-static-executable"] : ["-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic"]
    return [.unsafeFlags(flags, .when(platforms: [.linux], configuration: .release))]
}()

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOWebSocket", package: "swift-nio"),
]

/// Tests of `subject`, which may use what it uses.
func tests(_ subject: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: subject + "Tests", dependencies: [.target(name: subject)] + dependencies, exclude: exclude,
        swiftSettings: strict, linkerSettings: lld)
}

/// A small program that tests run, crash and kill.
func probe(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Tests/" + name, swiftSettings: strict, linkerSettings: lld)
}

let package = Package(
    name: "tend",
    products: [.executable(name: "tend", targets: ["tend"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "CLinux"),
        .target(name: "CKeeper", dependencies: ["CLinux"]),
        .target(name: "CSodium", linkerSettings: [.linkedLibrary("sodium")]),
        .target(name: "CVTerm", linkerSettings: [.linkedLibrary("vterm")]),
        .target(name: "TendScreen", swiftSettings: fast),
        .target(name: "TendTerminal", dependencies: ["TendScreen", "CVTerm", "CLinux"], swiftSettings: fast),
        .target(name: "TendCore", dependencies: ["TendScreen"], swiftSettings: strict),
        .target(
            name: "TendAgents", dependencies: ["TendCore", "TendScreen"],
            resources: [.embedInCode("Resources/manifests")], swiftSettings: strict),
        .target(
            name: "TendData", dependencies: ["TendCore", .product(name: "Yams", package: "Yams")], swiftSettings: strict
        ),
        .target(name: "TendGit", dependencies: ["CLinux", "TendCore"], swiftSettings: strict),
        .target(name: "TendKeeper", dependencies: ["CKeeper", "CLinux"], swiftSettings: strict),
        .target(
            name: "TendStore",
            dependencies: ["CLinux", "CSodium", "TendCore", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(
            name: "TendServer",
            dependencies: [
                "CLinux", "TendAgents", "TendCore", "TendData", "TendGit", "TendScreen", "TendTerminal", "TendKeeper",
                "TendStore",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "TendAPI",
            dependencies: [
                "CLinux", "TendCore", "TendScreen",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ] + nio,
            swiftSettings: strict),
        .target(name: "TendClient", dependencies: ["CLinux", "TendCore", "TendScreen"], swiftSettings: strict),
        .target(name: "CCurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(
            name: "TendTUI",
            dependencies: [
                "CCurses", "CLinux", "TendClient", "TendCore", "TendData", "TendScreen",
                .product(name: "Yams", package: "Yams"),
            ],
            // Links to the folders at the top: SwiftPM takes resources from the target's own folder only.
            resources: [.embedInCode("Resources/keymaps"), .embedInCode("Resources/themes")],
            swiftSettings: strict),
        .executableTarget(
            name: "tend",
            dependencies: [
                "CLinux", "TendAPI", "TendAgents", "TendClient", "TendCore", "TendData", "TendKeeper", "TendScreen",
                "TendServer", "TendStore", "TendTUI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict, linkerSettings: lld + quickStart),

        .target(name: "TestChildren", path: "Tests/TestChildren"),
        .target(
            name: "TestSupport", dependencies: ["TestChildren"], path: "Tests/TestSupport", swiftSettings: strict),
        .target(name: "TestWorkers", dependencies: ["CLinux"], path: "Tests/TestWorkers"),
        probe("KeeperProbe", ["TendKeeper", "CLinux"]),
        probe("RingProbe", ["TendTerminal", "TendScreen"]),
        probe("SurfaceProbe", ["CLinux", "TendTUI", "TendScreen"]),
        tests("TendScreen", []),
        tests("TendTerminal", ["TendScreen", "RingProbe"]),
        tests("TendCore", ["TendScreen"]),
        tests(
            "TendAgents", ["TendCore", "TendScreen", "TendTerminal"], exclude: ["Claude/Fixtures", "Corpus"]),
        tests("TendData", ["TestSupport"]),
        tests("TendGit", ["TendCore", "TestSupport"]),
        tests("TendKeeper", ["CLinux", "KeeperProbe", "TestSupport"]),
        tests("TendStore", ["TendCore", "TendScreen", .product(name: "GRDB", package: "GRDB.swift")]),
        tests("TendServer", ["TendCore", "TendData", "TendScreen", "TendTerminal"]),
        tests("TendAPI", ["CLinux", "TendCore", "TendScreen", "TendServer", "TestSupport"] + nio),
        tests("TendClient", ["TendCore", "TendScreen", "TestSupport"]),
        tests(
            "TendTUI",
            ["CLinux", "SurfaceProbe", "TendCore", "TendData", "TendScreen", "TendTerminal", "TestSupport"],
            exclude: ["View/Golden"]),
        .testTarget(
            name: "TendCommandTests",
            dependencies: [
                "tend", "TendAgents", "TendClient", "TendCore", "TendData", "TendScreen", "TendServer", "TendTUI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Goldens"], swiftSettings: strict, linkerSettings: lld),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["tend", "TestSupport", "TestWorkers", "TendAgents", "TendScreen", "TendTerminal"],
            swiftSettings: strict, linkerSettings: lld),
    ]
)
