// The form of the answer that is asked for, as a JSON Schema and as an outline for models that get no schema.

internal import JSON

/// What a model is asked to answer with.
public enum ReviewForm {
    /// The name of the schema.
    public static let name = "interview_review"

    /// The version of the rubric and of the form, stored with each review.
    public static let rubric = "1"

    /// The JSON Schema of the answer, on one line, as OpenAI's structured outputs take it with `strict`: every member
    /// is required, optional ones are nullable, and there are no others.
    public static let schema: [UInt8] = {
        var json = JSONWriter()
        AnswerForm.review.writeSchema(to: &json)
        return json.bytes
    }()

    /// The same form as an object in which placeholders stand for the values.
    static let outline: String = {
        var json = JSONWriter()
        AnswerForm.review.writeOutline(to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }()
}

/// The form of a JSON value.
indirect enum AnswerForm: Sendable {
    case text

    /// The index of a turn.
    case turn
    case score
    case choice([String])
    case list(AnswerForm, atMost: Int)
    case object([(name: String, form: AnswerForm)])
    case nullable(AnswerForm)
}

extension AnswerForm {
    /// What is judged first comes first, because a model writes what it has judged into what follows.
    static let review = AnswerForm.object([
        (
            "questions",
            .list(
                .object([
                    ("turn", .turn), ("question", .text), ("comment", .text),
                    ("verdict", .choice(Verdict.allCases.map(\.rawValue))),
                ]), atMost: ReviewLimits.questions)
        ),
        ("strengths", .list(.object([("point", .text), ("quote", quote)]), atMost: ReviewLimits.strengths)),
        (
            "improvements",
            .list(
                .object([("point", .text), ("advice", .text), ("quote", quote)]), atMost: ReviewLimits.improvements)
        ),
        (
            "categories",
            .object(
                ReviewCategory.allCases.map { ($0.rawValue, .object([("comment", .text), ("score", .score)])) })
        ),
        ("summary", .text),
    ])

    private static let quote = AnswerForm.nullable(.object([("turn", .turn), ("text", .text)]))
}

// MARK: - JSON Schema

extension AnswerForm {
    func writeSchema(to json: inout JSONWriter) {
        json.beginObject()
        switch self {
        case .text: json.member("type", "string")
        case .turn: Self.writeInteger(from: 0, to: &json)
        case .score:
            Self.writeInteger(from: ReviewLimits.score.lowerBound, through: ReviewLimits.score.upperBound, to: &json)
        case .choice(let values):
            json.member("type", "string")
            json.name("enum")
            json.beginArray()
            for value in values { json.string(value) }
            json.endArray()
        case .list(let element, let most):
            json.member("type", "array")
            json.name("items")
            element.writeSchema(to: &json)
            json.name("maxItems")
            json.integer(most)
        case .object(let members): Self.writeObject(members, to: &json)
        case .nullable(let form):
            json.name("anyOf")
            json.beginArray()
            form.writeSchema(to: &json)
            json.beginObject()
            json.member("type", "null")
            json.endObject()
            json.endArray()
        }
        json.endObject()
    }

    private static func writeInteger(from least: Int, through most: Int? = nil, to json: inout JSONWriter) {
        json.member("type", "integer")
        json.name("minimum")
        json.integer(least)
        if let most {
            json.name("maximum")
            json.integer(most)
        }
    }

    private static func writeObject(_ members: [(name: String, form: AnswerForm)], to json: inout JSONWriter) {
        json.member("type", "object")
        json.name("properties")
        json.beginObject()
        for (name, form) in members {
            json.name(name)
            form.writeSchema(to: &json)
        }
        json.endObject()
        json.name("required")
        json.beginArray()
        for (name, _) in members { json.string(name) }
        json.endArray()
        json.name("additionalProperties")
        json.bool(false)
    }
}

// MARK: - Outline

extension AnswerForm {
    /// Writes an object of this form. Numbers are placeholders that no JSON has, so that they are not taken for values.
    func writeOutline(to json: inout JSONWriter) {
        switch self {
        case .text: json.string("…")
        case .turn: json.lineSafe("<index of the turn>".utf8.span)
        case .score:
            json.lineSafe("<\(ReviewLimits.score.lowerBound) to \(ReviewLimits.score.upperBound)>".utf8.span)
        case .choice(let values): json.string(values.joined(separator: " | "))
        case .list(let element, _):
            json.beginArray()
            element.writeOutline(to: &json)
            json.endArray()
        case .object(let members):
            json.beginObject()
            for (name, form) in members {
                json.name(name)
                form.writeOutline(to: &json)
            }
            json.endObject()
        case .nullable(let form): form.writeOutline(to: &json)
        }
    }
}
