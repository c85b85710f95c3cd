// What a result looks like: how its parts are written and described.
//
// All of it is inlinable, so that the module that knows the values gets code made for them: an interview is written
// some thousand times a second, and generic code would copy it for every member.

public import JSON

/// Writes and describes one JSON type.
public struct ResultType<Value>: Sendable {
    public typealias Write = @Sendable (Value, inout JSONWriter) -> Void

    public let schema: JSONSchema
    public let write: Write

    @inlinable
    public init(_ schema: JSONSchema, _ write: @escaping Write) {
        self.schema = schema
        self.write = write
    }
}

extension ResultType where Value == String {
    public static let string = ResultType(.string()) { $1.string($0) }
}

extension ResultType where Value == Int {
    public static let integer = ResultType(.integer()) { $1.integer($0) }
}

extension ResultType where Value == Double {
    public static let number = ResultType(.number()) { $1.number($0) }
}

extension ResultType {
    @inlinable
    public static func nullable<Wrapped>(_ type: ResultType<Wrapped>) -> ResultType where Value == Wrapped? {
        ResultType(.nullable(type.schema)) { value, writer in
            if let value { type.write(value, &writer) } else { writer.null() }
        }
    }

    /// An object with named members in a fixed order.
    @inlinable
    public static func record(_ title: String? = nil, _ members: Member...) -> ResultType {
        record(title, members)
    }

    @inlinable
    public static func record(_ title: String? = nil, _ members: [Member]) -> ResultType {
        let write = Member.chain(members)
        return ResultType(.object(title: title, members.map(\.property))) { value, writer in
            writer.beginObject()
            write(value, &writer)
            writer.endObject()
        }
    }

    /// An object with the members of a part of the value, and then members of its own.
    @inlinable
    public static func record<Part>(
        _ title: String, _ first: [ResultType<Part>.Member], of get: @escaping @Sendable (Value) -> Part,
        _ members: Member...
    ) -> ResultType {
        let (writeFirst, write) = (ResultType<Part>.Member.chain(first), Member.chain(members))
        return ResultType(.object(title: title, first.map(\.property) + members.map(\.property))) { value, writer in
            writer.beginObject()
            writeFirst(get(value), &writer)
            write(value, &writer)
            writer.endObject()
        }
    }

    /// A member of an object; it is left out where the value has nothing for it.
    public struct Member: Sendable {
        @usableFromInline let property: JSONSchema.Property
        @usableFromInline let write: ResultType.Write

        @inlinable
        public init<Part>(
            _ name: String, _ get: @escaping @Sendable (Value) -> Part, _ type: ResultType<Part>, _ sentence: String
        ) {
            let encoded = EncodedName(name)
            property = JSONSchema.Property(name, type.schema, sentence)
            write = { [write = type.write] value, writer in
                writer.name(encoded)
                write(get(value), &writer)
            }
        }

        @inlinable
        public init<Part>(
            optional name: String, _ get: @escaping @Sendable (Value) -> Part?, _ type: ResultType<Part>,
            _ sentence: String
        ) {
            let encoded = EncodedName(name)
            property = JSONSchema.Property(name, type.schema, isRequired: false, sentence)
            write = { [write = type.write] value, writer in
                guard let part = get(value) else { return }
                writer.name(encoded)
                write(part, &writer)
            }
        }

        /// A member that holds the value itself.
        @inlinable
        public init(_ name: String, whole type: ResultType, _ sentence: String) {
            let encoded = EncodedName(name)
            property = JSONSchema.Property(name, type.schema, sentence)
            write = { [write = type.write] value, writer in
                writer.name(encoded)
                write(value, &writer)
            }
        }

        /// One function that writes all members, each calling the ones before it: a list of them would be asked, and
        /// each of them held, for every value.
        @inlinable
        static func chain(_ members: [Member]) -> ResultType.Write {
            var chain: ResultType.Write = { _, _ in }
            for member in members {
                chain = { [before = chain, write = member.write] value, writer in
                    before(value, &writer)
                    write(value, &writer)
                }
            }
            return chain
        }
    }
}
