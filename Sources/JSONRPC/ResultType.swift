// Result types: how a result and its members are written and described.
//
// They are inlinable, so that they are specialized in the module that declares the values: an interview is written some
// thousand times a second, and unspecialized code would copy it for every member.

public import JSON

/// A type of result: writes a value as JSON, and describes it by a schema.
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

    /// An object with the members of a part of the value, followed by further members.
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

    /// A member of an object. An optional one is omitted if the value has none.
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

        /// Creates a member that contains the whole value.
        @inlinable
        public init(_ name: String, whole type: ResultType, _ sentence: String) {
            let encoded = EncodedName(name)
            property = JSONSchema.Property(name, type.schema, sentence)
            write = { [write = type.write] value, writer in
                writer.name(encoded)
                write(value, &writer)
            }
        }

        /// One function that writes all members, in which each calls those before it. Iterating over a list of members
        /// would retain each of them for every value.
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
