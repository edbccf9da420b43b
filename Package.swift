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
let viewSettings = settings + [.enableExperimentalFeature("Lifetimes")]

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
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: From bytes to readings: the standard library only.
        .target(name: "DLMS", swiftSettings: viewSettings + optimised),
        .target(name: "Meters", dependencies: ["DLMS"], swiftSettings: viewSettings + optimised),

        // MARK: What opens encrypted messages: keys come in, and a function for `MeterReader` goes out.
        .target(name: "Ciphering", dependencies: ["CCrypto", "DLMS"], swiftSettings: settings),

        // MARK: Moments in UTC, and the local calendar that names days and months. Knows no clock.
        .target(name: "LocalTime", swiftSettings: settings + optimised),

        // MARK: The files that Elhub gives a customer.
        .target(name: "Elhub", dependencies: ["LocalTime"], swiftSettings: settings),

        // MARK: From readings to hours, peaks and budgets: no I/O, no clock.
        .target(name: "Ledger", dependencies: ["LocalTime", "Meters"], swiftSettings: settings + optimised),

        // MARK: Grid tariffs from files' texts: no I/O.
        .target(
            name: "Tariffs",
            dependencies: ["LocalTime", .product(name: "Yams", package: "Yams")],
            swiftSettings: settings
        ),

        // MARK: Where bytes come from.
        .target(name: "Ports", dependencies: ["CUDev"], swiftSettings: settings),
        .target(
            name: "Simulator",
            dependencies: ["DLMS", "Ledger", "Meters"],
            swiftSettings: settings + optimised
        ),

        // MARK: Where hours go.
        .target(
            name: "History",
            dependencies: ["Ledger", "Meters", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings
        ),
        .target(
            name: "Messaging",
            dependencies: [
                "CMosquitto", "CSSL", "Ledger", "Meters",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(name: "HTTPClient", dependencies: ["CCurl"], swiftSettings: settings),
        .target(
            name: "Alerts",
            dependencies: [
                "CCrypto", "HTTPClient", "Ledger", "Meters", .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: settings
        ),

        // MARK: The wiring.
        .executableTarget(
            name: "kilovakt",
            dependencies: [
                "Alerts", "CClock", "Ciphering", "DLMS", "Elhub", "History", "HTTPClient", "Ledger",
                "Messaging",
                "Meters", "Ports", "Simulator", "Tariffs",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),

        // MARK: System libraries.
        .systemLibrary(
            name: "CMosquitto",
            pkgConfig: "libmosquitto",
            providers: [.apt(["libmosquitto-dev"])]
        ),
        .systemLibrary(name: "CUDev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
        .systemLibrary(name: "CSSL", pkgConfig: "libssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Whether the host's clock is synchronised: Swift does not see that structure.
        .target(name: "CClock"),
        // curl_easy_setopt is variadic, which Swift cannot call: hence a few lines of C.
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),

        // MARK: Tests.
        .target(
            name: "TestSupport",
            dependencies: ["LocalTime"],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .testTarget(name: "AllocationTests", dependencies: ["TestSupport"], swiftSettings: settings),
        // What `make fuzz` and FuzzedInputTests feed. Holds a link to the configuration's folder: a program's code cannot be
        // imported from outside its package.
        .target(
            name: "FuzzEntries",
            dependencies: [
                "Alerts", "Ciphering", "DLMS", "Elhub", "HTTPClient", "Ledger", "LocalTime", "Messaging",
                "Meters", "Ports", "Tariffs",
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Fuzzing/Entries",
            swiftSettings: settings
        ),
        .testTarget(
            name: "FuzzedInputTests",
            dependencies: ["FuzzEntries", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(name: "DLMSTests", dependencies: ["DLMS", "TestSupport"], swiftSettings: viewSettings),
        .testTarget(
            name: "MetersTests",
            dependencies: ["DLMS", "Meters", "TestSupport"],
            swiftSettings: viewSettings
        ),
        .testTarget(
            name: "CipheringTests",
            dependencies: ["Ciphering", "DLMS", "Meters", "TestSupport"],
            exclude: ["vectors.py"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LocalTimeTests",
            dependencies: ["LocalTime", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(name: "TariffsTests", dependencies: ["Tariffs", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "ElhubTests",
            dependencies: ["Elhub", "LocalTime", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LedgerTests",
            dependencies: ["DLMS", "Ledger", "Meters", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(name: "PortsTests", dependencies: ["Ports", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "SimulatorTests",
            dependencies: ["DLMS", "Ledger", "Meters", "Simulator", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "History", "Ledger", "Meters", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MessagingTests",
            dependencies: ["Ledger", "Messaging", "Meters", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AlertsTests",
            dependencies: [
                "Alerts", "HTTPClient", "Ledger", "Meters", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "KilovaktTests",
            dependencies: [
                "Alerts", "Ciphering", "History", "Ledger", "Messaging", "Meters", "Ports", "Simulator",
                "Tariffs",
                "TestSupport", "kilovakt", .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
    ]
)
