// Parameter types and result types of the methods that return derived data.

internal import Insight
internal import Interviews
internal import JSON
internal import JSONRPC

extension ParameterType<LocalTime> {
    static let timeZone = ParameterType(expectation, .string(length: Limits.timeZoneLength)) { slice, problems in
        let name = slice.string.flatMap { Limits.timeZoneLength ~= $0.utf8.count ? $0 : nil }
        if let zone = name.flatMap(LocalTime.init) { return zone }
        problems.note(
            LocalTime.hasDatabase
                ? "must be \(expectation)" : "must be UTC: this system has no time zone database (tzdata)")
        return nil
    }

    private static let expectation =
        "the IANA name of a time zone, a region and a place such as Europe/Paris, or UTC"
}

extension ParameterType<String> {
    /// The cursor itself is checked by the search, which knows the user and the query.
    static let searchCursor = ParameterType("a `nextCursor` that this search returned with the same query", .string()) {
        $0.string
    }
}

extension ResultType where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// A string of a closed set.
    static var choice: ResultType { ResultType(.choice(Value.allCases.map(\.rawValue))) { $1.string($0.rawValue) } }
}

extension ResultType {
    /// An array.
    static func list<Element: Sendable>(_ type: ResultType<Element>) -> ResultType where Value == [Element] {
        ResultType(.array(type.schema)) { elements, writer in
            writer.beginArray()
            for element in elements { type.write(element, &writer) }
            writer.endArray()
        }
    }
}

extension ResultType<Bool> {
    static let boolean = ResultType(.boolean) { $1.bool($0) }
}

extension ResultType<Day> {
    static let date = ResultType(.string(format: "date")) { $1.string($0.description) }
}

extension ResultType<String> {
    /// `{interviewId}`: the deleted interview.
    static let deletion = ResultType.record(
        nil, Member("interviewId", whole: string, "The id of the deleted interview."))
}
