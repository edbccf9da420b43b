// swift-tools-version: 6.2
import PackageDescription

/// Settings of every target of ours.
///
/// - `ExistentialAny`: https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
/// - `InternalImportsByDefault`: https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
/// - `MemberImportVisibility`: https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Optimised in debug builds too: tests put months of messages through these targets. Checks of overflow and bounds stay.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// `Lifetimes` lets a function return a view over bytes it was handed (`~Escapable`).
let views: [SwiftSetting] = [.enableExperimentalFeature("Lifetimes")]

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let logging = product(name: "Logging", package: "swift-log")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let yams = product(name: "Yams", package: "Yams")
}

/// One stretch of the flow: the target `name`, which lies in `Sources/folder/name`.
func stretch(
    _ name: String,
    in folder: String,
    _ dependencies: [Target.Dependency] = [],
    more: [SwiftSetting] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: "Sources/\(folder)/\(name)",
        swiftSettings: settings + more
    )
}

/// A C library of Debian's, with its module map in `Sources/System/name`.
func system(_ name: String, _ library: String, _ package: String) -> Target {
    .systemLibrary(
        name: name,
        path: "Sources/System/\(name)",
        pkgConfig: library,
        providers: [.apt([package])]
    )
}

/// The tests of one target; all of them may use `TestSupport`.
func tests(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    exclude: [String] = [],
    more: [SwiftSetting] = []
) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies + ["TestSupport"],
        exclude: exclude,
        swiftSettings: settings + more
    )
}

