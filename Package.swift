// swift-tools-version: 6.2
// voice-interviews: practice job interviews kept over JSON-RPC 2.0 on a pipe, in SQLite.

import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let crypto: [Target.Dependency] = [
    .product(name: "Crypto", package: "swift-crypto"), .product(name: "CryptoExtras", package: "swift-crypto"),
]

/// Packed relocations (DT_RELR, since glibc 2.36) take less of the file and of memory: 1.3 MB and about 1 MiB.
let packedRelocations: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"],
        .when(platforms: [.linux], configuration: .release))
]

let package = Package(
    name: "voice-interviews",
    products: [
        .executable(name: "voice-interviews", targets: ["voice-interviews"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        .target(name: "JSON", swiftSettings: settings),
        .target(name: "JSONRPC", dependencies: ["JSON"], swiftSettings: settings),
        .target(name: "Insight", dependencies: ["JSON"], swiftSettings: settings),
        .target(name: "CSystem", cSettings: [.treatAllWarnings(as: .error)]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "Interviews", dependencies: ["JSON", "Insight", "CSystem"], swiftSettings: settings),
        .target(
            name: "SQLiteStore", dependencies: ["JSON", "Insight", "Interviews", "CSQLite", "CSystem"],
            swiftSettings: settings),
        .target(name: "ModelContext", dependencies: ["JSON", "JSONRPC"], swiftSettings: settings),
        .target(name: "Files", swiftSettings: settings),
        .target(name: "AccessTokens", dependencies: ["JSON", "Files"] + crypto, swiftSettings: settings),
        .target(name: "Webhooks", dependencies: ["JSON", "Insight", "Files"] + crypto, swiftSettings: settings),
        .target(name: "Reviews", dependencies: ["JSON", "Insight"], swiftSettings: settings),
        .target(name: "ChatCompletions", dependencies: ["JSON", "CSystem"], swiftSettings: settings),
        .target(
            name: "InterviewMethods",
            dependencies: [
                "JSON", "JSONRPC", "Insight", "Interviews", "ModelContext", "AccessTokens", "Webhooks", "Reviews",
                "ChatCompletions",
            ],
            swiftSettings: settings),
        .target(name: "HistoryPage", dependencies: ["Insight", "Interviews"], swiftSettings: settings),
        .executableTarget(
            name: "voice-interviews",
            dependencies: [
                "JSON", "JSONRPC", "Insight", "Interviews", "SQLiteStore", "HistoryPage", "InterviewMethods",
                "AccessTokens", "Webhooks", "ChatCompletions", "Reviews", "Files", "CSystem",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings,
            linkerSettings: packedRelocations),
        .target(name: "ToolSupport", path: "Tools/support", swiftSettings: settings),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "JSON", "JSONRPC", "Interviews", "SQLiteStore", "InterviewMethods", "Webhooks", "ToolSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tools/fuzz", swiftSettings: settings),
        .executableTarget(
            name: "crash",
            // The program, too: it is what `crash` starts.
            dependencies: [
                "JSON", "SQLiteStore", "ToolSupport", "voice-interviews",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tools/crash", swiftSettings: settings),
        .executableTarget(
            name: "benchmark",
            dependencies: ["ToolSupport", .product(name: "ArgumentParser", package: "swift-argument-parser")] + crypto,
            path: "Tools/benchmark", swiftSettings: settings),
        .executableTarget(
            name: "bounds",
            // The program, too: it is what `bounds` starts.
            dependencies: [
                "ToolSupport", "voice-interviews", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tools/bounds", swiftSettings: settings),
        .executableTarget(
            name: "floor", path: "Tools/floor", cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "TestSupport", dependencies: ["JSON", "ToolSupport"] + crypto, path: "Tests/TestSupport",
            swiftSettings: settings),
        .target(
            name: "TestStores", dependencies: ["JSON", "Interviews", "SQLiteStore", "TestSupport"],
            path: "Tests/TestStores", swiftSettings: settings),
        .testTarget(name: "ToolSupportTests", dependencies: ["ToolSupport"], swiftSettings: settings),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "JSONRPCTests", dependencies: ["JSON", "JSONRPC", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "InsightTests", dependencies: ["JSON", "Insight", "ToolSupport"], swiftSettings: settings),
        .testTarget(
            name: "InterviewsTests", dependencies: ["JSON", "Insight", "Interviews", "TestStores"],
            swiftSettings: settings),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: [
                "JSON", "Insight", "Interviews", "SQLiteStore", "CSQLite", "CSystem", "TestStores", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ModelContextTests", dependencies: ["JSON", "JSONRPC", "ModelContext", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "HistoryPageTests",
            dependencies: ["JSON", "Insight", "Interviews", "SQLiteStore", "HistoryPage", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "AccessTokensTests", dependencies: ["AccessTokens", "Files", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "WebhooksTests", dependencies: ["JSON", "Insight", "Files", "Webhooks", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChatCompletionsTests", dependencies: ["JSON", "ChatCompletions", "TestSupport", "ToolSupport"],
            swiftSettings: settings),
        .testTarget(name: "ReviewsTests", dependencies: ["JSON", "Insight", "Reviews"], swiftSettings: settings),
        .testTarget(
            name: "InterviewMethodsTests",
            dependencies: [
                "JSON", "JSONRPC", "Insight", "Interviews", "SQLiteStore", "InterviewMethods", "AccessTokens",
                "Webhooks", "ChatCompletions", "Reviews", "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "JSON", "JSONRPC", "TestSupport", "ToolSupport", "bounds", "crash", "fuzz", "voice-interviews",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "HouseTests", dependencies: ["JSONRPC", "Interviews", "InterviewMethods"], swiftSettings: settings),
    ]
)
