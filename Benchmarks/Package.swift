// swift-tools-version: 6.2
import PackageDescription

/// Measurements: a package of its own, so that building the project neither builds nor fetches it. `make bench` runs them.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "kilovakt-benchmarks",
    dependencies: [.package(name: "kilovakt", path: "..")],
    targets: [
        .executableTarget(
            name: "DecoderBenchmark",
            dependencies: [
                "BenchmarkSupport", "CYardsticks",
                .product(name: "DLMS", package: "kilovakt"),
                .product(name: "Meters", package: "kilovakt"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "CountAllocations",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "DLMS", package: "kilovakt"),
                .product(name: "Meters", package: "kilovakt"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ForecastBenchmark",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "Civil", package: "kilovakt"),
                .product(name: "Ledger", package: "kilovakt"),
                .product(name: "Meters", package: "kilovakt"),
            ],
            swiftSettings: settings
        ),
        .target(name: "BenchmarkSupport", dependencies: ["CAllocationCount"], swiftSettings: settings),
        // Stands in for malloc in the whole program; counts, and does nothing else.
        .target(name: "CAllocationCount"),
        // By gcc and not by SwiftPM, which compiles C with clang: `make bench` builds libyardsticks.a first.
        .systemLibrary(name: "CYardsticks"),
    ]
)
