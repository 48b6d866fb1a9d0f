// swift-tools-version:6.2
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

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOWebSocket", package: "swift-nio"),
]

/// Tests of `subject`, which may use what it uses.
func tests(_ subject: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: subject + "Tests", dependencies: [.target(name: subject)] + dependencies, swiftSettings: strict,
        linkerSettings: lld)
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
        .target(name: "CKeeper"),
        .target(name: "CVTerm", linkerSettings: [.linkedLibrary("vterm")]),
        .target(name: "TendScreen", swiftSettings: fast),
        .target(name: "TendTerminal", dependencies: ["TendScreen", "CVTerm", "CLinux"], swiftSettings: fast),
        .target(name: "TendCore", dependencies: ["TendScreen"], swiftSettings: strict),
        .target(name: "TendKeeper", dependencies: ["CKeeper", "CLinux"], swiftSettings: strict),
        .target(
            name: "TendStore", dependencies: ["TendCore", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(
            name: "TendServer",
            dependencies: [
                "CLinux", "TendCore", "TendScreen", "TendTerminal", "TendKeeper", "TendStore",
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
        .target(name: "TendClient", dependencies: ["TendCore", "TendScreen"] + nio, swiftSettings: strict),
        .target(name: "CCurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(
            name: "TendTUI",
            dependencies: [
                "CCurses", "CLinux", "TendClient", "TendCore", "TendScreen", .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "tend",
            dependencies: [
                "CLinux", "TendAPI", "TendClient", "TendCore", "TendKeeper", "TendScreen", "TendServer", "TendStore",
                "TendTUI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict, linkerSettings: lld),

        probe("KeeperProbe", ["TendKeeper", "CLinux"]),
        probe("RingProbe", ["TendTerminal", "TendScreen"]),
        tests("TendScreen", []),
        tests("TendTerminal", ["TendScreen", "RingProbe"]),
        tests("TendCore", ["TendScreen"]),
        tests("TendKeeper", ["CLinux", "KeeperProbe"]),
        tests("TendStore", ["TendCore", "TendScreen", .product(name: "GRDB", package: "GRDB.swift")]),
        tests("TendServer", ["TendCore", "TendScreen", "TendTerminal"]),
        tests("TendAPI", ["TendCore", "TendScreen", "TendServer"] + nio),
        tests("TendClient", ["TendCore", "TendScreen"] + nio),
        tests("TendTUI", ["TendCore", "TendScreen"]),
        .testTarget(
            name: "TendCommandTests",
            dependencies: [
                "tend", "TendClient", "TendCore", "TendScreen",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["Goldens"], swiftSettings: strict, linkerSettings: lld),
        .testTarget(name: "EndToEndTests", dependencies: ["tend"], swiftSettings: strict, linkerSettings: lld),
    ]
)
