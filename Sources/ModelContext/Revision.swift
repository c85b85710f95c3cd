// The revisions of the Model Context Protocol, which are negotiated by `initialize` or named by each request.

internal import JSON
internal import JSONRPC

/// A revision of the Model Context Protocol.
enum Revision: String, CaseIterable, Sendable {
    case november2024 = "2024-11-05"
    case march2025 = "2025-03-26"
    case june2025 = "2025-06-18"
    case november2025 = "2025-11-25"
    case july2026 = "2026-07-28"

    var era: Era {
        switch self {
        case .november2024, .march2025, .june2025, .november2025: .legacy
        case .july2026: .modern
        }
    }

    /// Whether JSON-RPC batches may be sent. 2025-06-18 removed them (key changes).
    var allowsBatches: Bool {
        switch self {
        case .november2024, .march2025: true
        case .june2025, .november2025, .july2026: false
        }
    }

    /// The revision that is negotiated with a client that requests one by `initialize` (2025-11-25, lifecycle, version
    /// negotiation).
    static func agreed(with requested: String) -> Revision {
        guard let revision = Revision(rawValue: requested), revision.era == .legacy else { return .november2025 }
        return revision
    }

    /// The revisions that each request names.
    static let modern = allCases.filter { $0.era == .modern }.map(\.rawValue)
}

/// How a client and a server agree on a revision (2026-07-28, versioning, terminology).
enum Era: Sendable {
    /// They negotiate it by the handshake `initialize`.
    case legacy

    /// Each request names its revision and the client's capabilities in `_meta`.
    case modern
}

/// The protocol fields of a modern request, in `params._meta` (2026-07-28, basic, per-request protocol fields).
struct RequestMeta {
    private let meta: JSONSlice
    private let version: JSONSlice?
    private let capabilities: JSONSlice?

    private static let prefix = "io.modelcontextprotocol/"
    private static let names = [prefix + "protocolVersion", prefix + "clientCapabilities"]

    /// - Returns: nil if `_meta` has neither of the required fields; the request is then not a modern one.
    init?(_ params: JSONSlice?) {
        guard let meta = params?.member("_meta") else { return nil }
        self.meta = meta
        version = meta.member(Self.names[0])
        capabilities = meta.member(Self.names[1])
        if version == nil, capabilities == nil { return nil }
    }

    /// The error for a request that must have these fields and has none of them.
    static var missing: Fault {
        .invalidParams(names.map { Problem(path: pointer($0), reason: "is missing") })
    }

    func judge() throws(Fault) {
        var problems = meta.repeatedNames.map { Problem(path: Self.pointer($0), reason: "is a duplicate member") }
        if meta.hasUnpairedSurrogate {
            problems.append(Problem(path: "/_meta", reason: "must not contain an unpaired surrogate"))
        }
        if version?.kind != .string {
            problems.append(Problem(path: Self.pointer(Self.names[0]), reason: "must be a string"))
        }
        if capabilities?.kind != .object {
            problems.append(Problem(path: Self.pointer(Self.names[1]), reason: "must be an object"))
        }
        guard problems.isEmpty, let requested = version?.string else { throw .invalidParams(problems) }
        guard Revision.modern.contains(requested) else {
            throw Fault(
                .unsupportedProtocolVersion, "This revision of the Model Context Protocol is not supported.",
                [("supported", .texts(Revision.modern)), ("requested", .text(requested))])
        }
    }

    private static func pointer(_ name: String) -> String { "/_meta" + JSONPointer.token(name) }
}
