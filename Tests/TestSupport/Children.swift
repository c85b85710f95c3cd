// Elements and members by index, for tests.

public import JSON

extension JSONElements {
    public var isEmpty: Bool { first == nil }
    public var first: JSONSlice? { first { _ in true } }
    public subscript(index: Int) -> JSONSlice { Array(self)[index] }
}

extension JSONMembers {
    public var first: Member? { first { _ in true } }
    public var last: Member? { reduce(nil) { $1 } }
    public subscript(index: Int) -> Member { Array(self)[index] }
}
