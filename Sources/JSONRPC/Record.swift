// What a result looks like: an object with named members in a fixed order.

public import JSON

/// Writes a value as a JSON object.
public struct Record<Value>: Sendable {
    /// One member; it is left out where the value has nothing for it.
    public struct Member: Sendable {
        let write: @Sendable (Value, inout JSONWriter) -> Void

        /// - Parameter write: writes the member's value.
        public init(_ name: String, _ write: @escaping @Sendable (Value, inout JSONWriter) -> Void) {
            let encoded = JSONWriter.encodedName(name)
            self.write = { value, writer in
                writer.name(encoded: encoded)
                write(value, &writer)
            }
        }

        /// - Parameter write: writes the member's value, if `get` finds one.
        public init<Part>(
            optional name: String, _ get: @escaping @Sendable (Value) -> Part?,
            _ write: @escaping @Sendable (Part, inout JSONWriter) -> Void
        ) {
            let encoded = JSONWriter.encodedName(name)
            self.write = { value, writer in
                guard let part = get(value) else { return }
                writer.name(encoded: encoded)
                write(part, &writer)
            }
        }

        /// - Parameter record: the shape of the member's value.
        public init<Part>(
            _ name: String, _ get: @escaping @Sendable (Value) -> Part, _ record: Record<Part>
        ) {
            self.init(name) { value, writer in record.write(get(value), to: &writer) }
        }

        /// All members of another record, at this place.
        public init<Part>(membersOf record: Record<Part>, _ get: @escaping @Sendable (Value) -> Part) {
            write = { value, writer in
                let part = get(value)
                for member in record.members { member.write(part, &writer) }
            }
        }
    }

    fileprivate let members: [Member]
    private let body: @Sendable (Value, inout JSONWriter) -> Void

    public init(_ members: Member...) {
        self.members = members
        body = { value, writer in
            writer.beginObject()
            for member in members { member.write(value, &writer) }
            writer.endObject()
        }
    }

    /// A record whose parts depend on each other.
    /// - Parameter body: writes one JSON object.
    public init(writing body: @escaping @Sendable (Value, inout JSONWriter) -> Void) {
        members = []
        self.body = body
    }

    public func write(_ value: Value, to writer: inout JSONWriter) { body(value, &writer) }
}
