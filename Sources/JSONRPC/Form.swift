// What a result looks like: how its parts are written and described.
//
// All of it is inlinable, so that the module that knows the values gets code made for them: an interview is written
// some thousand times a second, and generic code would copy it for every member.

public import JSON

/// Writes and describes one JSON type.
public struct Form<Value>: Sendable {
    public typealias Write = @Sendable (Value, inout JSONWriter) -> Void

    public let schema: Schema
    public let write: Write

    @inlinable
    public init(_ schema: Schema, _ write: @escaping Write) {
        self.schema = schema
        self.write = write
    }
}

extension Form where Value == String {
    public static let string = Form(.string()) { $1.string($0) }
}

extension Form where Value == Int {
    public static let integer = Form(.integer()) { $1.integer($0) }
}

extension Form where Value == Double {
    public static let number = Form(.number()) { $1.number($0) }
}

extension Form {
    @inlinable
    public static func nullable<Wrapped>(_ form: Form<Wrapped>) -> Form where Value == Wrapped? {
        Form(.nullable(form.schema)) { value, writer in
            if let value { form.write(value, &writer) } else { writer.null() }
        }
    }

    /// An object with named members in a fixed order.
    @inlinable
    public static func record(_ title: String? = nil, _ members: Member...) -> Form {
        record(title, members)
    }

    @inlinable
    public static func record(_ title: String? = nil, _ members: [Member]) -> Form {
        let write = Member.chain(members)
        return Form(.object(title: title, members.map(\.property))) { value, writer in
            writer.beginObject()
            write(value, &writer)
            writer.endObject()
        }
    }

    /// An object with the members of a part of the value, and then members of its own.
    @inlinable
    public static func record<Part>(
        _ title: String, _ first: [Form<Part>.Member], of get: @escaping @Sendable (Value) -> Part, _ members: Member...
    ) -> Form {
        let (writeFirst, write) = (Form<Part>.Member.chain(first), Member.chain(members))
        return Form(.object(title: title, first.map(\.property) + members.map(\.property))) { value, writer in
            writer.beginObject()
            writeFirst(get(value), &writer)
            write(value, &writer)
            writer.endObject()
        }
    }

    /// A member of an object; it is left out where the value has nothing for it.
    public struct Member: Sendable {
        @usableFromInline let property: Schema.Property
        @usableFromInline let write: Form.Write

        @inlinable
        public init<Part>(
            _ name: String, _ get: @escaping @Sendable (Value) -> Part, _ form: Form<Part>, _ sentence: String
        ) {
            let encoded = JSONWriter.encodedName(name)
            property = Schema.Property(name, form.schema, sentence)
            write = { [write = form.write] value, writer in
                writer.name(encoded: encoded)
                write(get(value), &writer)
            }
        }

        @inlinable
        public init<Part>(
            optional name: String, _ get: @escaping @Sendable (Value) -> Part?, _ form: Form<Part>, _ sentence: String
        ) {
            let encoded = JSONWriter.encodedName(name)
            property = Schema.Property(name, form.schema, isRequired: false, sentence)
            write = { [write = form.write] value, writer in
                guard let part = get(value) else { return }
                writer.name(encoded: encoded)
                write(part, &writer)
            }
        }

        /// A member that holds the value itself.
        @inlinable
        public init(_ name: String, whole form: Form, _ sentence: String) {
            let encoded = JSONWriter.encodedName(name)
            property = Schema.Property(name, form.schema, sentence)
            write = { [write = form.write] value, writer in
                writer.name(encoded: encoded)
                write(value, &writer)
            }
        }

        /// One function that writes all members, each calling the ones before it: a list of them would be asked, and
        /// each of them held, for every value.
        @inlinable
        static func chain(_ members: [Member]) -> Form.Write {
            var chain: Form.Write = { _, _ in }
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
