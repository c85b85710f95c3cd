// Shapes and forms that the methods have in common which read something out of interviews.

internal import Insight
internal import Interviews
internal import JSON
internal import JSONRPC

extension Shape<LocalTime> {
    static let timeZone = Shape(expectation, .string(length: Limits.timeZoneLength)) { slice, problems in
        let name = slice.string.flatMap { Limits.timeZoneLength ~= $0.utf8.count ? $0 : nil }
        if let zone = name.flatMap(LocalTime.init) { return zone }
        problems.note(
            LocalTime.hasDatabase
                ? "must be \(expectation)" : "must be UTC, for this machine has no database of time zones (tzdata)")
        return nil
    }

    private static let expectation =
        "the name of a time zone of the IANA database, a region and a place such as Europe/Paris, or UTC"
}

extension Shape<String> {
    /// Whether it is one is for the search to say, which knows the user and the query.
    static let searchCursor = Shape("a cursor that this search has given, with the same query", .string()) { $0.string }
}

extension Form where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// One of a closed set of strings.
    static var choice: Form { Form(.choice(Value.allCases.map(\.rawValue))) { $1.string($0.rawValue) } }
}

extension Form {
    /// An array.
    static func list<Element: Sendable>(_ form: Form<Element>) -> Form where Value == [Element] {
        Form(.array(form.schema)) { elements, writer in
            writer.beginArray()
            for element in elements { form.write(element, &writer) }
            writer.endArray()
        }
    }
}

extension Form<Bool> {
    static let boolean = Form(.boolean) { $1.bool($0) }
}

extension Form<Day> {
    static let date = Form(.string(format: "date")) { $1.string($0.description) }
}

extension Form<String> {
    /// `{interviewId}`: whose interview is gone.
    static let deletion = Form.record(
        nil, Member("interviewId", whole: string, "The id of the interview that is gone."))
}
