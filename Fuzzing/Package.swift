// swift-tools-version: 6.2
import PackageDescription

/// Fuzzing with libFuzzer: a package of its own, because it links with `-sanitize=fuzzer,address` alone. `make fuzz` runs it.
let package = Package(
    name: "kilovakt-fuzzing",
    dependencies: [.package(name: "kilovakt", path: "..")],
    targets: [
        .executableTarget(
            name: "Fuzz",
            dependencies: ["CLibFuzzer", .product(name: "FuzzEntries", package: "kilovakt")],
            swiftSettings: [.treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny")]
        ),
        .systemLibrary(name: "CLibFuzzer"),
    ]
)
