// Writes results with the members that the Model Context Protocol requires in each of them.

internal import JSON
internal import JSONRPC

/// How long, and for whom, a result may be cached (2026-07-28, caching).
enum Caching {
    /// The result is the same for all users, and does not change while the program runs.
    case shared

    /// The result belongs to one user, and can change at any time.
    case own

    fileprivate var milliseconds: Int {
        switch self {
        case .shared: 3_600_000
        case .own: 0
        }
    }

    fileprivate var scope: String {
        switch self {
        case .shared: "public"
        case .own: "private"
        }
    }
}

extension JSONWriter {
    /// Writes a result with `members`, and with the members that the era requires besides them.
    mutating func result(
        _ era: Era, _ identity: Identity, _ caching: Caching? = nil, _ members: (inout JSONWriter) -> Void
    ) {
        beginObject()
        if era == .modern { member("resultType", "complete") }
        members(&self)
        if era == .modern {
            if let caching {
                name("ttlMs")
                integer(caching.milliseconds)
                member("cacheScope", caching.scope)
            }
            object("_meta") { $0.object("io.modelcontextprotocol/serverInfo") { $0.introduce(identity) } }
        }
        endObject()
    }

    /// Writes the members of an `Implementation`.
    mutating func introduce(_ identity: Identity) {
        member("name", identity.name)
        member("version", identity.version)
    }

    mutating func object(_ name: String, _ members: (inout JSONWriter) -> Void = { _ in }) {
        self.name(name)
        beginObject()
        members(&self)
        endObject()
    }

    mutating func array<Element>(
        _ name: String, _ elements: some Sequence<Element>, _ members: (Element, inout JSONWriter) -> Void
    ) {
        self.name(name)
        beginArray()
        for element in elements {
            beginObject()
            members(element, &self)
            endObject()
        }
        endArray()
    }
}
