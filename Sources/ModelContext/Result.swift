// What every result has, whatever it is the result of.

internal import JSON
internal import JSONRPC

/// How long, and for whom, a result may be kept (2026-07-28, caching).
enum Caching {
    /// It is the same for everybody, and for as long as this program runs.
    case shared

    /// It is one user's, and may be another at any time.
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
    /// Writes an object with `members`, and with what the era wants beside them.
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

    /// The members of an `Implementation`.
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