let package = Package(
    name: "kilovakt",
    products: [
        .executable(name: "kilovakt", targets: ["kilovakt"]),
        .library(name: "DLMS", targets: ["DLMS"]),
        .library(name: "Meters", targets: ["Meters"]),
        // For Benchmarks/, which is a package of its own.
        .library(name: "Ledger", targets: ["Ledger"]),
        // For Fuzzing/, which is a package of its own.
        .library(name: "FuzzEntries", targets: ["FuzzEntries"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        // Without traits: they bring Foundation's networking and configuration, which are 10 MB.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: Ground: what every stretch may stand on.
        stretch("Civil", in: "Ground", more: optimised),
        stretch("CheckedYAML", in: "Ground", ["Civil", .yams]),
        // Not Crypto: swift-crypto has a target of that name, and names are unique among all packages.
        stretch("Cryptography", in: "Ground", ["CCrypto"]),
        stretch("TextRows", in: "Ground", more: optimised),
        stretch("HTTPClient", in: "Ground", ["CCurl"]),

        // MARK: Reading: where bytes come from, and what they say.
        stretch("DLMS", in: "Reading", more: views + optimised),
        stretch("Meters", in: "Reading", ["DLMS"], more: views + optimised),
        stretch("Ciphering", in: "Reading", ["Cryptography", "DLMS"]),
        stretch("Broker", in: "Reading", ["CMosquitto", "CSSL"]),
        stretch("Ports", in: "Reading", ["Broker", "CUDev", "Civil"]),

        // MARK: Reckoning: no I/O, no clock.
        stretch("Ledger", in: "Reckoning", ["Civil", "DLMS", "Meters"], more: optimised),
        stretch("Tariffs", in: "Reckoning", ["CheckedYAML", "Civil"]),

        // MARK: Keeping: what lasts.
        stretch("History", in: "Keeping", ["Civil", "Ledger", "Meters", .grdb]),
        stretch("Elhub", in: "Keeping", ["Civil", "TextRows"]),

        stretch("Settlement", in: "Keeping", ["Civil", "Elhub", "History", "Ledger", "Meters", "TextRows"]),

        // MARK: Telling: what goes out.
        stretch("Telling", in: "Telling", ["Civil", "Ledger", "Meters"]),
        stretch(
            "Messaging",
            in: "Telling",
            ["Broker", "Civil", "Ledger", "Meters", "Telling", .logging]
        ),
        stretch(
            "Alerts",
            in: "Telling",
            ["Civil", "Cryptography", "HTTPClient", "Ledger", "Meters", "Telling", .logging, .mustache]
        ),
        stretch(
            "Dashboard",
            in: "Telling",
            [
                "Civil", "Cryptography", "Ledger", "Meters", "Telling",
                .httpTypes, .hummingbirdCore, .logging, .nioCore, .nioPosix, .serviceLifecycle,
            ]
        ),

        // MARK: Running: what ties it together, and the commands.
        stretch("Simulator", in: "Running", ["Civil", "DLMS", "Meters", "TextRows"], more: optimised),
        stretch(
            "Settings",
            in: "Running",
            [
                "Alerts", "Broker", "CheckedYAML", "Ciphering", "Civil", "Dashboard", "HTTPClient", "Ledger",
                "Messaging", "Meters", "Ports", "Tariffs",
            ]
        ),
        stretch(
            "Daemon",
            in: "Running",
            [
                "Alerts", "CClock", "Ciphering", "Civil", "DLMS", "Dashboard", "History", "Ledger",
                "Messaging",
                "Meters", "Ports", "Settings", "Tariffs", .logging, .serviceLifecycle, .unixSignals,
            ]
        ),
        .executableTarget(
            name: "kilovakt",
            dependencies: [
                "Alerts", "Ciphering", "Civil", "Daemon", "Dashboard", "DLMS", "History", "Ledger",
                "Messaging",
                "Meters", "Ports", "Settings", "Settlement", "Simulator", "Tariffs", .argumentParser,
                .logging,
                .serviceLifecycle,
            ],
            path: "Sources/Running/kilovakt",
            swiftSettings: settings
        ),

        // MARK: System: libraries in C.
        system("CMosquitto", "libmosquitto", "libmosquitto-dev"),
        system("CUDev", "libudev", "libudev-dev"),
        system("CSSL", "libssl", "libssl-dev"),
        system("CCrypto", "libcrypto", "libssl-dev"),
        // Whether the host's clock is synchronised: Swift does not see that structure.
        .target(name: "CClock", path: "Sources/System/CClock"),
        // curl_easy_setopt is variadic, which Swift cannot call: hence a few lines of C.
        .target(name: "CCurl", path: "Sources/System/CCurl", linkerSettings: [.linkedLibrary("curl")]),

        // MARK: Tests.
        .target(
            name: "TestSupport",
            dependencies: ["Civil", .logging],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        // What `make fuzz` and FuzzedInputTests feed.
        .target(
            name: "FuzzEntries",
            dependencies: [
                "Alerts", "Ciphering", "Civil", "DLMS", "Elhub", "HTTPClient", "Ledger", "Messaging",
                "Meters", "Ports", "Settings", "Tariffs",
            ],
            path: "Fuzzing/Entries",
            swiftSettings: settings
        ),
        tests("FuzzedInputTests", ["FuzzEntries"]),
        tests("DLMSTests", ["DLMS"], more: views),
        tests("MetersTests", ["DLMS", "Meters"], more: views),
        tests("CipheringTests", ["Ciphering", "Cryptography", "DLMS", "Meters"], exclude: ["vectors.py"]),
        tests("CivilTests", ["Civil"]),
        tests("CheckedYAMLTests", ["CheckedYAML", "Civil"]),
        tests("TariffsTests", ["CheckedYAML", "Civil", "Tariffs"]),
        tests("ElhubTests", ["Civil", "Elhub", "TextRows"]),
        tests("LedgerTests", ["Civil", "DLMS", "Ledger", "Meters"]),
        tests("BrokerTests", ["Broker"]),
        tests("PortsTests", ["Broker", "Ports"]),
        tests("SimulatorTests", ["Civil", "DLMS", "Ledger", "Meters", "Simulator"]),
        tests("HistoryTests", ["Civil", "History", "Ledger", "Meters", .grdb]),
        tests("MessagingTests", ["Broker", "Civil", "Ledger", "Messaging", "Meters", "Telling"]),
        tests("AlertsTests", ["Alerts", "Civil", "HTTPClient", "Ledger", "Meters", "Telling", .logging]),
        tests(
            "TellingTests",
            [
                "Ciphering", "Civil", "DLMS", "Dashboard", "Ledger", "Messaging", "Meters", "Simulator",
                "Telling",
            ]
        ),
        tests(
            "DashboardTests",
            ["Civil", "Dashboard", "Ledger", "Meters", .logging, .serviceLifecycle],
            exclude: ["metrics.py"]
        ),
        tests(
            "SettingsTests",
            ["Alerts", "Broker", "Civil", "Dashboard", "Ledger", "Messaging", "Ports", "Settings", "Tariffs"]
        ),
        tests(
            "KilovaktTests",
            [
                "Alerts", "Ciphering", "Civil", "Daemon", "Dashboard", "History", "Ledger", "Messaging",
                "Meters", "Ports", "Settings", "Simulator", "Tariffs", "kilovakt", .argumentParser, .logging,
                .serviceLifecycle,
            ]
        ),
    ]
)
